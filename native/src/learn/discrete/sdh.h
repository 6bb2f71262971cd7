// Supervised discrete hashing (Shen, Shen, Liu and Shen, CVPR 2015, eq. 5): codes from which the
// class can be regressed linearly, and which a linear function of RBF features can follow.
//     min ||Y - B W||^2 + lambda ||W||^2 + nu (||B - Phi P||^2 + ridge ||P||^2),   Y one-hot or
//     multi-hot
// The paper has no ridge; its authors' code has it inside the feature step.
#pragma once

#include <optional>

#include "learn/discrete/discrete_codes.h"
#include "learn/trainer.h"

namespace orthant {

class SdhTrainer final : public Trainer {
 public:
  SdhTrainer();
  void prepare(const TrainingData& data, Rng& rng, const Work& work) override;
  [[nodiscard]] std::int32_t rounds_at_most() const override;
  [[nodiscard]] double round(Rng& rng, const Work& work) override;
  [[nodiscard]] bool streams() const override { return true; }
  [[nodiscard]] bool converged() const override { return !codes_->codes_changed(); }
  void visit(State& state) override { codes_->visit(state); }
  void finish(HashModel& model) const override;

 private:
  FeatureMap features_;
  std::optional<ClassTargets> targets_;
  std::optional<DiscreteCodes> codes_;
};

}  // namespace orthant
