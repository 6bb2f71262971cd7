#include "learn/discrete/scdh.h"

#include <string>

#include "base/error.h"
#include "learn/discrete/discrete_codes.h"
#include "learn/shared_rows.h"

namespace orthant {

ScdhTrainer::ScdhTrainer()
    : Trainer("scdh", Needs::labels,
              {{"anchors", 1000, 1, 1e6, true},
               {"memory", 512, 1, 1e9, true},
               {"rounds", 10, 1, 1000, true},
               {"lambda", 10.0, 1e-12, 1e9, false},
               {"alpha", 0.1, 0.0, 1e9, false},
               {"beta", 1.0, 0.0, 1e9, false}}) {}

void ScdhTrainer::prepare(const TrainingData& data, Rng& rng, const Work& work) {
  const std::int64_t bits = options.integer("bits");
  if (bits >= data.features.rows) {
    refuse("scdh balances its bits over the training rows and needs fewer bits than rows: " +
           std::to_string(bits) + " bits were asked for, the features have " +
           std::to_string(data.features.rows) + " rows; use fewer bits, or sdh");
  }
  const std::shared_ptr<const PhiRows> phi = anchored_rows(data, options, rng, work);
  features_ = phi->features().clone();
  const BalanceWeights weights{options.number("lambda"), options.number("alpha"),
                               options.number("beta")};
  codes_.emplace(phi, data.labels, weights, bits, rng, work);
}

std::int32_t ScdhTrainer::rounds_at_most() const {
  return static_cast<std::int32_t>(options.integer("rounds"));
}

double ScdhTrainer::round(Rng& rng, const Work& work) {
  changed_ = codes_->code_step(work);
  codes_->feature_step(work);
  codes_->balance_step(rng, work);
  return codes_->objective(work);
}

void ScdhTrainer::visit(State& state) {
  codes_->visit(state);
  state.field("changed", changed_);
}

void ScdhTrainer::finish(HashModel& model) const {
  add_visual_bits(features_, codes_->projection(), model);
}

}  // namespace orthant
