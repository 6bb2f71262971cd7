#include "learn/gradient/standardised.h"

#include <cmath>
#include <utility>

#include "data/rows_of.h"
#include "learn/gradient/class_scores.h"
#include "learn/gradient/whitening.h"
#include "linalg/blas.h"
#include "linalg/tall.h"

namespace orthant {
namespace {

constexpr std::int64_t kBlock = 1024;
constexpr std::int64_t kWhitened = 256;  // rows in double at a time
constexpr double kMeanError = 1e-12;     // of a mean, added up in double, with room

}  // namespace

Standardised::Standardised(Matrix<float> phi, const Work& work)
    : rows_(std::move(phi)), mean_(static_cast<std::size_t>(rows_.columns())) {
  Matrix<float> ones(rows_.rows(), 1);
  for (std::int64_t i = 0; i < ones.rows(); ++i) ones(i, 0) = 1.0F;
  const Matrix<double> sums = cross(ones.view(), rows_.view(), work);
  double rounding = 0.0;  // what centring leaves of rows that are all alike
  for (std::size_t j = 0; j < mean_.size(); ++j) {
    mean_[j] = sums.data()[j] / static_cast<double>(rows_.rows());
    rounding += std::pow(kMeanError * mean_[j], 2) * static_cast<double>(rows_.rows());
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
  const double values = static_cast<double>(rows_.rows()) * static_cast<double>(rows_.columns());
  scale_ = squares > rounding ? std::sqrt(values / squares) : 1.0;
  work.for_each_block(rows_.rows(), kBlock, [&](std::int64_t first, std::int64_t last) {
    for (std::int64_t i = first; i < last; ++i) {
      const std::span<float> row = rows_.row(i);
      for (std::size_t j = 0; j < row.size(); ++j) {
        row[j] = static_cast<float>((static_cast<double>(row[j]) - mean_[j]) * scale_);
      }
    }
  });
}

// In place: a second copy of the rows would be the largest thing in memory.
void Standardised::whiten(double ridge, const Work& work) {
  Matrix<double> map = whitening(rows_.view(), ridge, work);
  const double squares =
      work.sum_over_blocks(rows_.rows(), kWhitened, [&](std::int64_t first, std::int64_t last) {
        const Matrix<double> plain = double_block(rows_.view(), first, last, 0, rows_.columns());
        return put(multiply(plain.view(), map.view()), first);
      });
  rescale(squares, std::move(map));
}

double Standardised::score(const Labels& labels, const Work& work) {
  ClassScores scores = fit_class_scores(rows_.view(), labels, work);
  rows_ = Matrix<float>(rows_.rows(), scores.left_out.columns());
  rescale(put(scores.left_out, 0),
          map_.empty() ? std::move(scores.map) : multiply(map_.view(), scores.map.view()));
  return scores.ridge;
}

double Standardised::put(const Matrix<double>& values, std::int64_t first) {
  float* to = rows_.row(first).data();
  double squares = 0.0;
  for (std::int64_t i = 0; i < values.rows() * values.columns(); ++i) {
    squares += values.data()[i] * values.data()[i];
    to[i] = static_cast<float>(values.data()[i]);
  }
  return squares;
}

void Standardised::rescale(double squares, Matrix<double> map) {
  const std::int64_t count = rows_.rows() * rows_.columns();
  const double scale = squares > 0.0 ? std::sqrt(static_cast<double>(count) / squares) : 1.0;
  for (std::int64_t i = 0; i < count; ++i) {
    rows_.data()[i] = static_cast<float>(scale * static_cast<double>(rows_.data()[i]));
  }
  for (std::int64_t i = 0; i < map.rows() * map.columns(); ++i) map.data()[i] *= scale;
  map_ = std::move(map);
}

Matrix<double> Standardised::batch(std::span<const std::int64_t> rows) const {
  const Matrix<float> chosen = rows_of(rows_.view(), rows);
  return double_block(chosen.view(), 0, chosen.rows(), 0, chosen.columns());
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
