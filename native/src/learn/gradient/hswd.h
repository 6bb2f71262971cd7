// A regulariser that any loss can carry: the outputs of a batch should be distributed like random
// codes, every bit balanced, near -1 or +1, and (with directions) independent of the others (Doan,
// Yang and Li, "One Loss for Quantization: Deep Hashing with Discrete Wasserstein Distributional
// Matching", CVPR 2022). To the loss it adds
//     hswd / (b m) sum over m directions of ||sorted(Z t) - sorted(T t)||^2,   T: b x r random
//     signs
// the squared Wasserstein distance of the two samples along each direction t. hswd-directions 0:
// the r coordinates (the paper's HSWD); m > 0: that many random unit vectors, new for each batch
// (its SWD). Published: both distances on the outputs of the network. Ours: columns of the outputs
// beside the bits are left alone. Weight 0, the default: the loss itself, to the last bit.
// Cost of a batch: m b log b, and 3 b r m with directions.
#pragma once

#include <memory>
#include <vector>

#include "learn/gradient/loss.h"

namespace orthant {

class HswdLoss : public Loss {
 public:
  explicit HswdLoss(std::unique_ptr<Loss> loss) : loss_(std::move(loss)) {}

  void prepare(const TrainingData& data, std::span<const std::int64_t> rows, const Options& options,
               Rng& rng, const Work& work) override;
  [[nodiscard]] std::int64_t extra_outputs() const override { return loss_->extra_outputs(); }
  void begin_epoch(std::int64_t epoch, std::int64_t epochs, const Work& work) override;
  [[nodiscard]] double evaluate(const Batch& batch, Matrix<double>& gradient, Rng& rng,
                                const Work& work) override;
  [[nodiscard]] double validate(const Batch& batch, const Work& work) override;
  [[nodiscard]] std::vector<Parameter> parameters() override { return loss_->parameters(); }
  void visit(State& state) override { loss_->visit(state); }
  void keep() override { loss_->keep(); }
  void finish(HashModel& model) const override { loss_->finish(model); }

 private:
  // The term; adds its derivative to `gradient`.
  [[nodiscard]] double distance(MatrixView<double> outputs, Matrix<double>& gradient,
                                Rng& rng) const;

  std::unique_ptr<Loss> loss_;
  double weight_ = 0.0;
  std::int64_t directions_ = 0;
  std::int64_t bits_ = 0;
};

}  // namespace orthant
