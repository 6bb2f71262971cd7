// Column sampling based discrete supervised hashing (Kang, Li and Zhou, AAAI 2016): codes whose
// inner products are the similarities of the labels, learned on columns of the similarity matrix
// that are drawn anew in each round (learn/discrete/column_sampling.h), and ridge regression onto
// them (learn/discrete/code_fit.h).
//     min ||r S - B B^T||^2   over B in {-1, +1}^(n x r)
// S of dissimilar pairs: -1 in the paper; a redistributed program has + (similar pairs) /
// (dissimilar pairs); here, minus that ratio, which makes S sum to zero as balanced codes would.
// Ours too: a round that does not lower the objective is undone, so that luck with the rows drawn
// is kept.
#pragma once

#include "learn/discrete/code_fit.h"
#include "learn/discrete/column_sampling.h"
#include "learn/trainer.h"

namespace orthant {

class CosdishTrainer final : public Trainer {
 public:
  CosdishTrainer();
  void prepare(const TrainingData& data, Rng& rng, const Work& work) override;
  [[nodiscard]] std::int32_t rounds_at_most() const override;
  [[nodiscard]] double round(Rng& rng, const Work& work) override;
  void visit(State& state) override;
  void finish(HashModel& model) const override;

 private:
  CodeFit hash_;
  ColumnSampling codes_;
  std::int64_t columns_ = 0;  // drawn in a round
  double objective_ = 0.0;    // of the codes
};

}  // namespace orthant
