// Which pairs of rows are similar: those that share a label.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "data/labels.h"

namespace orthant {

// The labels with their classes renumbered: those that have rows, in rising order, without gaps.
[[nodiscard]] Labels without_empty_classes(const Labels& labels);

// Asks for one row after the other. Not shared by threads.
class SharedLabels {
 public:
  explicit SharedLabels(const Labels& labels);

  // shared[j] = 1 if row `columns[j]` shares a label with `row`, else 0. Cost: the columns' labels.
  void with(std::int64_t row, std::span<const std::int64_t> columns, double* shared);

 private:
  const Labels* labels_;
  std::vector<double> mark_;  // per class: 1 for those of the row asked for
};

}  // namespace orthant
