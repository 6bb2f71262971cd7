// Discrete cyclic coordinate descent over bits (Shen, Shen, Liu and Shen, "Supervised Discrete
// Hashing", CVPR 2015, section 3.2). For each sample on its own it lowers
//     b G b^T - 2 b q^T     over b in {-1, +1}^r,
// one bit after the other:  b_k <- sgn(q_k - sum_{l != k} G_kl b_l),  sgn(0) keeps the old bit.
// No step raises the objective. A sweep is one pass over the r bits; cost n r^2 / 4 table look-ups.
// 16 samples go through the bits together, a lane each; 16 in which a sweep changed nothing are
// done. Decisions are made in fixed point, where that is sure (bit_tables.h): the codes are those
// of the textbook loop in double that adds over l in rising order, on every tier and at any number
// of threads.
#pragma once

#include <cstdint>
#include <functional>

#include "data/matrix.h"
#include "linalg/work.h"

namespace orthant {

// Writes the target rows [first, last), (last - first) x r, to `q`. Called from any thread.
using TargetRows = std::function<void(std::int64_t first, std::int64_t last, double* q)>;

enum class SweepStart {
  codes,  // bits that are 0 are not chosen yet: they count as 0 until their turn, sgn(0) is then +1
  zeros,  // as if all bits were 0
};

// codes: n x r in {-1, 0, +1}, after it in {-1, +1}; coupling: r x r, symmetric (G, its diagonal is
// not used). At most `sweeps` >= 1 sweeps. Returns whether any code differs from what it was.
// Memory: 16 r^2 bytes, and per thread some 128 to 512 rows of targets.
bool bit_sweep(const TargetRows& targets, MatrixView<double> coupling, std::int32_t sweeps,
               SweepStart start, Matrix<float>& codes, const Work& work);

// The same with the targets (n x r, the rows q) in memory.
bool bit_sweep(MatrixView<double> targets, MatrixView<double> coupling, std::int32_t sweeps,
               Matrix<float>& codes, const Work& work);

}  // namespace orthant
