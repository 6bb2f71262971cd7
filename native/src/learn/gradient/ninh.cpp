#include "learn/gradient/ninh.h"

#include <utility>

#include "learn/gradient/pairwise.h"
#include "learn/gradient/triplets.h"
#include "learn/gradient/whitened_head.h"
#include "linalg/blas.h"

namespace orthant {
namespace {

constexpr double kScale = 0.5;  // 1 / (1 + e^-z) = (1 + tanh(z / 2)) / 2

}  // namespace

std::vector<OptionSpec> NinhLoss::own_options() {
  return on_whitened_head(10, {{"margin", 0.25, 0, 1, false}, {"triplets", 200, 1, 1e6, true}});
}

void NinhLoss::prepare(const TrainingData& data, std::span<const std::int64_t> /*rows*/,
                       const Options& options, Rng& /*rng*/, const Work& /*work*/) {
  labels_ = &data.labels;
  margin_ = options.number("margin");
  triplets_ = options.integer("triplets");
}

// With u = tanh(z / 2) = 2 h - 1:  ||h_i - h_j||^2 = (u_i . u_i + u_j . u_j - 2 u_i . u_j) / 4, and
// u_q . u_q drops out of the difference.
double NinhLoss::evaluate(const Batch& batch, Matrix<double>& gradient, Rng& rng,
                          const Work& /*work*/) {
  const Matrix<double> u = relaxed_bits(batch.outputs, kScale);
  const double margin = margin_ * static_cast<double>(u.columns());
  const auto triplets = draw_triplets(similar_rows(*labels_, batch.rows), triplets_, rng);
  const Matrix<double> products = multiply_transposed(u.view(), u.view());
  const double share = triplets.empty() ? 0.0 : 1.0 / static_cast<double>(triplets.size());
  Matrix<double> by_product(u.rows(), u.rows());
  double loss = 0.0;
  for (const auto& [q, p, n] : triplets) {
    const double nearer = products(p, p) - 2.0 * products(q, p);
    const double farther = products(n, n) - 2.0 * products(q, n);
    const double hinge = margin + 0.25 * (nearer - farther);
    if (hinge <= 0.0) continue;
    loss += share * hinge;
    by_product(p, p) += 0.25 * share;
    by_product(n, n) -= 0.25 * share;
    by_product(q, p) -= 0.5 * share;
    by_product(q, n) += 0.5 * share;
  }
  gradient = through_products(std::move(by_product), u.view());
  through_relaxation(u, kScale, gradient);
  return loss;
}

}  // namespace orthant
