// In double precision the squares of floats can neither overflow nor vanish: their sum is finite if
// and only if all values are, and zero if and only if all values are.
#pragma once

#include <array>
#include <cstddef>
#include <span>

namespace orthant {

// Eight sums, so that the compiler may use vectors; always in the same order.
template <typename T>
[[nodiscard]] double sum_of_squares(std::span<const T> values) noexcept {
  std::array<double, 8> sums{};
  std::size_t i = 0;
  for (; i + 8 <= values.size(); i += 8) {
    for (std::size_t lane = 0; lane < 8; ++lane) {
      const double value = values[i + lane];
      sums[lane] += value * value;
    }
  }
  double rest = 0.0;
  for (; i < values.size(); ++i) rest += static_cast<double>(values[i]) * values[i];
  return ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7])) +
         rest;
}

}  // namespace orthant
