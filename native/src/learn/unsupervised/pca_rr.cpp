#include "learn/unsupervised/pca_rr.h"

#include <limits>

namespace orthant {

PcaRrTrainer::PcaRrTrainer()
    : Trainer("pca-rr", Needs::features, {{"memory", 512, 1, 1e9, true}}) {}

void PcaRrTrainer::prepare(const TrainingData& data, Rng& rng, const Work& work) {
  const auto bits = static_cast<std::int32_t>(options.integer("bits"));
  bits_.prepare(data.rows(), options, bits, bits, rng, work);
}

double PcaRrTrainer::round(Rng& /*rng*/, const Work& /*work*/) {
  return std::numeric_limits<double>::quiet_NaN();
}

void PcaRrTrainer::finish(HashModel& model) const { model.groups.push_back(bits_.finish()); }

}  // namespace orthant
