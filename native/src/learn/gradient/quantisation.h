// The distance between outputs and codes: weight / b * sum_i ||h_i - b_i||^2 over the b rows of a
// batch, the codes held constant.
#pragma once

#include "data/matrix.h"

namespace orthant {

// In {-1, +1}; 0 counts as +1.
[[nodiscard]] inline double sign_of(double value) noexcept { return value >= 0.0 ? 1.0 : -1.0; }

template <typename T = float>
[[nodiscard]] Matrix<T> signs_of(MatrixView<double> outputs) {
  Matrix<T> codes(outputs.rows, outputs.columns);
  for (std::int64_t i = 0; i < outputs.rows * outputs.columns; ++i) {
    codes.data()[i] = static_cast<T>(sign_of(outputs.data[i]));
  }
  return codes;
}

// The leading columns, without gaps.
[[nodiscard]] Matrix<double> leading_columns(MatrixView<double> outputs, std::int64_t columns);

// Adds the derivative to the leading columns of `gradient` unless that is null.
[[nodiscard]] double quantisation(MatrixView<double> outputs, MatrixView<float> codes,
                                  double weight, Matrix<double>* gradient);

}  // namespace orthant
