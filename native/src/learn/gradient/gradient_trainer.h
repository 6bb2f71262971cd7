// Gradient training: a network on phi(x) (network.h), a loss on its outputs (loss.h), an optimiser
// (optimizer.h) and a schedule of its rate (schedule.h). One round is one epoch: the rows in a new
// random order, cut into batches of nearly equal size.
//     model   phi(x) of linear or RBF features, hidden layers, bits sgn(W a + b)
// Inside, phi is centred and scaled by one number to a mean square of 1, which the finished model
// has folded into its first layer; so rates and starts mean the same for all features.
// Early stopping: a share of the rows of each class validates; training ends when their loss has
// not fallen for `patience` epochs, and the model is the one of the best epoch. Divergence: when an
// output, a loss or a parameter is not finite, training ends and the model is that of the epoch
// before; the provenance says "diverged=epoch 7". In the first epoch the training fails. Cost of an
// epoch: 4 n m r for the linear head (n rows, m features, r bits), and what the loss costs. Memory:
// n m floats.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "learn/gradient/loss.h"
#include "learn/gradient/network.h"
#include "learn/gradient/optimizer.h"
#include "learn/gradient/standardised.h"
#include "learn/trainer.h"

namespace orthant {

class GradientTrainer final : public Trainer {
 public:
  // `own`: the options of the loss; one with the name of a common option replaces it, which is how
  // a loss sets other defaults.
  GradientTrainer(std::string_view method, const std::vector<OptionSpec>& own,
                  std::unique_ptr<Loss> loss, Needs what = Needs::labels);

  void prepare(const TrainingData& data, Rng& rng, const Work& work) override;
  [[nodiscard]] std::int32_t rounds_at_most() const override;
  [[nodiscard]] double round(Rng& rng, const Work& work) override;
  [[nodiscard]] bool converged() const override;
  void visit(State& state) override;
  void finish(HashModel& model) const override;

 private:
  [[nodiscard]] FeatureMap fit_features(const TrainingData& data, Rng& rng, const Work& work) const;
  [[nodiscard]] std::vector<std::int64_t> layer_widths() const;
  void split_rows(const TrainingData& data, Rng& rng);
  void start_rotated(Rng& rng, const Work& work);
  [[nodiscard]] std::vector<Parameter> parameters();  // the network's, then the loss's
  [[nodiscard]] double run_epoch(Rng& rng, const Work& work);
  [[nodiscard]] double train_batch(std::span<const std::int64_t> rows, double rate, Rng& rng,
                                   const Work& work);
  [[nodiscard]] double validation_loss(const Work& work);
  void keep_or_not(const Work& work);

  std::unique_ptr<Loss> loss_;
  FeatureMap features_;
  Standardised inputs_;
  double ridge_ = 0.0;  // of the class scores; 0: none, or nothing to fit
  Network network_;
  std::optional<Optimizer> optimizer_;
  std::vector<std::int64_t> trained_;    // row numbers
  std::vector<std::int64_t> validated_;  // row numbers
  Network kept_;                         // of the best epoch
  std::int64_t epoch_ = 0;               // done
  std::int64_t best_epoch_ = 0;          // without validation: the last finite one
  double best_ = 0.0;                    // its validation loss
  double last_ = 0.0;                    // training loss of the last finite epoch
  std::int64_t diverged_ = 0;            // the epoch that did; 0: none
};

// For the table of methods: L has `static constexpr std::string_view kMethod` and
// `static std::vector<OptionSpec> own_options()`.
template <typename L, Trainer::Needs what = Trainer::Needs::labels>
std::unique_ptr<Trainer> make_gradient_trainer() {
  return std::make_unique<GradientTrainer>(L::kMethod, L::own_options(), std::make_unique<L>(),
                                           what);
}

}  // namespace orthant
