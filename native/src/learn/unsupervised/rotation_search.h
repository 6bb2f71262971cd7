// Iterative quantisation: the rotation that brings rows closest to the corners of a cube. Gong and
// Lazebnik, "Iterative Quantization: A Procrustean Approach to Learning Binary Codes", CVPR 2011,
// eq. 2:
//     min ||B - V R||^2   over B in {-1, +1}^(n x r) and R (q x r) with orthonormal rows.
// A round is  B = sgn(V R)  and then  R = U T^T  with  V^T B = U S T^T; neither raises the
// objective. In the paper q = r. For q < r the same step is exact, because ||V R|| = ||V||: r bits
// from q directions.
#pragma once

#include <cstdint>

#include "base/rng.h"
#include "data/matrix.h"
#include "learn/state.h"
#include "linalg/work.h"

namespace orthant {

class RotationSearch {
 public:
  RotationSearch() = default;
  // rows: V, n x q, q <= bits. The last `weighted` rows count `weight` times each. R starts at
  // random.
  RotationSearch(Matrix<double> rows, std::int64_t weighted, double weight, std::int32_t bits,
                 Rng& rng, const Work& work);

  // Returns ||B - V R||^2 after the round, weights included.
  [[nodiscard]] double round(const Work& work);
  // The last round changed no code: further rounds would change nothing.
  [[nodiscard]] bool converged() const noexcept { return converged_; }

  void visit(State& state);
  [[nodiscard]] RotationSearch clone() const;
  [[nodiscard]] MatrixView<float> codes() const noexcept { return codes_.view(); }  // B, n x r
  [[nodiscard]] MatrixView<double> rotation() const noexcept { return rotation_.view(); }  // q x r

 private:
  Matrix<double> rows_;
  std::int64_t plain_ = 0;  // rows before the weighted ones
  double weight_ = 1.0;
  Matrix<double> rotation_;
  Matrix<double> rotated_;  // V R
  Matrix<float> codes_;     // B
  bool converged_ = false;
};

}  // namespace orthant
