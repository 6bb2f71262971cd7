// The seen classes of a training set and where their vectors lie: coordinates in the span of the
// vectors, and how any vector is a sum of them.
//     K = T T^T = U diag(l) U^T      T: the centred vectors of the seen classes, S x c
//     basis        Q = diag(l)^-1/2 U^T T    k x c, orthonormal rows; l above 1e-6 of the largest
//     coordinates  A = T Q^T = U diag(l)^1/2 S x k
//     shares       e -> (K + 0.1 I)^-1 T e   how much of each seen class a class vector holds
// For a seen class the shares are nearly one and zeros; for an unseen one, small.
#pragma once

#include <cstdint>
#include <vector>

#include "data/matrix.h"
#include "learn/training_data.h"

namespace orthant {

struct ClassSpan {
  std::vector<std::int64_t> seen;  // classes that have rows, ascending
  Matrix<double> coordinates;      // A
  Matrix<double> basis;            // Q
  Matrix<double> shares;           // S x c
};

// `vectors`: classes x c, centred on the seen ones, not all of which equal their mean
// (check_semantics). Cost S^2 c + 4 S^3.
[[nodiscard]] ClassSpan span_of_vectors(const TrainingData& data, MatrixView<double> vectors);

}  // namespace orthant
