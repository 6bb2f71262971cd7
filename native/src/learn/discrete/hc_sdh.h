// Hadamard-coded supervised discrete hashing (Koutaki, Shirai and Ambai, "Fast Supervised Discrete
// Hashing and its Analysis", 2016): a fixed code word per class, and one ridge regression from the
// features to the words. No alternation.
//     B = words[y]     P = (Phi^T Phi + ridge I)^-1 Phi^T B
// The codebook (learn/discrete/codebook.h) is a Hadamard one in the paper; random and distant words
// are ours, for lengths without a Hadamard matrix. With several labels a row takes the majority of
// their words. The ridge is ours. Cost: n m^2 / 2 + m^3 / 3 + 4 n m r in all.
#pragma once

#include <cstdint>
#include <optional>

#include "learn/discrete/feature_regression.h"
#include "learn/trainer.h"

namespace orthant {

class HcSdhTrainer final : public Trainer {
 public:
  HcSdhTrainer();
  void prepare(const TrainingData& data, Rng& rng, const Work& work) override;
  [[nodiscard]] std::int32_t rounds_at_most() const override { return 1; }
  [[nodiscard]] double round(Rng& rng, const Work& work) override;
  [[nodiscard]] bool streams() const override { return true; }
  void visit(State& state) override;
  void finish(HashModel& model) const override;

 private:
  FeatureMap features_;
  std::int64_t distinct_columns_ = 0;
  std::int64_t least_distance_ = 0;
  std::optional<FeatureRegression> hash_;
};

}  // namespace orthant
