// Supervised hashing with latent factor models (Zhang, Zhang, Li and Guo, SIGIR 2014): factors from
// a stochastic search (learn/discrete/latent_factors.h) that starts from the principal directions
// of the features, rounded to signs, and ridge regression onto them (learn/discrete/code_fit.h).
// Ours: the start is turned by a random rotation with orthonormal rows, so that bits may be more
// than columns, and scaled to a mean square of 1; and the objective, a sum over all pairs, is
// watched on at most 256 columns, drawn once.
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
  std::int64_t rounds_ = 0;            // done
};

}  // namespace orthant
