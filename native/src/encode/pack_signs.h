// The signs of numbers as bits of a code.
#pragma once

#include <cstdint>

namespace orthant {

// Sets the bits from `first_bit` on whose value is > 0; they are clear before.
template <typename T>
void pack_signs(const T* values, std::int64_t count, std::int64_t first_bit,
                std::uint64_t* code) noexcept {
  for (std::int64_t j = 0; j < count; ++j) {
    const std::int64_t bit = first_bit + j;
    code[bit / 64] |= static_cast<std::uint64_t>(values[j] > T{0}) << (bit % 64);
  }
}

}  // namespace orthant
