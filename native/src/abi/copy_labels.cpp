#include "abi/copy_labels.h"

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "abi/error_guard.h"
#include "learn/training_run.h"

namespace orthant::abi {
namespace {

std::vector<int64_t> copy_offsets(const int64_t* offsets, int64_t rows) {
  std::vector<int64_t> copy(static_cast<std::size_t>(rows) + 1);
  for (std::size_t i = 0; i < copy.size(); ++i) {
    copy[i] = offsets == nullptr ? static_cast<int64_t>(i) : offsets[i];
  }
  if (copy.front() != 0) refuse("offsets must start with 0, got " + std::to_string(copy.front()));
  for (std::size_t i = 1; i < copy.size(); ++i) {
    if (copy[i] <= copy[i - 1]) {
      refuse("row " + std::to_string(i - 1) + " has no label: offsets must grow, got " +
             std::to_string(copy[i - 1]) + " then " + std::to_string(copy[i]));
    }
  }
  return copy;
}

}  // namespace

Labels copy_labels(const int32_t* labels, const int64_t* offsets, int64_t rows, int32_t classes) {
  require(labels, "labels");
  require_between("rows", rows, 1, std::numeric_limits<int64_t>::max() - 1);
  require_between("classes", classes, 1, kMaxClasses);
  require_countable(rows + 1, 1, sizeof(int64_t));
  std::vector<int64_t> ends = copy_offsets(offsets, rows);
  require_countable(ends.back(), 1, sizeof(int32_t));
  std::vector<int32_t> values(labels, labels + ends.back());
  return {std::move(values), std::move(ends), classes};
}

}  // namespace orthant::abi
