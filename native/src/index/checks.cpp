#include "index/checks.h"

#include <cstring>
#include <string>

#include "base/error.h"
#include "data/grouped_codes.h"
#include "kernels/kernels.h"

namespace orthant {
namespace {

static_assert(words_for(ORTHANT_MAX_BITS) <= kernels::kMaxWords);

void check_shape(std::int64_t rows, std::int32_t bits) {
  if (bits < 1 || bits > ORTHANT_MAX_BITS) {
    refuse("bits must be between 1 and " + std::to_string(ORTHANT_MAX_BITS) + ", got " +
           std::to_string(bits));
  }
  if (rows < 0 || rows > GroupedCodes::kMostRows) {
    refuse("rows must be between 0 and " + std::to_string(GroupedCodes::kMostRows) + ", got " +
           std::to_string(rows));
  }
}

}  // namespace

std::int64_t first_row_with_unused_bits(const PackedCodes& codes) noexcept {
  const std::uint64_t unused = ~tail_mask(codes.bits());
  const std::int32_t last = codes.words() - 1;
  if (unused == 0) return -1;
  for (std::int64_t i = 0; i < codes.rows(); ++i) {
    if ((codes.row(i)[last] & unused) != 0) return i;
  }
  return -1;
}

void check_codes(const PackedCodes& codes) {
  check_shape(codes.rows(), codes.bits());
  const std::int64_t row = first_row_with_unused_bits(codes);
  if (row >= 0) {
    refuse("the code of row " + std::to_string(row) + " has bits set beyond its " +
           std::to_string(codes.bits()) + " bits");
  }
}

PackedCodes checked_copy(const std::uint64_t* codes, std::int64_t rows, std::int32_t bits) {
  check_shape(rows, bits);
  PackedCodes copy(rows, bits);
  const auto words = static_cast<std::size_t>(rows) * static_cast<std::size_t>(copy.words());
  if (words > 0) std::memcpy(copy.data(), codes, words * sizeof(std::uint64_t));
  check_codes(copy);
  return copy;
}

}  // namespace orthant
