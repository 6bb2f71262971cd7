#include "learn/gradient/hswd.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "learn/gradient/quantisation.h"
#include "linalg/blas.h"

namespace orthant {
namespace {

// b x r.
Matrix<double> random_codes(std::int64_t rows, std::int64_t bits, Rng& rng) {
  Matrix<double> codes(rows, bits);
  for (std::int64_t i = 0; i < rows * bits; ++i) codes.data()[i] = rng.sign();
  return codes;
}

// Unit vectors, one a row.
Matrix<double> random_directions(std::int64_t count, std::int64_t bits, Rng& rng) {
  Matrix<double> directions(count, bits);
  for (std::int64_t d = 0; d < count; ++d) {
    double squares = 0.0;
    for (double& value : directions.row(d)) {
      value = rng.normal();
      squares += value * value;
    }
    for (double& value : directions.row(d)) value /= std::sqrt(squares);
  }
  return directions;
}

// Both by direction in columns. Returns sum ||sorted(values) - sorted(targets)||^2 / 2; values
// become its derivative.
double match_sorted(Matrix<double>& values, const Matrix<double>& targets) {
  const std::int64_t b = values.rows();
  std::vector<std::int64_t> order(static_cast<std::size_t>(b));
  std::vector<double> sorted(order.size());
  double sum = 0.0;
  for (std::int64_t d = 0; d < values.columns(); ++d) {
    std::iota(order.begin(), order.end(), std::int64_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::int64_t i, std::int64_t j) { return values(i, d) < values(j, d); });
    for (std::int64_t i = 0; i < b; ++i) sorted[static_cast<std::size_t>(i)] = targets(i, d);
    std::sort(sorted.begin(), sorted.end());
    for (std::size_t i = 0; i < order.size(); ++i) {
      double& value = values(order[i], d);
      value -= sorted[i];
      sum += 0.5 * value * value;
    }
  }
  return sum;
}

}  // namespace

void HswdLoss::prepare(const TrainingData& data, std::span<const std::int64_t> rows,
                       const Options& options, Rng& rng, const Work& work) {
  weight_ = options.number("hswd");
  directions_ = options.integer("hswd-directions");
  bits_ = options.integer("bits");
  loss_->prepare(data, rows, options, rng, work);
}

void HswdLoss::begin_epoch(std::int64_t epoch, std::int64_t epochs, const Work& work) {
  loss_->begin_epoch(epoch, epochs, work);
}

double HswdLoss::distance(MatrixView<double> outputs, Matrix<double>& gradient, Rng& rng) const {
  const Matrix<double> codes = random_codes(outputs.rows, bits_, rng);
  Matrix<double> values = leading_columns(outputs, bits_);
  Matrix<double> directions;
  double sum = 0.0;
  if (directions_ == 0) {
    sum = match_sorted(values, codes);
  } else {
    directions = random_directions(directions_, bits_, rng);
    values = multiply_transposed(values.view(), directions.view());
    sum = match_sorted(values, multiply_transposed(codes.view(), directions.view()));
    values = multiply(values.view(), directions.view());
  }
  const auto counted = static_cast<double>(directions_ == 0 ? bits_ : directions_);
  const double weight = 2.0 * weight_ / (static_cast<double>(outputs.rows) * counted);
  for (std::int64_t i = 0; i < outputs.rows; ++i) {
    for (std::int64_t k = 0; k < bits_; ++k) gradient(i, k) += weight * values(i, k);
  }
  return weight * sum;
}

double HswdLoss::evaluate(const Batch& batch, Matrix<double>& gradient, Rng& rng,
                          const Work& work) {
  const double loss = loss_->evaluate(batch, gradient, rng, work);
  return weight_ == 0.0 ? loss : loss + distance(batch.outputs, gradient, rng);
}

double HswdLoss::validate(const Batch& batch, const Work& work) {
  const double loss = loss_->validate(batch, work);
  if (weight_ == 0.0) return loss;
  Rng rng = validation_rng();
  Matrix<double> unused(batch.outputs.rows, batch.outputs.columns);
  return loss + distance(batch.outputs, unused, rng);
}

}  // namespace orthant
