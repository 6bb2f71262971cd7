// The alternation of SCDH. Rows are samples: B n x r codes, Z n x r real, Phi n x m features, P
// m x r, S n x n the similarity of the labels (ClassSimilarity, never formed).
//     min  ||B Z^T - r S||^2 + lambda ||B - Phi P||^2 + alpha ||B - Z||^2 + beta ||P||^2
//     over B in {-1, +1}, P, and balanced, uncorrelated Z: 1^T Z = 0, Z^T Z = n I
// code step     B = sgn(r S Z + lambda Phi P + alpha Z); exact, because Z^T Z = n I makes
//               ||B Z^T||^2 the constant n^2 r
// feature step  P = (Phi^T Phi + (beta / lambda) I)^-1 Phi^T B
// balance step  Z = balanced_factor(r S B + alpha B)
// No step raises the objective. Cost a round: 4 n m r + 8 n r^2.
#pragma once

#include <cstdint>
#include <memory>

#include "base/rng.h"
#include "data/labels.h"
#include "data/matrix.h"
#include "data/row_source.h"
#include "learn/discrete/class_similarity.h"
#include "learn/discrete/feature_regression.h"
#include "learn/state.h"
#include "linalg/work.h"

namespace orthant {

struct BalanceWeights {
  double lambda = 0.0;  // > 0
  double alpha = 0.0;
  double beta = 0.0;
};

class BalancedCodes {
 public:
  // `labels` is borrowed. B starts as random signs; P and Z follow from it. bits < rows.
  BalancedCodes(std::shared_ptr<const RowSource> phi, const Labels& labels, BalanceWeights weights,
                std::int64_t bits, Rng& rng, const Work& work);

  bool code_step(const Work& work);  // whether a bit changed
  void feature_step(const Work& work) { hash_.fit(work); }
  void balance_step(Rng& rng, const Work& work);

  [[nodiscard]] double objective(const Work& work) const;

  [[nodiscard]] MatrixView<float> codes() const noexcept { return hash_.codes(); }             // B
  [[nodiscard]] MatrixView<double> balanced() const noexcept { return balanced_.view(); }      // Z
  [[nodiscard]] MatrixView<double> projection() const noexcept { return hash_.projection(); }  // P

  void visit(State& state);

 private:
  ClassSimilarity similarity_;
  BalanceWeights weights_;
  FeatureRegression hash_;
  Matrix<double> balanced_;
};

}  // namespace orthant
