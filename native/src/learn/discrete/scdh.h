// Strongly constrained discrete hashing (Chen, Tian, Zhang, Wang and Zhang, "Strongly Constrained
// Discrete Hashing", TIP 2020): the inner products of codes follow the similarity of the labels,
// with bits that are balanced and uncorrelated over the training rows. The alternation is
// BalancedCodes; the order of its steps (codes, features, balance) is ours. Fewer bits than rows.
// It ends early when a code step changes no bit. Where J (r S B + alpha B) lacks rank, Z is
// completed by random columns, and a further round might still change one.
#pragma once

#include <cstdint>
#include <optional>

#include "learn/discrete/balanced_codes.h"
#include "learn/trainer.h"

namespace orthant {

class ScdhTrainer final : public Trainer {
 public:
  ScdhTrainer();
  void prepare(const TrainingData& data, Rng& rng, const Work& work) override;
  [[nodiscard]] std::int32_t rounds_at_most() const override;
  [[nodiscard]] double round(Rng& rng, const Work& work) override;
  [[nodiscard]] bool streams() const override { return true; }
  [[nodiscard]] bool converged() const override { return !changed_; }
  void visit(State& state) override;
  void finish(HashModel& model) const override;

 private:
  FeatureMap features_;
  std::optional<BalancedCodes> codes_;
  bool changed_ = true;  // whether the last code step changed a bit
};

}  // namespace orthant
