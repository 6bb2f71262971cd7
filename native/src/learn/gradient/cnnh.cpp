#include "learn/gradient/cnnh.h"

#include "learn/gradient/pairwise.h"
#include "learn/gradient/similarity_codes.h"
#include "learn/gradient/whitened_head.h"

namespace orthant {

std::vector<OptionSpec> CnnhLoss::own_options() {
  return on_whitened_head(0, {{"code-sweeps", 20, 1, 1000, true}});
}

void CnnhLoss::prepare(const TrainingData& data, std::span<const std::int64_t> rows,
                       const Options& options, Rng& rng, const Work& work) {
  const std::int64_t sweeps = options.integer("code-sweeps");
  SimilarityCodes stage(data.labels, rows, options.integer("bits"), rng, work);
  for (std::int64_t sweep = 0; sweep < sweeps && stage.sweep(work); ++sweep) {
  }
  stage.fit_others(sweeps, work);
  codes_ = stage.codes();
}

double CnnhLoss::evaluate(const Batch& batch, Matrix<double>& gradient, Rng& /*rng*/,
                          const Work& /*work*/) {
  const MatrixView<double>& z = batch.outputs;
  gradient = Matrix<double>(z.rows, z.columns);
  const double share = 1.0 / static_cast<double>(z.rows * z.columns);
  double loss = 0.0;
  for (std::int64_t i = 0; i < z.rows; ++i) {
    const std::span<const float> code = codes_.view().row(batch.rows[static_cast<std::size_t>(i)]);
    for (std::int64_t k = 0; k < z.columns; ++k) {
      const double sign = code[static_cast<std::size_t>(k)];
      loss += share * softplus(-sign * z(i, k));
      gradient(i, k) = -share * sign * sigmoid(-sign * z(i, k));
    }
  }
  return loss;
}

}  // namespace orthant
