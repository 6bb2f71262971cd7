// What a model checks of its numbers.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>

#include "base/aligned_buffer.h"
#include "data/matrix.h"

namespace orthant {

[[nodiscard]] inline bool finite(std::span<const float> values) noexcept {
  return std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); });
}

[[nodiscard]] inline bool finite(const AlignedBuffer<float>& values) noexcept {
  return finite(std::span<const float>(values.begin(), values.size()));
}

[[nodiscard]] inline bool finite(const Matrix<float>& matrix) noexcept {
  return finite({matrix.data(), static_cast<std::size_t>(matrix.rows() * matrix.columns())});
}

// An optional vector: it is absent or has one value per column.
[[nodiscard]] inline bool fits(const AlignedBuffer<float>& values, std::int64_t columns) noexcept {
  return values.size() == 0 || static_cast<std::int64_t>(values.size()) == columns;
}

}  // namespace orthant
