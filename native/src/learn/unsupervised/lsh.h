// Random hyperplanes: bit j = sgn(g_j . (x - mean)), g_j Gaussian. Learns nothing but the mean; the
// baseline. Charikar, "Similarity Estimation Techniques from Rounding Algorithms", STOC 2002.
#pragma once

#include "learn/trainer.h"

namespace orthant {

class LshTrainer final : public Trainer {
 public:
  LshTrainer();
  void prepare(const TrainingData& data, Rng& rng, const Work& work) override;
  [[nodiscard]] std::int32_t rounds_at_most() const override { return 1; }
  [[nodiscard]] double round(Rng& rng, const Work& work) override;  // draws the hyperplanes
  [[nodiscard]] bool has_objective() const override { return false; }
  void visit(State& state) override { state.field("projection", projection_); }
  void finish(HashModel& model) const override;

 private:
  FeatureMap features_;
  Matrix<float> projection_;
};

}  // namespace orthant
