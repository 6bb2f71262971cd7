// Supervised hashing with latent factor models (Zhang, Zhang, Li and Guo, SIGIR 2014): factors from
// a stochastic search (learn/discrete/latent_factors.h) that starts from the principal directions
// of the features, rounded to signs, and ridge regression onto them (learn/discrete/code_fit.h).
// Ours: the start is turned by a random rotation with orthonormal rows, so that bits may be more
// than columns, and scaled to a mean square of 1; the objective, a sum over all pairs, is watched
// on at most 256 columns, drawn once; and a round whose step does not lower it takes half the step,
// or a quarter, down to a sixty-fourth, or none: with tens of classes the published one collapses.
#pragma once

#include <vector>

#include "learn/discrete/code_fit.h"
#include "learn/discrete/latent_factors.h"
#include "learn/trainer.h"

namespace orthant {

class LfhTrainer final : public Trainer {
 public:
  LfhTrainer();
  void prepare(const TrainingData& data, Rng& rng, const Work& work) override;
  [[nodiscard]] std::int32_t rounds_at_most() const override;
  [[nodiscard]] double round(Rng& rng, const Work& work) override;
  void visit(State& state) override;
  void finish(HashModel& model) const override;

 private:
  CodeFit hash_;
  LatentFactors factors_;
  std::vector<std::int64_t> watched_;  // columns of the objective
  double objective_ = 0.0;             // over them
};

}  // namespace orthant
