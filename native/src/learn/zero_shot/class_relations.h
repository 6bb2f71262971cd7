// How alike the codes of classes are meant to be, from their vectors: the target relations of the
// VSB2-style methods. Ours; the abstract of VSB2-Net (ICPR 2020) asks that local similarity is kept
// and the discrepancy between all other classes enlarged.
//     S_ii = 1
//     S_ij = kappa max(0, cos(a_i, a_j))   if j is among the nearest of i, or i among those of j
//     S_ij = -1 / (k - 1)                  else: as far as k codes can all lie from each other
#pragma once

#include <cstdint>
#include <vector>

#include "data/matrix.h"

namespace orthant {

// The `count` other classes with the largest cosines to class i, the nearest first, of equally near
// ones the first; cosines: k x k, count < k.
[[nodiscard]] std::vector<std::int64_t> nearest_classes(const Matrix<double>& cosines,
                                                        std::int64_t i, std::int64_t count);

// vectors: k x c, unit rows (a row of zeros has cosine 0 to all), k >= 2. neighbours: nearest by
// cosine, at most k - 1; of equally near ones the first. Returns k x k. Cost k^2 c.
[[nodiscard]] Matrix<double> class_relations(MatrixView<double> vectors, std::int64_t neighbours,
                                             double kappa);

}  // namespace orthant
