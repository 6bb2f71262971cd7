// Row-major matrices without gaps. Rows are samples (or bits, or classes), columns are features.
// Features and stored maps are float; Gram matrices, solvers and objectives are double.
#pragma once

#include <cstdint>
#include <span>
#include <utility>

#include "base/aligned_buffer.h"

namespace orthant {

// Borrowed, read-only.
template <typename T>
struct MatrixView {
  const T* data = nullptr;
  std::int64_t rows = 0;
  std::int64_t columns = 0;

  [[nodiscard]] std::span<const T> row(std::int64_t i) const noexcept {
    return {data + i * columns, static_cast<std::size_t>(columns)};
  }
  [[nodiscard]] const T& operator()(std::int64_t i, std::int64_t j) const noexcept {
    return data[i * columns + j];
  }
  [[nodiscard]] MatrixView block(std::int64_t first, std::int64_t last) const noexcept {
    return {data + first * columns, last - first, columns};
  }
};

// Owned, zeroed at first; movable only, `clone` copies.
template <typename T>
class Matrix {
 public:
  Matrix() = default;
  Matrix(std::int64_t rows, std::int64_t columns)
      : values_(static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns)),
        rows_(rows),
        columns_(columns) {}
  Matrix(Matrix&& other) noexcept
      : values_(std::move(other.values_)),
        rows_(std::exchange(other.rows_, 0)),
        columns_(std::exchange(other.columns_, 0)) {}
  Matrix& operator=(Matrix&& other) noexcept {
    values_ = std::move(other.values_);
    rows_ = std::exchange(other.rows_, 0);
    columns_ = std::exchange(other.columns_, 0);
    return *this;
  }
  Matrix(const Matrix&) = delete;
  Matrix& operator=(const Matrix&) = delete;
  ~Matrix() = default;

  [[nodiscard]] std::int64_t rows() const noexcept { return rows_; }
  [[nodiscard]] std::int64_t columns() const noexcept { return columns_; }
  [[nodiscard]] bool empty() const noexcept { return rows_ == 0 || columns_ == 0; }
  [[nodiscard]] T* data() noexcept { return values_.data(); }
  [[nodiscard]] const T* data() const noexcept { return values_.data(); }
  [[nodiscard]] std::span<T> row(std::int64_t i) noexcept {
    return {data() + i * columns_, static_cast<std::size_t>(columns_)};
  }
  [[nodiscard]] std::span<const T> row(std::int64_t i) const noexcept { return view().row(i); }
  [[nodiscard]] T& operator()(std::int64_t i, std::int64_t j) noexcept {
    return data()[i * columns_ + j];
  }
  [[nodiscard]] const T& operator()(std::int64_t i, std::int64_t j) const noexcept {
    return data()[i * columns_ + j];
  }
  [[nodiscard]] MatrixView<T> view() const noexcept { return {data(), rows_, columns_}; }
  [[nodiscard]] Matrix clone() const { return copy_of(view()); }

  [[nodiscard]] static Matrix copy_of(MatrixView<T> source) {
    Matrix copy(source.rows, source.columns);
    for (std::int64_t i = 0; i < source.rows * source.columns; ++i) {
      copy.data()[i] = source.data[i];
    }
    return copy;
  }

 private:
  AlignedBuffer<T> values_;
  std::int64_t rows_ = 0;
  std::int64_t columns_ = 0;
};

template <typename T>
[[nodiscard]] Matrix<T> transposed(MatrixView<T> a) {
  Matrix<T> result(a.columns, a.rows);
  for (std::int64_t i = 0; i < a.rows; ++i) {
    for (std::int64_t j = 0; j < a.columns; ++j) result(j, i) = a(i, j);
  }
  return result;
}

}  // namespace orthant
