// Principal directions of centred rows, by the eigenvectors of their Gram matrix.
#pragma once

#include <cstdint>

#include "data/matrix.h"
#include "data/row_source.h"
#include "linalg/work.h"

namespace orthant {

// The `count` leading directions (count <= columns), one a row, orthonormal, by falling variance;
// also beyond the rank of the data. Cost n d^2 + 4 d^3, memory d^2 doubles. The decomposition
// itself is one call of LAPACK and does not poll: about 0.5 s at d = 1,024, and d^3 beyond. More
// than 32,766 columns are refused.
[[nodiscard]] Matrix<double> pca(MatrixView<float> centred, std::int64_t count, const Work& work);
[[nodiscard]] Matrix<double> pca(const RowSource& centred, std::int64_t count, const Work& work);

}  // namespace orthant
