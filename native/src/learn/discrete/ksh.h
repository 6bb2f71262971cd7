// Supervised hashing with kernels (Liu, Wang, Ji, Jiang and Chang, CVPR 2012): greedy bits
// (learn/discrete/greedy_kernel_bits.h), a round each, over a kernel with few anchors and a sample
// of the labelled rows.
//     k(x, a) = exp(-||x - a||^2 / (2 s)),  s the mean of ||x_i - a_j||^2;  bit t: sgn(a_t^T (k(x)
//     - mean))
// The means over the sample go into the weight of the feature map's column of ones.
#pragma once

#include <vector>

#include "learn/discrete/greedy_kernel_bits.h"
#include "learn/trainer.h"

namespace orthant {

class KshTrainer final : public Trainer {
 public:
  KshTrainer();
  void prepare(const TrainingData& data, Rng& rng, const Work& work) override;
  [[nodiscard]] std::int32_t rounds_at_most() const override;
  [[nodiscard]] double round(Rng& rng, const Work& work) override;
  void visit(State& state) override;
  void finish(HashModel& model) const override;

 private:
  FeatureMap features_;
  std::vector<double> means_;  // of the kernel's columns
  GreedyKernelBits bits_;
};

}  // namespace orthant
