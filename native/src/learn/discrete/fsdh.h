// Fast supervised discrete hashing (Gui, Liu, Sun, Tao and Tan, TPAMI 2018): SDH with the
// regression turned round, from labels to codes, so that the best codes have a closed form.
//     min ||B - Y W||^2 + lambda ||W||^2 + nu (||B - Phi P||^2 + ridge ||P||^2)
// class step    W by ClassWords, classes x r
// code step     B = sgn(Y W + nu Phi P)
// feature step  P by FeatureRegression
// No step raises the objective. With a small nu the word of a class is the majority of its random
// first codes and stays so: a random codebook and a ridge regression. The ridge is ours, as in SDH.
// Cost a round: 4 n m r.
#pragma once

#include <optional>

#include "learn/discrete/class_words.h"
#include "learn/discrete/feature_regression.h"
#include "learn/trainer.h"

namespace orthant {

class FsdhTrainer final : public Trainer {
 public:
  FsdhTrainer();
  void prepare(const TrainingData& data, Rng& rng, const Work& work) override;
  [[nodiscard]] std::int32_t rounds_at_most() const override;
  [[nodiscard]] double round(Rng& rng, const Work& work) override;
  [[nodiscard]] bool streams() const override { return true; }
  [[nodiscard]] bool converged() const override { return !changed_; }
  void visit(State& state) override;
  void finish(HashModel& model) const override;

 private:
  FeatureMap features_;
  std::optional<ClassWords> words_;
  std::optional<FeatureRegression> hash_;
  bool changed_ = true;  // whether the last code step changed a bit
};

}  // namespace orthant
