// What codes from outside must satisfy.
#pragma once

#include <cstdint>

#include "data/packed_codes.h"

namespace orthant {

// The first row that has bits set beyond `codes.bits()`; -1: none.
[[nodiscard]] std::int64_t first_row_with_unused_bits(const PackedCodes& codes) noexcept;

// Throws orthant::Error (ORTHANT_INVALID_ARGUMENT) unless 1 <= bits <= ORTHANT_MAX_BITS, 0 <= rows
// <= GroupedCodes::kMostRows, and all unused bits are zero.
void check_codes(const PackedCodes& codes);

// A copy of `rows` codes that satisfy this.
[[nodiscard]] PackedCodes checked_copy(const std::uint64_t* codes, std::int64_t rows,
                                       std::int32_t bits);

}  // namespace orthant
