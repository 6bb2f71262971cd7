#include "learn/gradient/dsrh.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

#include "learn/gradient/pairwise.h"
#include "learn/gradient/triplets.h"
#include "learn/gradient/whitened_head.h"
#include "linalg/blas.h"

namespace orthant {
namespace {

constexpr std::int32_t kMostShared = 30;

double gain(std::int32_t relevance) noexcept { return std::ldexp(1.0, relevance); }

// Z_q of each row as anchor; 0 where nothing is relevant.
std::vector<double> ideal_gains(const Matrix<std::int32_t>& relevance) {
  std::vector<double> gains;
  for (std::int64_t q = 0; q < relevance.rows(); ++q) {
    std::vector<std::int32_t> best;
    for (std::int64_t i = 0; i < relevance.rows(); ++i) {
      if (i != q) best.push_back(relevance(q, i));
    }
    std::sort(best.begin(), best.end(), std::greater<>());
    double sum = 0.0;
    for (std::size_t p = 0; p < best.size(); ++p) {
      sum += (gain(best[p]) - 1.0) / std::log2(static_cast<double>(p) + 2.0);
    }
    gains.push_back(sum);
  }
  return gains;
}

}  // namespace

std::vector<OptionSpec> DsrhLoss::own_options() {
  return on_whitened_head(10, {{"margin", 0.25, 0, 1, false},
                               {"balance", 0.5, 0, 1e6, false},
                               {"triplets", 200, 1, 1e6, true}});
}

void DsrhLoss::prepare(const TrainingData& data, std::span<const std::int64_t> /*rows*/,
                       const Options& options, Rng& /*rng*/, const Work& /*work*/) {
  labels_ = &data.labels;
  margin_ = options.number("margin");
  balance_ = options.number("balance");
  triplets_ = options.integer("triplets");
}

double DsrhLoss::ranking(const Batch& batch, const Matrix<double>& bits, Rng& rng,
                         Matrix<double>& gradient) const {
  Matrix<std::int32_t> relevance = common_labels(*labels_, batch.rows);
  for (std::int64_t i = 0; i < relevance.rows() * relevance.columns(); ++i) {
    relevance.data()[i] = std::min(relevance.data()[i], kMostShared);
  }
  const std::vector<double> ideal = ideal_gains(relevance);
  const double margin = margin_ * static_cast<double>(bits.columns());
  const Matrix<double> products = multiply_transposed(bits.view(), bits.view());
  Matrix<double> by_product(bits.rows(), bits.rows());
  double loss = 0.0;
  double weights = 0.0;
  for (const auto& [q, i, j] : draw_triplets(relevance, triplets_, rng)) {
    const double weight =
        (gain(relevance(q, i)) - gain(relevance(q, j))) / ideal[static_cast<std::size_t>(q)];
    weights += weight;
    const double hinge = margin + 0.5 * (products(q, j) - products(q, i));
    if (hinge <= 0.0) continue;
    loss += weight * hinge;
    by_product(q, i) -= 0.5 * weight;
    by_product(q, j) += 0.5 * weight;
  }
  if (weights == 0.0) return 0.0;
  const Matrix<double> by_bits = through_products(std::move(by_product), bits.view());
  for (std::int64_t i = 0; i < bits.rows() * bits.columns(); ++i) {
    gradient.data()[i] += by_bits.data()[i] / weights;
  }
  return loss / weights;
}

double DsrhLoss::balance(const Matrix<double>& bits, Matrix<double>& gradient) const {
  const double weight = balance_ / static_cast<double>(bits.columns());
  const auto b = static_cast<double>(bits.rows());
  double loss = 0.0;
  for (std::int64_t k = 0; k < bits.columns(); ++k) {
    double mean = 0.0;
    for (std::int64_t i = 0; i < bits.rows(); ++i) mean += bits(i, k) / b;
    loss += weight * mean * mean;
    for (std::int64_t i = 0; i < bits.rows(); ++i) gradient(i, k) += 2.0 * weight * mean / b;
  }
  return loss;
}

double DsrhLoss::evaluate(const Batch& batch, Matrix<double>& gradient, Rng& rng,
                          const Work& /*work*/) {
  const Matrix<double> bits = relaxed_bits(batch.outputs, 1.0);
  gradient = Matrix<double>(bits.rows(), bits.columns());
  const double ranked = ranking(batch, bits, rng, gradient);
  const double balanced = balance(bits, gradient);
  through_relaxation(bits, 1.0, gradient);
  return ranked + balanced;
}

}  // namespace orthant
