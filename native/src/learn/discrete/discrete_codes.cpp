#include "learn/discrete/discrete_codes.h"

#include <span>
#include <string>
#include <utility>

#include "data/sum_of_squares.h"
#include "learn/discrete/sign_sums.h"
#include "linalg/blas.h"
#include "linalg/ridge.h"

namespace orthant {
namespace {

// S of FeatureRegression, whose objective is ours over alpha.
Matrix<double> over_alpha(Matrix<double> smoothness, double alpha) {
  for (std::int64_t i = 0; i < smoothness.rows() * smoothness.columns(); ++i) {
    smoothness.data()[i] /= alpha;
  }
  return smoothness;
}

}  // namespace

DiscreteCodes::DiscreteCodes(Matrix<float> phi, CodeWeights weights, Matrix<double> smoothness,
                             std::int32_t bits, Rng& rng, const Work& work)
    : DiscreteCodes(std::make_shared<MatrixRows>(std::move(phi)), weights, std::move(smoothness),
                    bits, rng, work) {}

DiscreteCodes::DiscreteCodes(std::shared_ptr<const RowSource> phi, CodeWeights weights,
                             Matrix<double> smoothness, std::int32_t bits, Rng& rng,
                             const Work& work)
    : weights_(weights),
      hash_(phi, random_signs(phi->rows(), bits, rng), weights.beta / weights.alpha,
            weights.feature_ridge, work, over_alpha(std::move(smoothness), weights.alpha)) {}

void DiscreteCodes::code_step(const ClassTargets& targets, std::int32_t sweeps, bool restart,
                              const Work& work) {
  const Matrix<double> per_class = targets.vectors_times(class_map());
  const TargetRows wanted = [&](std::int64_t first, std::int64_t last, double* q) {
    const double* prediction = hash_.predictions().row(first).data();
    const std::int64_t count = (last - first) * hash_.bits();
    for (std::int64_t i = 0; i < count; ++i) q[i] = weights_.alpha * prediction[i];
    targets.add_to_rows(per_class.view(), first, last, q);
  };
  changed_ = hash_.sweep(wanted, multiply_transposed(class_map(), class_map()).view(), sweeps,
                         restart ? SweepStart::zeros : SweepStart::codes, work);
}

void DiscreteCodes::class_step(const ClassTargets& targets, const Matrix<double>& sums,
                               const Work& work) {
  class_map_ = solve_ridge(sign_gram(codes(), work), weights_.lambda, "lambda",
                           targets.combined(sums.view()));
}

void DiscreteCodes::visit(State& state) {
  hash_.visit(state);
  state.field("class map", class_map_);
  state.field("codes changed", changed_);
}

double DiscreteCodes::objective(const ClassTargets& targets, const Work& work) const {
  const auto values = static_cast<std::size_t>(class_map_.rows() * class_map_.columns());
  return targets.squared_error(codes(), class_map(), work) +
         weights_.lambda * sum_of_squares(std::span(class_map_.data(), values)) +
         weights_.alpha * hash_.objective(work);
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

void add_visual_bits(const FeatureMap& features, MatrixView<double> projection, HashModel& model) {
  if (features.anchors.rows() > 0) {
    model.provenance += "anchors=" + std::to_string(features.anchors.rows()) + "\n";
  }
  model.groups.push_back({BitRole::visual, features.clone(), bits_by_columns(projection)});
}

}  // namespace orthant
