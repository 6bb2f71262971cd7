// Zero-shot hashing (Yang, Luo, Chen, Shen, Shao and Shen, "Zero-Shot Hashing via Transferring
// Supervised Knowledge", ACM MM 2016): supervised discrete hashing whose targets are class vectors.
//     min ||Y R - B W||^2 + lambda ||W||^2 + alpha ||B - Phi P||^2 + beta ||P||^2 + gamma g
//     with R^T R = I, and
//     graph 1, "codes":      g = tr(P^T Phi^T L Phi P)   the paper
//     graph 2, "semantics":  g = tr(R^T Y^T L Y R)       the authors' code; a constant
// Y: the class vectors, unit length, not centred; several labels: their mean. R changes neither B
// nor P, because the objective depends on W R^T alone; it is offered for fidelity. The code of a
// name e is sgn(W R^T e).
#pragma once

#include <optional>

#include "learn/discrete/discrete_codes.h"
#include "learn/trainer.h"

namespace orthant {

class ZshTrainer final : public Trainer {
 public:
  enum class Rotation { none = 0, procrustes = 1, random = 2 };
  enum class Graph { none = 0, codes = 1, semantics = 2 };

  ZshTrainer();
  void prepare(const TrainingData& data, Rng& rng, const Work& work) override;
  [[nodiscard]] std::int32_t rounds_at_most() const override;
  [[nodiscard]] double round(Rng& rng, const Work& work) override;
  [[nodiscard]] bool streams() const override { return true; }
  [[nodiscard]] bool converged() const override { return !codes_->codes_changed(); }
  void visit(State& state) override;
  void finish(HashModel& model) const override;

 private:
  [[nodiscard]] bool wants_graph() const;
  // gamma Phi^T L Phi for graph 1; sets graph_term_ for graph 2.
  [[nodiscard]] Matrix<double> graph_terms(const Matrix<float>& phi, const Work& work);
  // The rotation step; sums = M^T B.
  void rotate(const Matrix<double>& sums, Rng& rng);
  void rotate_targets(Matrix<double> rotation);

  FeatureMap features_;
  Matrix<double> class_vectors_;  // T, before rotation
  std::optional<ClassTargets> targets_;
  std::optional<DiscreteCodes> codes_;
  Matrix<double> rotation_;  // R; empty: the identity
  double graph_term_ = 0.0;  // gamma tr(R^T Y^T L Y R)
};

}  // namespace orthant
