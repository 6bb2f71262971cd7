// The binary quadratic problem of COSDISH (Kang, Li and Zhou, "Column Sampling based Discrete
// Supervised Hashing", AAAI 2016, section 3.2):
//     min  b^T Q b + p^T b   over b in {-1, +1}^m with about as many +1 as -1
// by the 2-approximation of a clustering of equal sizes. With b = 2 u - 1 and a last entry that is
// always 1 the problem is min u^T C u, C = [4 Q, t; t^T, 0], t = p - 2 Q 1. The published program
// factors 1e4 I - C / max |C| (Cholesky) and takes its rows as points; for each point the cluster
// of its nearest points, H = round((m + 1) / 2) with the last point among them, is a candidate, and
// the one of least scatter wins. All of that reads the points' inner products alone: points i and j
// are the nearer, the smaller C_ij is, and the scatter grows with u^T C u. So here there is neither
// factor nor shift. Ties: the smaller index.
#pragma once

#include <span>
#include <vector>

#include "data/matrix.h"
#include "linalg/work.h"

namespace orthant {

// q: m x m, symmetric; its diagonal does not matter. p: m values. Cost m^3 / 4 + m^2 log m.
[[nodiscard]] std::vector<float> balanced_cut(MatrixView<double> q, std::span<const double> p,
                                              const Work& work);

}  // namespace orthant
