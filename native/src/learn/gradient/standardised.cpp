#include "learn/gradient/standardised.h"

#include <cmath>
#include <utility>

#include "learn/gradient/class_scores.h"
#include "learn/gradient/whitening.h"
#include "linalg/blas.h"
#include "linalg/tall.h"

namespace orthant {
namespace {

constexpr std::int64_t kBlock = 1024;

}  // namespace

Standardised::Standardised(Matrix<float> phi, const Work& work)
    : rows_(std::move(phi)), mean_(static_cast<std::size_t>(rows_.columns())) {
  Matrix<float> ones(rows_.rows(), 1);
  for (std::int64_t i = 0; i < ones.rows(); ++i) ones(i, 0) = 1.0F;
  const Matrix<double> sums = cross(ones.view(), rows_.view(), work);
  for (std::size_t j = 0; j < mean_.size(); ++j) {
    mean_[j] = sums.data()[j] / static_cast<double>(rows_.rows());
  }
  const double squares =
      work.sum_over_blocks(rows_.rows(), kBlock, [&](std::int64_t first, std::int64_t last) {
        double sum = 0.0;
        for (std::int64_t i = first; i < last; ++i) {
          const std::span<const float> row = rows_.view().row(i);
          for (std::size_t j = 0; j < row.size(); ++j) {
            const double centred = static_cast<double>(row[j]) - mean_[j];
            sum += centred * centred;
          }
        }
        return sum;
      });
  // Rows that are all alike leave nothing but rounding, which no scale makes meaningful.
  const double values = static_cast<double>(rows_.rows()) * static_cast<double>(rows_.columns());
  scale_ = squares / values > 1e-20 ? std::sqrt(values / squares) : 1.0;
  work.for_each_block(rows_.rows(), kBlock, [&](std::int64_t first, std::int64_t last) {
    for (std::int64_t i = first; i < last; ++i) {
      const std::span<float> row = rows_.row(i);
      for (std::size_t j = 0; j < row.size(); ++j) {
        row[j] = static_cast<float>((static_cast<double>(row[j]) - mean_[j]) * scale_);
      }
    }
  });
}

void Standardised::whiten(double ridge, const Work& work) {
  Matrix<double> map = whitening(rows_.view(), ridge, work);
  const Matrix<double> whitened = project(rows_.view(), map.view(), work);
  replace(whitened, std::move(map));
}

double Standardised::score(const Labels& labels, const Work& work) {
  ClassScores scores = fit_class_scores(rows_.view(), labels, work);
  replace(scores.left_out,
          map_.empty() ? std::move(scores.map) : multiply(map_.view(), scores.map.view()));
  return scores.ridge;
}

void Standardised::replace(const Matrix<double>& values, Matrix<double> map) {
  const std::int64_t count = values.rows() * values.columns();
  double squares = 0.0;
  for (std::int64_t i = 0; i < count; ++i) squares += values.data()[i] * values.data()[i];
  const double scale = squares > 0.0 ? std::sqrt(static_cast<double>(count) / squares) : 1.0;
  for (std::int64_t i = 0; i < map.rows() * map.columns(); ++i) map.data()[i] *= scale;
  rows_ = Matrix<float>(values.rows(), values.columns());
  for (std::int64_t i = 0; i < count; ++i) {
    rows_.data()[i] = static_cast<float>(scale * values.data()[i]);
  }
  map_ = std::move(map);
}

Matrix<double> Standardised::batch(std::span<const std::int64_t> rows) const {
  Matrix<double> batch(static_cast<std::int64_t>(rows.size()), rows_.columns());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::span<const float> from = rows_.view().row(rows[i]);
    double* to = batch.row(static_cast<std::int64_t>(i)).data();
    for (std::size_t j = 0; j < from.size(); ++j) to[j] = static_cast<double>(from[j]);
  }
  return batch;
}

// (phi - mean) scale A W + v = phi (scale A W) + (v - mean (scale A W)), A the map or I.
Network Standardised::on_phi(const Network& network) const {
  Network changed = network.clone();
  DenseLayer& first = changed.layer(0);
  if (!map_.empty()) first.weights = multiply(map_.view(), first.weights.view());
  for (std::int64_t j = 0; j < first.weights.rows(); ++j) {
    for (std::int64_t k = 0; k < first.weights.columns(); ++k) {
      first.weights(j, k) *= scale_;
      first.offset(0, k) -= mean_[static_cast<std::size_t>(j)] * first.weights(j, k);
    }
  }
  return changed;
}

}  // namespace orthant
