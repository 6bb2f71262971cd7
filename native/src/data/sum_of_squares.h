// In double precision the squares of floats can neither overflow nor vanish: their sum is finite if
// and only if all values are, and zero if and only if all values are.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

namespace orthant {

// 32 sums, so that no addition waits for the one before in vectors of any width; always in the same
// order, which is that of kernels/narrow.h.
template <typename T>
[[nodiscard]] double sum_of_squares(std::span<const T> values) noexcept {
  constexpr std::size_t kSums = 32;
  std::array<double, kSums> sums{};
  for (std::size_t first = 0; first < values.size(); first += kSums) {
    const std::size_t count = std::min(kSums, values.size() - first);
    for (std::size_t lane = 0; lane < count; ++lane) {
      const double value = values[first + lane];
      sums[lane] += value * value;
    }
  }
  for (std::size_t half = kSums / 2; half > 0; half /= 2) {
    for (std::size_t lane = 0; lane < half; ++lane) sums[lane] += sums[lane + half];
  }
  return sums[0];
}

// ||a - b||^2 for two of the same size, one difference after the other.
template <typename A, typename B>
[[nodiscard]] double squared_distance(std::span<const A> a, std::span<const B> b) noexcept {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double difference = static_cast<double>(a[i]) - static_cast<double>(b[i]);
    sum += difference * difference;
  }
  return sum;
}

}  // namespace orthant
