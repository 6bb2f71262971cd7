// One index of one kind of codes, searched in three ways: by a scan, through tables, and as the
// library chooses.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "codes.h"
#include "search/view.h"

namespace orthant::bench {

class TableCase {
 public:
  TableCase(Kind kind, const LearnedCodes& learned, std::int64_t rows, std::int32_t bits);

  struct Times {
    std::vector<double> scan_over_tables;  // empty: tables take more than three times as long
    std::vector<double> choice_over_best;
    std::string note;
  };
  // Compares the answers of the three, and times them in turn for about two seconds, but at most
  // `most_repeat` times.
  [[nodiscard]] Times run(std::int64_t k, int most_repeat) const;

  // Millions of codes times tables per second of one thread, built once more.
  [[nodiscard]] double build_rate() const;
  [[nodiscard]] std::string name() const { return name_; }

 private:
  std::string name_;
  PackedCodes queries_;
  std::shared_ptr<const SearchView> choice_;
  std::shared_ptr<const SearchView> scan_;
  std::shared_ptr<const SearchView> tables_;
};

}  // namespace orthant::bench
