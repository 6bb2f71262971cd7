#include "index/batch.h"

#include <algorithm>
#include <functional>
#include <vector>

#include "base/error.h"
#include "data/packed_codes.h"

namespace orthant {
namespace {

void check_codes(const Batch& batch, std::int32_t bits) {
  if (batch.bits != bits) {
    refuse("codes of " + std::to_string(batch.bits) + " bits do not fit an index of " +
           std::to_string(bits) + " bits");
  }
  const auto words = static_cast<std::size_t>(words_for(bits));
  const std::uint64_t unused = ~tail_mask(bits);
  for (std::size_t i = 0; i < batch.keys.size(); ++i) {
    if ((batch.codes[(i + 1) * words - 1] & unused) != 0) {
      refuse("the code of key " + std::to_string(batch.keys[i]) +
             " has bits set beyond the index's " + std::to_string(bits) + " bits");
    }
  }
}

void check_distinct(std::span<const std::int64_t> keys) {
  const auto disordered = std::adjacent_find(keys.begin(), keys.end(), std::greater_equal<>());
  if (disordered == keys.end()) return;  // ascending, as they often come
  std::vector<std::int64_t> sorted(keys.begin(), keys.end());
  std::sort(sorted.begin(), sorted.end());
  const auto same = std::adjacent_find(sorted.begin(), sorted.end());
  if (same != sorted.end()) {
    refuse("key " + std::to_string(*same) + " stands twice in one batch");
  }
}

}  // namespace

void check_batch(const Batch& batch, std::int32_t bits) {
  if (batch.keys.size() > static_cast<std::size_t>(kMostBatchRows)) {
    refuse("a batch of " + std::to_string(batch.keys.size()) + " rows; the bound is " +
           std::to_string(kMostBatchRows));
  }
  if (batch.has_codes()) check_codes(batch, bits);
  check_distinct(batch.keys);
}

}  // namespace orthant
