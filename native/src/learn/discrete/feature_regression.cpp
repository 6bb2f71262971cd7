#include "learn/discrete/feature_regression.h"

#include <algorithm>
#include <atomic>
#include <span>
#include <utility>

#include "data/sum_of_squares.h"
#include "linalg/blas.h"
#include "linalg/tall.h"

namespace orthant {
namespace {

constexpr std::int64_t kBlock = 256;

Matrix<double> normal_matrix(const RowSource& phi, const Matrix<double>& smoothness,
                             const Work& work) {
  Matrix<double> normal = gram(phi, work);
  for (std::int64_t i = 0; i < smoothness.rows() * smoothness.columns(); ++i) {
    normal.data()[i] += smoothness.data()[i];
  }
  return normal;
}

double squared_norm(const Matrix<double>& a) noexcept {
  return sum_of_squares(std::span(a.data(), static_cast<std::size_t>(a.rows() * a.columns())));
}

double inner_product(const Matrix<double>& a, const Matrix<double>& b) noexcept {
  double sum = 0.0;
  for (std::int64_t i = 0; i < a.rows() * a.columns(); ++i) sum += a.data()[i] * b.data()[i];
  return sum;
}

}  // namespace

FeatureRegression::FeatureRegression(std::shared_ptr<const RowSource> phi, Matrix<float> codes,
                                     double ridge, const char* ridge_option, const Work& work,
                                     Matrix<double> smoothness)
    : phi_(std::move(phi)),
      ridge_(ridge),
      smoothness_(std::move(smoothness)),
      solver_(normal_matrix(*phi_, smoothness_, work), ridge, ridge_option),
      codes_(std::move(codes)) {
  fit(work);
}

bool FeatureRegression::choose_signs(const Matrix<double>& wanted, const Work& work) {
  return choose_signs(
      [&](std::int64_t first, std::int64_t last, double* q) {
        std::copy_n(wanted.row(first).data(), (last - first) * bits(), q);
      },
      work);
}

bool FeatureRegression::choose_signs(const TargetRows& wanted, const Work& work) {
  std::atomic<bool> changed{false};
  work.for_each_block(rows(), kBlock, [&](std::int64_t first, std::int64_t last) {
    Matrix<double> values(last - first, bits());
    wanted(first, last, values.data());
    float* codes = codes_.row(first).data();
    bool here = false;
    for (std::int64_t i = 0; i < values.rows() * bits(); ++i) {
      const double value = values.data()[i];
      const float chosen = value > 0.0 ? 1.0F : (value < 0.0 ? -1.0F : codes[i]);
      here |= chosen != codes[i];
      codes[i] = chosen;
    }
    if (here) changed = true;
  });
  return changed;
}

void FeatureRegression::fit(const Work& work) {
  projection_ = solver_.solve(cross(*phi_, codes(), work));
  predictions_ = {};  // before the new ones are made
  predictions_ = project(*phi_, projection(), work);
}

double FeatureRegression::objective(const Work& work) const {
  const double value =
      squared_distance(codes(), predictions_.view(), work) + ridge_ * squared_norm(projection_);
  if (smoothness_.empty()) return value;
  return value + inner_product(multiply(smoothness_.view(), projection()), projection_);
}

void FeatureRegression::visit(State& state) {
  state.field("codes", codes_);
  state.field("projection", projection_);
  state.field("predictions", predictions_);
}

}  // namespace orthant
