// Discrete cyclic coordinate descent over bits (Shen, Shen, Liu and Shen, "Supervised Discrete
// Hashing", CVPR 2015, section 3.2). For each sample on its own it lowers
//     b G b^T - 2 b q^T     over b in {-1, +1}^r,
// one bit after the other:  b_k <- sgn(q_k - sum_{l != k} G_kl b_l),  sgn(0) keeps the old bit.
// No step raises the objective. A sweep is one pass over the r bits; cost n r^2.
#pragma once

#include <cstdint>

#include "data/matrix.h"
#include "linalg/work.h"

namespace orthant {

// codes: n x r in {-1, +1}, or 0 for a bit not chosen yet (it counts as 0 until its turn; sgn(0) is
// then +1). targets: n x r (the rows q); coupling: r x r, symmetric (G, its diagonal is not used).
// At most `sweeps` >= 1 sweeps; a sample in which a sweep changed nothing is done. Sums run over l
// in rising order, so the result is that of the textbook loop, at any number of threads.
void bit_sweep(MatrixView<double> targets, MatrixView<double> coupling, std::int32_t sweeps,
               Matrix<float>& codes, const Work& work);

}  // namespace orthant
