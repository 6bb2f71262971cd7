// The signs of numbers as bits of a code.
#pragma once

#include <algorithm>
#include <cstdint>

#include "kernels/narrow.h"

namespace orthant {

// Sets the bits from `first_bit` on whose value is > 0; they are clear before.
inline void pack_signs(const float* values, std::int64_t count, std::int64_t first_bit,
                       std::uint64_t* code) noexcept {
  for (std::int64_t j = 0; j < count;) {
    const std::int64_t bit = first_bit + j;
    const std::int64_t in_word = std::min(count - j, 64 - bit % 64);
    code[bit / 64] |= kernels::narrow().positive(values + j, in_word) << (bit % 64);
    j += in_word;
  }
}

}  // namespace orthant
