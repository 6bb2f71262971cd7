// The hash function for rows without a code of their own: ridge regression from features onto codes
// that are given.
//     P = (Phi^T Phi + ridge I)^-1 Phi^T B,   code of x = sgn(P^T phi(x))
// Over RBF anchors (ours), or, with no anchors, over features of zero mean and unit variance (what
// the papers of COSDISH and LFH do). The variances are no part of the feature map: they are divided
// into P. Cost n m^2 + m^3 / 3; memory n m floats, while `fit` runs.
#pragma once

#include <cstdint>

#include "base/rng.h"
#include "encode/hash_model.h"
#include "learn/state.h"
#include "linalg/work.h"

namespace orthant {

class CodeFit {
 public:
  // rows: n x d, borrowed until `fit`. anchors: 0 or more.
  void prepare(MatrixView<float> rows, bool unit_rows, std::int64_t anchors, Rng& rng,
               const Work& work);
  // codes: B, n x r. A system without a solution names the option "ridge".
  void fit(MatrixView<float> codes, double ridge, const Work& work);

  // The projection onto `bits` bits; before `fit` one of zeros, so that its shape is always the
  // same.
  void visit(std::int64_t bits, State& state);
  void finish(HashModel& model) const;

 private:
  MatrixView<float> rows_;
  FeatureMap features_;
  Matrix<double> projection_;  // P, m x r
};

}  // namespace orthant
