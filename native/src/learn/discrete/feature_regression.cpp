#include "learn/discrete/feature_regression.h"

#include <algorithm>
#include <atomic>
#include <span>
#include <utility>

#include "data/sum_of_squares.h"
#include "learn/discrete/bit_sweep.h"
#include "linalg/tall.h"

namespace orthant {
namespace {

constexpr std::int64_t kBlock = 1024;

}  // namespace

FeatureRegression::FeatureRegression(std::shared_ptr<const RowSource> phi, Matrix<float> codes,
                                     double ridge, const char* ridge_option, const Work& work)
    : phi_(std::move(phi)),
      ridge_(ridge),
      solver_(gram(*phi_, work), ridge, ridge_option),
      codes_(std::move(codes)) {
  fit(work);
}

bool FeatureRegression::choose_signs(const Matrix<double>& wanted, const Work& work) {
  std::atomic<bool> changed{false};
  work.for_each_block(rows(), kBlock, [&](std::int64_t first, std::int64_t last) {
    bool here = false;
    for (std::int64_t i = first * bits(); i < last * bits(); ++i) {
      const double value = wanted.data()[i];
      float& code = codes_.data()[i];
      const float chosen = value > 0.0 ? 1.0F : (value < 0.0 ? -1.0F : code);
      here |= chosen != code;
      code = chosen;
    }
    if (here) changed = true;
  });
  return changed;
}

bool FeatureRegression::sweep(MatrixView<double> targets, MatrixView<double> coupling,
                              std::int32_t sweeps, const Work& work) {
  const Matrix<float> before = codes_.clone();
  bit_sweep(targets, coupling, sweeps, codes_, work);
  return !std::equal(before.data(), before.data() + rows() * bits(), codes_.data());
}

void FeatureRegression::fit(const Work& work) {
  projection_ = solver_.solve(cross(*phi_, codes(), work));
  predictions_ = project(*phi_, projection(), work);
}

double FeatureRegression::objective(const Work& work) const {
  const double unexplained =
      work.sum_over_blocks(rows(), kBlock, [&](std::int64_t first, std::int64_t last) {
        double sum = 0.0;
        for (std::int64_t i = first * bits(); i < last * bits(); ++i) {
          const double error = static_cast<double>(codes_.data()[i]) - predictions_.data()[i];
          sum += error * error;
        }
        return sum;
      });
  const auto values = static_cast<std::size_t>(projection_.rows() * projection_.columns());
  return unexplained + ridge_ * sum_of_squares(std::span(projection_.data(), values));
}

void FeatureRegression::visit(State& state) {
  state.field("codes", codes_);
  state.field("projection", projection_);
  state.field("predictions", predictions_);
}

}  // namespace orthant
