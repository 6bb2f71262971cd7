// The alternation that SDH and ZSH share. Rows are samples: B n x r codes, Y n x c targets, Phi n x
// m features, W r x c, P m x r.
//     min  ||Y - B W||^2 + lambda ||W||^2
//          + alpha ||B - Phi P||^2 + beta ||P||^2 + gamma tr(P^T S P)      over B in {-1, +1}, W, P
// class step    W = (B^T B + lambda I)^-1 B^T Y
// feature step  P = (Phi^T Phi + (beta / alpha) I + (gamma / alpha) S)^-1 Phi^T B; factored once
// code step     bit_sweep with q = Y W^T + alpha Phi P and G = W W^T
// No step raises the objective. Memory: that of FeatureRegression, which holds B and P.
#pragma once

#include <cstdint>
#include <memory>

#include "base/rng.h"
#include "data/matrix.h"
#include "data/row_source.h"
#include "encode/hash_model.h"
#include "learn/discrete/class_targets.h"
#include "learn/discrete/feature_regression.h"
#include "learn/state.h"
#include "linalg/work.h"

namespace orthant {

struct CodeWeights {
  double lambda = 0.0;
  double alpha = 0.0;  // > 0
  double beta = 0.0;
  const char* feature_ridge = "";  // the option to name when the feature step has no solution
};

class DiscreteCodes {
 public:
  // smoothness: gamma S (m x m), or empty. B starts as random signs, P follows from it; W is not
  // fitted yet.
  DiscreteCodes(std::shared_ptr<const RowSource> phi, CodeWeights weights,
                Matrix<double> smoothness, std::int32_t bits, Rng& rng, const Work& work);
  DiscreteCodes(Matrix<float> phi, CodeWeights weights, Matrix<double> smoothness,
                std::int32_t bits, Rng& rng, const Work& work);

  // restart: B starts from zeros (a greedy first sweep) instead of from where it is.
  void code_step(const ClassTargets& targets, std::int32_t sweeps, bool restart, const Work& work);
  // The class and the feature step read the class sums of the codes: sums = M^T B.
  void class_step(const ClassTargets& targets, const Matrix<double>& sums, const Work& work);
  void feature_step(const Work& work) { hash_.fit(work); }

  void visit(State& state);
  [[nodiscard]] double objective(const ClassTargets& targets, const Work& work) const;

  [[nodiscard]] MatrixView<float> codes() const noexcept { return hash_.codes(); }
  [[nodiscard]] bool codes_changed() const noexcept { return changed_; }  // in the last code step
  [[nodiscard]] MatrixView<double> class_map() const noexcept { return class_map_.view(); }  // W
  [[nodiscard]] MatrixView<double> projection() const noexcept { return hash_.projection(); }

 private:
  CodeWeights weights_;
  FeatureRegression hash_;    // B, P and Phi P
  Matrix<double> class_map_;  // W
  bool changed_ = true;
};

// n x r random signs.
[[nodiscard]] Matrix<float> random_signs(std::int64_t rows, std::int64_t bits, Rng& rng);

// A projection in the model's form: transposed, in float.
[[nodiscard]] Matrix<float> bits_by_columns(MatrixView<double> projection);

// The visual bits sgn(projection^T phi(x)), and how many anchors phi has, if any.
void add_visual_bits(const FeatureMap& features, MatrixView<double> projection, HashModel& model);

}  // namespace orthant
