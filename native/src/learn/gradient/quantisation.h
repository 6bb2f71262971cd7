// The distance between outputs and codes: weight / b * sum_i ||h_i - b_i||^2 over the b rows of a
// batch, the codes held constant.
#pragma once

#include "data/matrix.h"

namespace orthant {

// The signs in {-1, +1}; 0 counts as +1.
[[nodiscard]] Matrix<float> signs_of(MatrixView<double> outputs);

// The leading columns, without gaps.
[[nodiscard]] Matrix<double> leading_columns(MatrixView<double> outputs, std::int64_t columns);

// Adds the derivative to the leading columns of `gradient` unless that is null.
[[nodiscard]] double quantisation(MatrixView<double> outputs, MatrixView<float> codes,
                                  double weight, Matrix<double>* gradient);

}  // namespace orthant
