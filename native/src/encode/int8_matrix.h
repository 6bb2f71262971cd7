// Weights and vectors in eight bits.
//   weights   w_jc = scale_j * v_jc,        v in -127 to 127, scale_j = the row's greatest / 127
//   vectors   x_c  = least + step * q_c,    q in 0 to 255,    step = (greatest - least) / 255
//   <w_j, x> = scale_j * ( step * sum_c v_jc q_c + least * sum_c v_jc )
// The sum of v q is an integer; the rest is arithmetic of doubles in this order. The same numbers
// come out on every processor.
#pragma once

#include <cstdint>

#include "base/aligned_buffer.h"
#include "data/matrix.h"

namespace orthant {

struct Int8Matrix {
  Int8Matrix() = default;
  // Refuses more than kernels::kMostInt8Columns columns.
  explicit Int8Matrix(const Matrix<double>& values);

  std::int64_t rows = 0;
  std::int64_t columns = 0;
  std::int64_t padded_rows = 0;
  std::int64_t padded_columns = 0;
  AlignedBuffer<std::int8_t> panels;  // kernels/narrow.h has the layout
  AlignedBuffer<double> scales;       // padded_rows values, as below
  AlignedBuffer<double> sums;         // of v, per row
  AlignedBuffer<double> squares;      // the sum of (scale v)^2, per row

  // The weight as eight bits have it.
  [[nodiscard]] double operator()(std::int64_t row, std::int64_t column) const noexcept;
};

// A few vectors of one length in eight bits.
class Int8Rows {
 public:
  Int8Rows() = default;
  // columns: the most that a vector has.
  Int8Rows(std::int64_t rows, std::int64_t columns);

  struct Line {
    double step = 0.0;
    double least = 0.0;
    double square = 0.0;  // the sum of squares of the vector as eight bits have it
  };

  // All rows have `columns` columns from here on.
  void reset(std::int64_t columns) noexcept;
  // False: x is not finite.
  [[nodiscard]] bool set(std::int64_t row, const float* x) noexcept;
  [[nodiscard]] const Line& line(std::int64_t row) const noexcept {
    return lines_[static_cast<std::size_t>(row)];
  }
  [[nodiscard]] const std::uint8_t* data() const noexcept { return levels_.data(); }
  [[nodiscard]] std::int64_t padded_columns() const noexcept { return padded_columns_; }

 private:
  std::int64_t columns_ = 0;
  std::int64_t padded_columns_ = 0;
  AlignedBuffer<std::uint8_t> levels_;
  AlignedBuffer<Line> lines_;
};

}  // namespace orthant
