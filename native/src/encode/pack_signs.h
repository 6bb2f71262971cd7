// The signs of numbers as bits of a code.
#pragma once

#include <algorithm>
#include <cstdint>

namespace orthant {

// Sets the bits from `first_bit` on whose value is > 0; they are clear before. A word is collected
// in a register: one addition to memory per bit would wait for the one before.
template <typename T>
void pack_signs(const T* values, std::int64_t count, std::int64_t first_bit,
                std::uint64_t* code) noexcept {
  for (std::int64_t j = 0; j < count;) {
    const std::int64_t bit = first_bit + j;
    const std::int64_t in_word = std::min(count - j, 64 - bit % 64);
    std::uint64_t word = 0;
    for (std::int64_t k = 0; k < in_word; ++k) {
      word |= static_cast<std::uint64_t>(values[j + k] > T{0}) << k;
    }
    code[bit / 64] |= word << (bit % 64);
    j += in_word;
  }
}

}  // namespace orthant
