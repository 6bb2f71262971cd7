#include "learn/discrete/sdh.h"

#include <utility>

#include "learn/shared_rows.h"

namespace orthant {

SdhTrainer::SdhTrainer()
    : Trainer("sdh", Needs::labels,
              {{"anchors", 1000, 1, 1e6, true},
               {"memory", 512, 1, 1e9, true},
               {"rounds", 5, 1, 1000, true},
               {"sweeps", 5, 1, 1000, true},
               {"lambda", 1.0, 0.0, 1e9, false},
               {"nu", 1e-5, 1e-12, 1e9, false},
               {"ridge", 1e-2, 0.0, 1e9, false},
               {"restart", 0, 0, 1, true}}) {}

void SdhTrainer::prepare(const TrainingData& data, Rng& rng, const Work& work) {
  const std::shared_ptr<const PhiRows> phi = anchored_rows(data, options, rng, work);
  features_ = phi->features().clone();
  targets_.emplace(data.labels);
  const double nu = options.number("nu");
  const CodeWeights weights{options.number("lambda"), nu, nu * options.number("ridge"), "ridge"};
  codes_.emplace(phi, weights, Matrix<double>(), static_cast<std::int32_t>(options.integer("bits")),
                 rng, work);
  codes_->class_step(*targets_, targets_->sign_sums(codes_->codes(), work), work);
}

std::int32_t SdhTrainer::rounds_at_most() const {
  return static_cast<std::int32_t>(options.integer("rounds"));
}

double SdhTrainer::round(Rng& /*rng*/, const Work& work) {
  const auto sweeps = static_cast<std::int32_t>(options.integer("sweeps"));
  codes_->code_step(*targets_, sweeps, options.flag("restart"), work);
  codes_->class_step(*targets_, targets_->sign_sums(codes_->codes(), work), work);
  codes_->feature_step(work);
  return codes_->objective(*targets_, work);
}

void SdhTrainer::finish(HashModel& model) const {
  add_visual_bits(features_, codes_->projection(), model);
}

}  // namespace orthant
