#include "learn/discrete/discrete_codes.h"

#include <algorithm>
#include <span>
#include <utility>

#include "data/sum_of_squares.h"
#include "learn/discrete/bit_sweep.h"
#include "learn/discrete/sign_sums.h"
#include "linalg/blas.h"
#include "linalg/tall.h"

namespace orthant {
namespace {

constexpr std::int64_t kBlock = 1024;

double squared_norm(MatrixView<double> a) noexcept {
  return sum_of_squares(std::span(a.data, static_cast<std::size_t>(a.rows * a.columns)));
}

double inner_product(MatrixView<double> a, MatrixView<double> b) noexcept {
  double sum = 0.0;
  for (std::int64_t i = 0; i < a.rows * a.columns; ++i) sum += a.data[i] * b.data[i];
  return sum;
}

Matrix<double> normal_matrix(const RowSource& phi, const Matrix<double>& smoothness, double alpha,
                             const Work& work) {
  Matrix<double> normal = gram(phi, work);
  for (std::int64_t i = 0; i < smoothness.rows() * smoothness.columns(); ++i) {
    normal.data()[i] += smoothness.data()[i] / alpha;
  }
  return normal;
}

}  // namespace

DiscreteCodes::DiscreteCodes(Matrix<float> phi, CodeWeights weights, Matrix<double> smoothness,
                             std::int32_t bits, Rng& rng, const Work& work)
    : DiscreteCodes(std::make_shared<MatrixRows>(std::move(phi)), weights, std::move(smoothness),
                    bits, rng, work) {}

DiscreteCodes::DiscreteCodes(std::shared_ptr<const RowSource> phi, CodeWeights weights,
                             Matrix<double> smoothness, std::int32_t bits, Rng& rng,
                             const Work& work)
    : phi_(std::move(phi)),
      weights_(weights),
      smoothness_(std::move(smoothness)),
      features_(normal_matrix(*phi_, smoothness_, weights.alpha, work),
                weights.beta / weights.alpha, weights.feature_ridge),
      codes_(random_signs(phi_->rows(), bits, rng)) {}

void DiscreteCodes::code_step(const ClassTargets& targets, std::int32_t sweeps, bool restart,
                              const Work& work) {
  const Matrix<double> per_class = targets.vectors_times(class_map());
  const TargetRows wanted = [&](std::int64_t first, std::int64_t last, double* q) {
    const double* prediction = predictions_.row(first).data();
    const std::int64_t count = (last - first) * predictions_.columns();
    for (std::int64_t i = 0; i < count; ++i) q[i] = weights_.alpha * prediction[i];
    targets.add_to_rows(per_class.view(), first, last, q);
  };
  changed_ = bit_sweep(wanted, multiply_transposed(class_map(), class_map()).view(), sweeps,
                       restart ? SweepStart::zeros : SweepStart::codes, codes_, work);
}

void DiscreteCodes::class_step(const ClassTargets& targets, const Matrix<double>& sums,
                               const Work& work) {
  class_map_ = solve_ridge(sign_gram(codes(), work), weights_.lambda, "lambda",
                           targets.combined(sums.view()));
}

void DiscreteCodes::feature_step(const Work& work) {
  projection_ = features_.solve(cross(*phi_, codes(), work));
  predictions_ = project(*phi_, projection(), work);
}

void DiscreteCodes::visit(State& state) {
  state.field("codes", codes_);
  state.field("class map", class_map_);
  state.field("projection", projection_);
  state.field("predictions", predictions_);
  state.field("codes changed", changed_);
}

double DiscreteCodes::objective(const ClassTargets& targets, const Work& work) const {
  const double unexplained =
      work.sum_over_blocks(codes_.rows(), kBlock, [&](std::int64_t first, std::int64_t last) {
        double sum = 0.0;
        for (std::int64_t i = first * codes_.columns(); i < last * codes_.columns(); ++i) {
          const double error = static_cast<double>(codes_.data()[i]) - predictions_.data()[i];
          sum += error * error;
        }
        return sum;
      });
  double value = targets.squared_error(codes(), class_map(), work) +
                 weights_.lambda * squared_norm(class_map()) + weights_.alpha * unexplained +
                 weights_.beta * squared_norm(projection());
  if (smoothness_.empty()) return value;
  const Matrix<double> smoothed = multiply(smoothness_.view(), projection());
  return value + inner_product(smoothed.view(), projection());
}

Matrix<float> random_signs(std::int64_t rows, std::int64_t bits, Rng& rng) {
  Matrix<float> signs(rows, bits);
  for (std::int64_t i = 0; i < rows * bits; ++i) signs.data()[i] = static_cast<float>(rng.sign());
  return signs;
}

Matrix<float> bits_by_columns(MatrixView<double> projection) {
  Matrix<float> result(projection.columns, projection.rows);
  for (std::int64_t i = 0; i < projection.rows; ++i) {
    for (std::int64_t j = 0; j < projection.columns; ++j) {
      result(j, i) = static_cast<float>(projection(i, j));
    }
  }
  return result;
}

}  // namespace orthant
