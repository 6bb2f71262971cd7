#include "learn/unsupervised/lsh.h"

#include <limits>
#include <utility>

#include "learn/feature_fit.h"

namespace orthant {

LshTrainer::LshTrainer() : Trainer("lsh", Needs::features, {}) {}

void LshTrainer::prepare(const TrainingData& data, Rng& /*rng*/, const Work& work) {
  features_ = fit_linear(data.features, options.flag("unit-rows"), work);
  projection_ = Matrix<float>(options.integer("bits"), features_.dimension);
}

double LshTrainer::round(Rng& rng, const Work& /*work*/) {
  for (std::int64_t i = 0; i < projection_.rows() * projection_.columns(); ++i) {
    projection_.data()[i] = static_cast<float>(rng.normal());
  }
  return std::numeric_limits<double>::quiet_NaN();
}

void LshTrainer::finish(HashModel& model) const {
  model.groups.push_back({BitRole::visual, features_.clone(), projection_.clone()});
}

}  // namespace orthant
