// Orthogonal Procrustes (Schoenemann 1966) and random rotations.
#pragma once

#include <cstdint>

#include "base/rng.h"
#include "data/matrix.h"

namespace orthant {

// The maximiser of tr(R^T m) over q x r matrices R with orthonormal rows (R R^T = I, q <= r): with
// m = U S V^T it is U V^T. For q = r it is the nearest rotation (or reflection), and with m = A^T B
// it minimises ||A R - B||; for q < r it still does, because ||A R|| = ||A||. Not unique if m lacks
// rank.
[[nodiscard]] Matrix<double> nearest_rotation(MatrixView<double> m);

// q x r, q <= r, orthonormal rows, uniformly distributed: the nearest rotation of a Gaussian
// matrix.
[[nodiscard]] Matrix<double> random_rotation(std::int64_t q, std::int64_t r, Rng& rng);

}  // namespace orthant
