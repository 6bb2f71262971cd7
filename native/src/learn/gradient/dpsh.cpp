#include "learn/gradient/dpsh.h"

#include "learn/gradient/quantisation.h"
#include "learn/gradient/shared_labels.h"

namespace orthant {

std::vector<OptionSpec> DpshLoss::own_options() {
  return {{"eta", 0.01, 0, 1e9, false}, {"sums", 0, 0, 1, true}, {"columns", 1000, 0, 1e9, true}};
}

void DpshLoss::prepare(const TrainingData& data, std::span<const std::int64_t> rows,
                       const Options& options, Rng& /*rng*/, const Work& /*work*/) {
  labels_ = without_empty_classes(data.labels);
  pairs_.prepare(labels_, rows, options.integer("columns"), options.integer("bits"));
  weight_ = options.number("eta") / (options.flag("sums") ? static_cast<double>(rows.size()) : 1.0);
}

void DpshLoss::begin_epoch(std::int64_t epoch, std::int64_t /*epochs*/, const Work& /*work*/) {
  pairs_.begin_epoch(epoch);
}

double DpshLoss::evaluate(const Batch& batch, Matrix<double>& gradient, Rng& rng,
                          const Work& work) {
  gradient = Matrix<double>(batch.outputs.rows, batch.outputs.columns);
  const double likelihood = pairs_.evaluate(batch.rows, batch.outputs, gradient, rng, work);
  return likelihood +
         quantisation(batch.outputs, signs_of(batch.outputs).view(), weight_, &gradient);
}

double DpshLoss::validate(const Batch& batch, const Work& work) {
  return pairs_.validate(batch.rows, batch.outputs, work) +
         quantisation(batch.outputs, signs_of(batch.outputs).view(), weight_, nullptr);
}

}  // namespace orthant
