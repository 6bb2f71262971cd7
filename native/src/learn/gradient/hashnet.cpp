#include "learn/gradient/hashnet.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "learn/gradient/pairwise.h"
#include "linalg/blas.h"

namespace orthant {

std::vector<OptionSpec> HashNetLoss::own_options() {
  return {{"sharpness", 10, 1e-6, 1e6, false}, {"beta-end", 7, 1, 1e6, false}};
}

void HashNetLoss::prepare(const TrainingData& data, std::span<const std::int64_t> /*rows*/,
                          const Options& options, Rng& /*rng*/, const Work& /*work*/) {
  labels_ = &data.labels;
  sharpness_ = options.number("sharpness");
  beta_end_ = options.number("beta-end");
}

void HashNetLoss::begin_epoch(std::int64_t epoch, std::int64_t epochs, const Work& /*work*/) {
  const double done =
      epochs < 2 ? 1.0 : static_cast<double>(epoch) / static_cast<double>(epochs - 1);
  beta_ = std::sqrt(1.0 + (beta_end_ * beta_end_ - 1.0) * done);
}

double HashNetLoss::likelihood(const Batch& batch, const Matrix<double>& bits,
                               Matrix<double>& by_product) const {
  const std::int64_t b = bits.rows();
  const double alpha = sharpness_ / static_cast<double>(bits.columns());
  const Matrix<std::int32_t> shared = common_labels(*labels_, batch.rows);
  const Matrix<double> products = multiply_transposed(bits.view(), bits.view());
  double similar = 0.0;
  for (std::int64_t i = 0; i < b * b; ++i) similar += shared.data()[i] > 0 ? 1.0 : 0.0;
  similar -= static_cast<double>(b);  // a row with itself
  const double others = static_cast<double>(b * b - b) - similar;
  double loss = 0.0;
  for (std::int64_t i = 0; i < b; ++i) {
    for (std::int64_t j = 0; j < b; ++j) {
      if (j == i) continue;
      const double x = alpha * products(i, j);
      const double common = shared(i, j);
      // An x of a similar pair is wrong below zero, one of another pair above it.
      const double sign = common > 0.0 ? -1.0 : 1.0;
      const double weight =
          common > 0.0
              ? common / (static_cast<double>(shared(i, i) + shared(j, j)) - common) / similar
              : 1.0 / others;
      loss += weight * softplus(sign * x);
      by_product(i, j) = weight * alpha * sign * sigmoid(sign * x);
    }
  }
  return loss;
}

double HashNetLoss::evaluate(const Batch& batch, Matrix<double>& gradient, Rng& /*rng*/,
                             const Work& /*work*/) {
  const Matrix<double> bits = relaxed_bits(batch.outputs, beta_);
  Matrix<double> by_product(bits.rows(), bits.rows());
  const double loss = likelihood(batch, bits, by_product);
  gradient = through_products(std::move(by_product), bits.view());
  through_relaxation(bits, beta_, gradient);
  return loss;
}

double HashNetLoss::validate(const Batch& batch, const Work& /*work*/) {
  const Matrix<double> bits = relaxed_bits(batch.outputs, beta_end_);
  Matrix<double> by_product(bits.rows(), bits.rows());
  return likelihood(batch, bits, by_product);
}

}  // namespace orthant
