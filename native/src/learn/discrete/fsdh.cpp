#include "learn/discrete/fsdh.h"

#include "learn/discrete/discrete_codes.h"
#include "learn/shared_rows.h"

namespace orthant {

FsdhTrainer::FsdhTrainer()
    : Trainer("fsdh", Needs::labels,
              {{"anchors", 1000, 1, 1e6, true},
               {"memory", 512, 1, 1e9, true},
               {"rounds", 5, 1, 1000, true},
               {"lambda", 1.0, 1e-12, 1e9, false},
               {"nu", 1e-5, 0.0, 1e9, false},
               {"ridge", 1e-2, 0.0, 1e9, false}}) {}

void FsdhTrainer::prepare(const TrainingData& data, Rng& rng, const Work& work) {
  words_.emplace(data.labels, options.number("lambda"), "lambda");
  const std::shared_ptr<const PhiRows> phi = anchored_rows(data, options, rng, work);
  features_ = phi->features().clone();
  hash_.emplace(phi, random_signs(data.features.rows, options.integer("bits"), rng),
                options.number("ridge"), "ridge", work);
  words_->fit(hash_->codes(), work);
}

std::int32_t FsdhTrainer::rounds_at_most() const {
  return static_cast<std::int32_t>(options.integer("rounds"));
}

double FsdhTrainer::round(Rng& /*rng*/, const Work& work) {
  const double nu = options.number("nu");
  const TargetRows wanted = [&](std::int64_t first, std::int64_t last, double* q) {
    words_->of_rows(first, last, q);
    const double* prediction = hash_->predictions().row(first).data();
    for (std::int64_t i = 0; i < (last - first) * hash_->bits(); ++i) q[i] += nu * prediction[i];
  };
  changed_ = hash_->choose_signs(wanted, work);
  words_->fit(hash_->codes(), work);
  hash_->fit(work);
  return words_->objective(hash_->codes(), work) + nu * hash_->objective(work);
}

void FsdhTrainer::visit(State& state) {
  hash_->visit(state);
  state.field("words", words_->words());
  state.field("changed", changed_);
}

void FsdhTrainer::finish(HashModel& model) const {
  add_visual_bits(features_, hash_->projection(), model);
}

}  // namespace orthant
