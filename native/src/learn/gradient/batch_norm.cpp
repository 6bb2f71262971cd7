#include "learn/gradient/batch_norm.h"

#include <cmath>

namespace orthant {
namespace {

constexpr double kEpsilon = 1e-5;
constexpr double kKeep = 0.9;

}  // namespace

BatchNorm::BatchNorm(std::int64_t columns)
    : mean_(1, columns), variance_(1, columns), factors_(1, columns) {}

double BatchNorm::factor(std::int64_t column) const noexcept {
  return 1.0 / std::sqrt(variance_(0, column) + kEpsilon);
}

void BatchNorm::train(Matrix<double>& values) {
  if (columns() == 0) return;
  const auto rows = static_cast<double>(values.rows());
  for (std::int64_t k = 0; k < columns(); ++k) {
    double mean = 0.0;
    for (std::int64_t i = 0; i < values.rows(); ++i) mean += values(i, k) / rows;
    double variance = 0.0;
    for (std::int64_t i = 0; i < values.rows(); ++i) {
      const double centred = values(i, k) - mean;
      variance += centred * centred / rows;
    }
    const double keep = batches_ == 0 ? 0.0 : kKeep;
    mean_(0, k) = keep * mean_(0, k) + (1.0 - keep) * mean;
    variance_(0, k) = keep * variance_(0, k) + (1.0 - keep) * variance;
    factors_(0, k) = 1.0 / std::sqrt(variance + kEpsilon);
    for (std::int64_t i = 0; i < values.rows(); ++i) {
      values(i, k) = (values(i, k) - mean) * factors_(0, k);
    }
  }
  ++batches_;
}

void BatchNorm::apply(Matrix<double>& values) const {
  for (std::int64_t k = 0; k < columns(); ++k) {
    for (std::int64_t i = 0; i < values.rows(); ++i) {
      values(i, k) = (values(i, k) - shift(k)) * factor(k);
    }
  }
}

// dL/dz = factor (g - mean(g) - y mean(g y)).
void BatchNorm::backward(MatrixView<double> y, Matrix<double>& gradient) const {
  const auto rows = static_cast<double>(gradient.rows());
  for (std::int64_t k = 0; k < columns(); ++k) {
    double mean = 0.0;
    double along = 0.0;
    for (std::int64_t i = 0; i < gradient.rows(); ++i) {
      mean += gradient(i, k) / rows;
      along += gradient(i, k) * y(i, k) / rows;
    }
    for (std::int64_t i = 0; i < gradient.rows(); ++i) {
      gradient(i, k) = factors_(0, k) * (gradient(i, k) - mean - y(i, k) * along);
    }
  }
}

void BatchNorm::visit(const std::string& name, State& state) {
  if (columns() == 0) return;
  state.field(name + ", running mean", mean_);
  state.field(name + ", running variance", variance_);
  state.field(name + ", normalised batches", batches_, 0, std::int64_t{1} << 53);
}

BatchNorm BatchNorm::clone() const {
  BatchNorm copy(columns());
  copy.mean_ = mean_.clone();
  copy.variance_ = variance_.clone();
  copy.factors_ = factors_.clone();
  copy.batches_ = batches_;
  return copy;
}

}  // namespace orthant
