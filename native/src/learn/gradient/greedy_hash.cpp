#include "learn/gradient/greedy_hash.h"

#include <cmath>

#include "learn/gradient/cross_entropy.h"
#include "learn/gradient/quantisation.h"
#include "learn/gradient/shared_labels.h"
#include "linalg/blas.h"
#include "linalg/tall.h"

namespace orthant {
std::vector<OptionSpec> GreedyHashLoss::own_options() { return {{"alpha", 0.1, 0, 1e6, false}}; }

void GreedyHashLoss::prepare(const TrainingData& data, std::span<const std::int64_t> /*rows*/,
                             const Options& options, Rng& rng, const Work& /*work*/) {
  labels_ = without_empty_classes(data.labels);
  alpha_ = options.number("alpha");
  const std::int64_t bits = options.integer("bits");
  map_ = Matrix<double>(bits, labels_.classes());
  map_gradient_ = Matrix<double>(bits, labels_.classes());
  offset_ = Matrix<double>(1, labels_.classes());
  offset_gradient_ = Matrix<double>(1, labels_.classes());
  const double scale = 1.0 / std::sqrt(static_cast<double>(bits));
  for (std::int64_t i = 0; i < bits * labels_.classes(); ++i) {
    map_.data()[i] = scale * rng.normal();
  }
}

double GreedyHashLoss::classify(const Batch& batch, const Matrix<double>& codes,
                                Matrix<double>& scores, const Work& work) const {
  scores = project(codes.view(), map_.view(), work);
  const double each = 1.0 / static_cast<double>(scores.rows());
  double sum = 0.0;
  for (std::int64_t i = 0; i < scores.rows(); ++i) {
    const std::span<double> row = scores.row(i);
    for (std::size_t c = 0; c < row.size(); ++c) row[c] += offset_.data()[c];
    sum += each * cross_entropy(labels_.of(batch.rows[static_cast<std::size_t>(i)]), row);
    for (double& value : row) value *= each;
  }
  return sum;
}

double GreedyHashLoss::penalty(const Batch& batch, Matrix<double>* gradient) const {
  const MatrixView<double> z = batch.outputs;
  const double each = alpha_ / static_cast<double>(z.rows * z.columns);
  double sum = 0.0;
  for (std::int64_t i = 0; i < z.rows * z.columns; ++i) {
    const double off = z.data[i] - sign_of(z.data[i]);
    sum += each * std::abs(off) * off * off;
    if (gradient != nullptr) gradient->data()[i] += 3.0 * each * std::abs(off) * off;
  }
  return sum;
}

double GreedyHashLoss::evaluate(const Batch& batch, Matrix<double>& gradient, Rng& /*rng*/,
                                const Work& work) {
  const Matrix<double> codes = signs_of<double>(batch.outputs);
  Matrix<double> scores;
  const double loss = classify(batch, codes, scores, work);
  gradient = multiply_transposed(scores.view(), map_.view());
  map_gradient_ = cross(codes.view(), scores.view(), work);
  offset_gradient_ = Matrix<double>(1, scores.columns());
  for (std::int64_t i = 0; i < scores.rows(); ++i) {
    for (std::int64_t c = 0; c < scores.columns(); ++c) offset_gradient_(0, c) += scores(i, c);
  }
  return loss + penalty(batch, &gradient);
}

double GreedyHashLoss::validate(const Batch& batch, const Work& work) {
  Matrix<double> scores;
  const double loss = classify(batch, signs_of<double>(batch.outputs), scores, work);
  return loss + penalty(batch, nullptr);
}

std::vector<Parameter> GreedyHashLoss::parameters() {
  return {{&map_, &map_gradient_, true}, {&offset_, &offset_gradient_, false}};
}

}  // namespace orthant
