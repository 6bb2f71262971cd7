// Latent factors of supervised hashing (Zhang, Zhang, Li and Guo, SIGIR 2014): real rows U, n x r,
// whose inner products explain which rows are similar.
//     max  sum_ij (z_ij t_ij - log(1 + e^t_ij)) - ||U||^2 / (2 beta),   t_ij = U_i . U_j / 2,
// z_ij = 1 if rows i and j share a class, else 0. A step draws the rows O and moves every other
// one, which are independent given O, to the top of a lower bound (second-order, with 1/4 >= the
// variance of z_ij):
//     U_i <- U_i + g_i H^-1,  g_i = (z_iO - sigmoid(t_iO)) U_O - U_i / beta,
//     H = U_O^T U_O / 8 + I / beta
// The objective over the drawn columns never falls by it; that over all pairs may, because all rows
// move against the same columns at once: with tens of classes nearly all pairs are dissimilar, and
// all rows overshoot to the same side of them. Ours: `descend`, which shortens such a step.
// Cost of a step: n |O| r; memory: 3 n r doubles (U, a step and where it began), and sets x |O|
// bytes.
#pragma once

#include <cstdint>
#include <vector>

#include "data/matrix.h"
#include "learn/discrete/similarity.h"
#include "linalg/work.h"

namespace orthant {

class LatentFactors {
 public:
  LatentFactors() = default;
  LatentFactors(Similarity similarity, double beta, Matrix<double> start)
      : similarity_(std::move(similarity)), beta_(beta), factors_(std::move(start)) {}

  // The published step, what it adds to U; changes nothing. `drawn`: distinct rows.
  [[nodiscard]] Matrix<double> step(const std::vector<std::int64_t>& drawn, const Work& work) const;
  void add(const Matrix<double>& step, double share);
  // Adds the largest share 1, 1/2, 1/4, ..., 1/64 of the step with which `objective` over `columns`
  // falls below `before`, or nothing. The objective after it.
  double descend(const Matrix<double>& step, const std::vector<std::int64_t>& columns,
                 double before, const Work& work);

  // ||U||^2 / (2 beta n^2) + the mean of log(1 + e^t_ij) - z_ij t_ij over all i and the given j: to
  // be minimised. With all rows given it is the objective over n^2. Cost n |columns| r.
  [[nodiscard]] double objective(const std::vector<std::int64_t>& columns, const Work& work) const;

  [[nodiscard]] Matrix<float> signs() const;
  [[nodiscard]] MatrixView<double> factors() const noexcept { return factors_.view(); }
  [[nodiscard]] Matrix<double>& mutable_factors() noexcept { return factors_; }

 private:
  // z of each set with each column: sets x columns.
  [[nodiscard]] Matrix<std::uint8_t> similar_to(const std::vector<std::int64_t>& columns) const;

  Similarity similarity_;
  double beta_ = 1.0;
  Matrix<double> factors_;  // U
};

}  // namespace orthant
