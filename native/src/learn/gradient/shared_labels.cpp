#include "learn/gradient/shared_labels.h"

#include <algorithm>

namespace orthant {

Labels without_empty_classes(const Labels& labels) {
  std::vector<std::int32_t> number(static_cast<std::size_t>(labels.classes()), 0);
  for (std::int64_t row = 0; row < labels.rows(); ++row) {
    for (const std::int32_t label : labels.of(row)) number[static_cast<std::size_t>(label)] = 1;
  }
  std::int32_t classes = 0;
  for (std::int32_t& entry : number) {
    const bool has_rows = entry == 1;
    entry = classes;
    if (has_rows) ++classes;
  }
  std::vector<std::int32_t> renumbered;
  std::vector<std::int64_t> offsets = {0};
  for (std::int64_t row = 0; row < labels.rows(); ++row) {
    for (const std::int32_t label : labels.of(row)) {
      renumbered.push_back(number[static_cast<std::size_t>(label)]);
    }
    offsets.push_back(static_cast<std::int64_t>(renumbered.size()));
  }
  return {std::move(renumbered), std::move(offsets), classes};
}

SharedLabels::SharedLabels(const Labels& labels)
    : labels_(&labels), mark_(static_cast<std::size_t>(labels.classes())) {}

void SharedLabels::with(std::int64_t row, std::span<const std::int64_t> columns, double* shared) {
  for (const std::int32_t label : labels_->of(row)) mark_[static_cast<std::size_t>(label)] = 1.0;
  for (std::size_t j = 0; j < columns.size(); ++j) {
    double similar = 0.0;
    for (const std::int32_t label : labels_->of(columns[j])) {
      similar = std::max(similar, mark_[static_cast<std::size_t>(label)]);
    }
    shared[j] = similar;
  }
  for (const std::int32_t label : labels_->of(row)) mark_[static_cast<std::size_t>(label)] = 0.0;
}

}  // namespace orthant
