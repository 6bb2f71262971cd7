// The nearest balanced and uncorrelated matrix (Chen et al., SCDH, TIP 2020; the step is that of
// Liu, Mu, Kumar and Chang, "Discrete Graph Hashing", NIPS 2014, section 3): the maximiser of
// tr(Z^T m) over n x r matrices Z with
//     1^T Z = 0,  Z^T Z = n I.
// With J the centring of columns and J m = U D V^T it is sqrt(n) U V^T; where J m lacks rank, U is
// completed by random columns, orthogonal to the others and to 1. Cost about 8 n r^2, one call of
// LAPACK.
#pragma once

#include "base/rng.h"
#include "data/matrix.h"

namespace orthant {

// m: n x r, r < n. Draws from `rng` only where J m lacks rank.
[[nodiscard]] Matrix<double> balanced_factor(Matrix<double> m, Rng& rng);

}  // namespace orthant
