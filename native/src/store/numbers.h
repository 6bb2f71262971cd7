// Arrays of numbers in sections: values one after the other without gaps, matrices row by row.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/aligned_buffer.h"
#include "data/matrix.h"
#include "store/section_file.h"

namespace orthant {

template <typename T>
void append_values(std::vector<std::byte>& bytes, std::span<const T> values) {
  const auto raw = std::as_bytes(values);
  bytes.insert(bytes.end(), raw.begin(), raw.end());
}

template <typename T>
void append_values(std::vector<std::byte>& bytes, const AlignedBuffer<T>& values) {
  append_values(bytes, std::span<const T>(values.data(), values.size()));
}

template <typename T>
void append_values(std::vector<std::byte>& bytes, const Matrix<T>& m) {
  const auto count = static_cast<std::size_t>(m.rows() * m.columns());
  append_values(bytes, std::span<const T>(m.data(), count));
}

// The counts must be those that the section's length was compared with.
template <typename T>
[[nodiscard]] AlignedBuffer<T> take_values(SectionInput& section, std::size_t count) {
  AlignedBuffer<T> values(count);
  section.read_values(values.data(), values.size());
  return values;
}

template <typename T>
[[nodiscard]] Matrix<T> take_matrix(SectionInput& section, std::int64_t rows,
                                    std::int64_t columns) {
  Matrix<T> matrix(rows, columns);
  section.read_values(matrix.data(), static_cast<std::size_t>(rows * columns));
  return matrix;
}

}  // namespace orthant
