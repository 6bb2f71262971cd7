// PCA with a random rotation: ITQ without its rounds. The principal directions of the centred rows,
// rotated at random, so that no bit has a direction of little variance to itself. Gong and
// Lazebnik, "Iterative Quantization", CVPR 2011, where it is the baseline "PCA-RR"; Jegou, Douze,
// Schmid and Perez, CVPR 2010. No labels, one round, no objective. More bits than columns are
// lifted as in ITQ. Cost n d^2 + 4 d^3.
#pragma once

#include "learn/trainer.h"
#include "learn/unsupervised/itq.h"

namespace orthant {

class PcaRrTrainer final : public Trainer {
 public:
  PcaRrTrainer();
  void prepare(const TrainingData& data, Rng& rng, const Work& work) override;
  [[nodiscard]] bool streams() const override { return true; }
  [[nodiscard]] std::int32_t rounds_at_most() const override { return 1; }
  [[nodiscard]] double round(Rng& rng, const Work& work) override;
  [[nodiscard]] bool has_objective() const override { return false; }
  void visit(State& /*state*/) override {}  // the round changes nothing
  void finish(HashModel& model) const override;

 private:
  ItqBits bits_;
};

}  // namespace orthant
