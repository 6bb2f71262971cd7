#include "data/row_filter.h"

#include <string>
#include <utility>

#include "base/error.h"

namespace orthant {

RowFilter RowFilter::of_bits(std::span<const std::uint64_t> words, Sense sense) {
  AlignedBuffer<std::uint64_t> bits(words.size());
  std::copy(words.begin(), words.end(), bits.begin());
  return {std::move(bits), {}, sense};
}

RowFilter RowFilter::of_ids(std::span<const std::int64_t> ids, Sense sense) {
  AlignedBuffer<std::int64_t> sorted(ids.size());
  std::copy(ids.begin(), ids.end(), sorted.begin());
  std::sort(sorted.begin(), sorted.end());
  const std::int64_t* twice = std::adjacent_find(sorted.begin(), sorted.end());
  if (twice != sorted.end()) refuse("the filter has the id " + std::to_string(*twice) + " twice");
  return {{}, std::move(sorted), sense};
}

}  // namespace orthant
