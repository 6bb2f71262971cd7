#include "index/linear_scan.h"

#include <cstring>
#include <limits>
#include <string>
#include <utility>

#include "base/error.h"
#include "kernels/kernels.h"

namespace orthant {
namespace {

static_assert(words_for(ORTHANT_MAX_BITS) <= kernels::kMaxWords);

void check_shape(std::int64_t rows, std::int32_t bits) {
  if (bits < 1 || bits > ORTHANT_MAX_BITS) {
    refuse("bits must be between 1 and " + std::to_string(ORTHANT_MAX_BITS) + ", got " +
           std::to_string(bits));
  }
  const std::int64_t code_bytes = std::int64_t{8} * words_for(bits);
  const std::int64_t most_rows = std::numeric_limits<std::int64_t>::max() / code_bytes;
  if (rows < 0 || rows > most_rows) {
    refuse("rows must be between 0 and " + std::to_string(most_rows) + " at " +
           std::to_string(bits) + " bits, got " + std::to_string(rows));
  }
}

PackedCodes copy_of(const std::uint64_t* codes, std::int64_t rows, std::int32_t bits) {
  check_shape(rows, bits);
  PackedCodes copy(rows, bits);
  const auto words = static_cast<std::size_t>(rows) * static_cast<std::size_t>(copy.words());
  if (words > 0) std::memcpy(copy.data(), codes, words * sizeof(std::uint64_t));
  return copy;
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

LinearScan::LinearScan(const std::uint64_t* codes, std::int64_t rows, std::int32_t bits)
    : LinearScan(copy_of(codes, rows, bits)) {}

LinearScan::LinearScan(PackedCodes codes) {
  check_shape(codes.rows(), codes.bits());
  const std::int64_t row = first_row_with_unused_bits(codes);
  if (row >= 0) {
    refuse("the code of row " + std::to_string(row) + " has bits set beyond its " +
           std::to_string(codes.bits()) + " bits");
  }
  codes_ = std::make_shared<const PackedCodes>(std::move(codes));
}

}  // namespace orthant
