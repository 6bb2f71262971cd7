// The directions that rows and class names share: what semantic codes are made of.
#pragma once

#include <cstdint>

#include "data/matrix.h"
#include "linalg/work.h"

namespace orthant {

// The rows that are not zero.
[[nodiscard]] Matrix<double> rows_with_direction(const Matrix<double>& rows);

// The leading right singular directions of S = [rows; names], one a row, at most `at_most`: those
// with a squared singular value above 1e-6 of the largest. A name counts `name_weight` times.
// From the eigenvectors of S^T S: cost n c^2 + 4 c^3.
[[nodiscard]] Matrix<double> leading_directions(const Matrix<double>& rows,
                                                const Matrix<double>& names, double name_weight,
                                                std::int64_t at_most, const Work& work);

}  // namespace orthant
