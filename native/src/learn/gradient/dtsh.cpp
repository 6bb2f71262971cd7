#include "learn/gradient/dtsh.h"

#include <utility>

#include "learn/gradient/pairwise.h"
#include "learn/gradient/quantisation.h"
#include "learn/gradient/triplets.h"
#include "learn/gradient/whitened_head.h"
#include "linalg/blas.h"

namespace orthant {

std::vector<OptionSpec> DtshLoss::own_options() {
  return on_whitened_head(0, {{"margin", 0.1, 0, 1e3, false},
                              {"quantisation", 1, 0, 1e6, false},
                              {"triplets", 200, 1, 1e6, true}});
}

void DtshLoss::prepare(const TrainingData& data, std::span<const std::int64_t> /*rows*/,
                       const Options& options, Rng& /*rng*/, const Work& /*work*/) {
  labels_ = &data.labels;
  margin_ = options.number("margin");
  quantisation_ = options.number("quantisation");
  triplets_ = options.integer("triplets");
}

double DtshLoss::evaluate(const Batch& batch, Matrix<double>& gradient, Rng& rng,
                          const Work& /*work*/) {
  const MatrixView<double>& z = batch.outputs;
  const double margin = margin_ * static_cast<double>(z.columns);
  const auto triplets = draw_triplets(similar_rows(*labels_, batch.rows), triplets_, rng);
  const Matrix<double> products = multiply_transposed(z, z);
  const double share = triplets.empty() ? 0.0 : 1.0 / static_cast<double>(triplets.size());
  Matrix<double> by_product(z.rows, z.rows);
  double loss = 0.0;
  for (const auto& [q, p, n] : triplets) {
    const double t = 0.5 * (products(q, p) - products(q, n)) - margin;
    loss += share * softplus(-t);
    const double slope = -0.5 * share * sigmoid(-t);
    by_product(q, p) += slope;
    by_product(q, n) -= slope;
  }
  gradient = through_products(std::move(by_product), z);
  const double weight = quantisation_ / static_cast<double>(z.columns);
  return loss + quantisation(z, signs_of(z).view(), weight, &gradient);
}

}  // namespace orthant
