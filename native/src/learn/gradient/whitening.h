// A change of the columns after which they vary alike and independently: rows A has the covariance
// (C + s I)^-1/2 C (C + s I)^-1/2 for centred rows with the covariance C = V diag(c) V^T; here
//     A = V diag(1 / sqrt(c + s)),   s = ridge * mean of c
// Gradient steps on whitened columns are nearly Newton steps, which matters for RBF features: their
// leading directions vary a thousand times more than those that tell classes apart. The ridge keeps
// the directions that hold noise alone from being raised to the others. Cost n m^2 + 4 m^3.
#pragma once

#include "data/matrix.h"
#include "linalg/work.h"

namespace orthant {

// A, m x m. ridge > 0; at most 32,766 columns. All zero if the rows are.
[[nodiscard]] Matrix<double> whitening(MatrixView<float> centred, double ridge, const Work& work);

}  // namespace orthant
