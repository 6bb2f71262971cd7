// The library's own learner; ours. Semantic bits from class scores with a threshold, visual bits
// from the features as they are, side by side:
//   1  W = (Phi^T Phi + ridge I)^-1 Phi^T Y: ridge regression from RBF features to the seen
//   classes;
//      scores s = W^T phi(x)
//   2  z(s): presence of each seen class above the threshold, and the meaning of the scores in the
//      span of the class vectors (learn/zero_shot/presence.h); names likewise
//   3  semantic bits: the leading directions of rows and names, rotated towards signs
//      (learn/zero_shot/presence_bits.h)
//   4  visual bits: ITQ with fewer directions than bits, so that the leading ones get more bits
// Rows without labels, if there are any, join the others in steps 3 and 4: the centring and scale
// of z, the directions and the rotations are those of all rows. Anchors, W and the balance know the
// labelled ones alone.
// The threshold is the option "balance": 0 takes every row for one of a seen class, 1 none. -1
// chooses it by cross-validation over held-out seen classes (learn/zero_shot/balance_choice.h).
// Cost: n d anchors and n m^2 + m^3 / 3 once (three times that with "balance" -1), ITQ's n d^2 + 4
// d^3, and 2 n q r a round.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "learn/shared_rows.h"
#include "learn/trainer.h"
#include "learn/unsupervised/itq.h"
#include "learn/zero_shot/balance_choice.h"
#include "learn/zero_shot/class_span.h"
#include "learn/zero_shot/presence_bits.h"

namespace orthant {

class OrthantTrainer final : public Trainer {
 public:
  OrthantTrainer();
  void prepare(const TrainingData& data, Rng& rng, const Work& work) override;
  [[nodiscard]] std::int32_t rounds_at_most() const override;
  // The objectives of steps 3 and 4, added.
  [[nodiscard]] double round(Rng& rng, const Work& work) override;
  [[nodiscard]] bool streams() const override { return true; }
  [[nodiscard]] bool takes_unlabelled() const override { return true; }
  [[nodiscard]] bool converged() const override {
    return semantic_.converged() && (!visual_ || visual_->converged());
  }
  void visit(State& state) override;
  void finish(HashModel& model) const override;

 private:
  [[nodiscard]] std::int32_t visual_bits() const;
  // Sets span_, mean_ and name_shares_.
  void place_classes(const TrainingData& data);
  // Step 1 and the balance; returns the scores of all rows, the labelled ones first.
  [[nodiscard]] Matrix<double> fit_scores(const TrainingData& data, const PhiRows& phi, Rng& rng,
                                          const Work& work);
  // Without meaning, some score must be above the balance: else all rows would have one code.
  void require_presence(const Matrix<double>& scores) const;
  void choose_balance(const TrainingData& data, const PhiRows& phi, MatrixView<double> squares,
                      MatrixView<double> sums, Rng& rng, const Work& work);

  FeatureMap features_;
  AlignedBuffer<float> mean_;  // of the seen class vectors
  ClassSpan span_;
  Matrix<double> name_shares_;  // names known x S
  Matrix<double> score_map_;    // W, m x S
  double balance_ = 0.0;
  std::vector<BalancePoint> curve_;
  PresenceBits semantic_;
  std::optional<ItqBits> visual_;
};

}  // namespace orthant
