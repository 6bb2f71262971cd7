#include "learn/gradient/orthohash.h"

#include <algorithm>
#include <cmath>

#include "data/sum_of_squares.h"
#include "learn/discrete/codebook.h"
#include "learn/gradient/cross_entropy.h"
#include "learn/gradient/shared_labels.h"
#include "linalg/blas.h"

namespace orthant {
namespace {

constexpr std::int64_t kBlock = 64;
constexpr double kLeastLength = 1e-12;

}  // namespace

std::vector<OptionSpec> OrthoHashLoss::own_options() {
  return {{"batch-norm", 1, 0, 1, true},
          {"scale", 8, 1e-3, 1e6, false},
          {"margin", 0.2, 0, 2, false},
          {"codebook", 1, 0, 1, true}};
}

void OrthoHashLoss::prepare(const TrainingData& data, std::span<const std::int64_t> /*rows*/,
                            const Options& options, Rng& rng, const Work& work) {
  labels_ = without_empty_classes(data.labels);
  scale_ = options.number("scale");
  margin_ = options.number("margin");
  const std::int64_t bits = options.integer("bits");
  const CodebookKind kind =
      options.flag("codebook") ? random_kind(labels_.classes()) : CodebookKind::bernoulli;
  const Matrix<float> codes = draw_codebook(kind, labels_.classes(), bits, rng, work).words;
  codes_ = Matrix<double>(codes.rows(), bits);
  for (std::int64_t i = 0; i < codes.rows() * bits; ++i) {
    codes_.data()[i] = static_cast<double>(codes.data()[i]) / std::sqrt(static_cast<double>(bits));
  }
}

// With u = z / |z|: d cos_c / dz = (o_c - cos_c u) / |z|.
double OrthoHashLoss::loss(const Batch& batch, Matrix<double>* gradient, const Work& work) const {
  const MatrixView<double> z = batch.outputs;
  const double each = 1.0 / static_cast<double>(z.rows);
  return work.sum_over_blocks(z.rows, kBlock, [&](std::int64_t first, std::int64_t last) {
    Matrix<double> cosines = multiply_transposed(z.block(first, last), codes_.view());
    Matrix<double> scores(cosines.rows(), cosines.columns());
    double sum = 0.0;
    for (std::int64_t i = first; i < last; ++i) {
      const std::span<double> cosine = cosines.row(i - first);
      const std::span<double> score = scores.row(i - first);
      const double length = std::max(std::sqrt(sum_of_squares(z.row(i))), kLeastLength);
      for (double& value : cosine) value /= length;
      std::transform(cosine.begin(), cosine.end(), score.begin(),
                     [&](double value) { return scale_ * value; });
      const auto labels = labels_.of(batch.rows[static_cast<std::size_t>(i)]);
      for (const std::int32_t label : labels) {
        score[static_cast<std::size_t>(label)] -= scale_ * margin_;
      }
      sum += each * cross_entropy(labels, score);
    }
    if (gradient == nullptr) return sum;
    const Matrix<double> towards = multiply(scores.view(), codes_.view());
    for (std::int64_t i = first; i < last; ++i) {
      const double length = std::max(std::sqrt(sum_of_squares(z.row(i))), kLeastLength);
      double along = 0.0;
      for (std::int64_t c = 0; c < scores.columns(); ++c) {
        along += scores(i - first, c) * cosines(i - first, c);
      }
      for (std::int64_t k = 0; k < z.columns; ++k) {
        (*gradient)(i, k) =
            each * scale_ / length * (towards(i - first, k) - along * z(i, k) / length);
      }
    }
    return sum;
  });
}

double OrthoHashLoss::evaluate(const Batch& batch, Matrix<double>& gradient, Rng& /*rng*/,
                               const Work& work) {
  gradient = Matrix<double>(batch.outputs.rows, batch.outputs.columns);
  return loss(batch, &gradient, work);
}

double OrthoHashLoss::validate(const Batch& batch, const Work& work) {
  return loss(batch, nullptr, work);
}

}  // namespace orthant
