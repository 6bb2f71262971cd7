#include "learn/zero_shot/presence.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <utility>

#include "learn/class_vectors.h"
#include "linalg/blas.h"

namespace orthant {
namespace {

constexpr std::int64_t kBlock = 256;

// 1 / root mean square length of the rows; 1 for rows of zeros.
double scale_of(MatrixView<double> rows) {
  double squares = 0.0;
  for (std::int64_t i = 0; i < rows.rows * rows.columns; ++i)
    squares += rows.data[i] * rows.data[i];
  return squares > 0.0 ? std::sqrt(static_cast<double>(rows.rows) / squares) : 1.0;
}

// A layer of relu units, `copies` of each input: input k of copy j times sign_j plus shift_j.
Layer units_of(std::int64_t inputs, std::span<const double> signs, std::span<const double> shifts) {
  const auto copies = static_cast<std::int64_t>(signs.size());
  Layer layer{Matrix<float>(copies * inputs, inputs),
              AlignedBuffer<float>(static_cast<std::size_t>(copies * inputs)), Activation::relu};
  for (std::int64_t j = 0; j < copies; ++j) {
    for (std::int64_t k = 0; k < inputs; ++k) {
      const auto copy = static_cast<std::size_t>(j);
      layer.weights(j * inputs + k, k) = static_cast<float>(signs[copy]);
      layer.offset[static_cast<std::size_t>(j * inputs + k)] = static_cast<float>(shifts[copy]);
    }
  }
  return layer;
}

Layer linear(Matrix<float> weights) {
  return {std::move(weights), AlignedBuffer<float>(), Activation::identity};
}

}  // namespace

Presence::Presence(MatrixView<double> scores, Matrix<double> coordinates, double threshold,
                   double weight, const Work& work)
    : coordinates_(std::move(coordinates)),
      threshold_(threshold),
      ramp_(std::max(kLeastRamp, 1.0 - 2.0 * threshold)),
      mean_(static_cast<std::size_t>(columns())) {
  const Matrix<double> z = of_scores(scores, work);  // not centred, u as it is
  for (std::int64_t i = 0; i < z.rows(); ++i) {
    for (std::size_t j = 0; j < mean_.size(); ++j) mean_[j] += z.row(i)[j];
  }
  for (double& value : mean_) value /= static_cast<double>(z.rows());
  double squares = 0.0;
  for (std::int64_t i = 0; i < z.rows(); ++i) {
    for (std::int64_t j = classes(); j < columns(); ++j) {
      const double value = z(i, j) - mean_[static_cast<std::size_t>(j)];
      squares += value * value;
    }
  }
  row_scale_ = squares > 0.0 ? std::sqrt(static_cast<double>(z.rows()) / squares) : 1.0;
  weight_ = weight;
  for (std::int64_t j = classes(); j < columns(); ++j) {
    mean_[static_cast<std::size_t>(j)] *= weight_ * row_scale_;
  }
}

double Presence::presence(double score) const noexcept {
  return std::clamp((score - threshold_) / ramp_, 0.0, 1.0);
}

Matrix<double> Presence::of_scores(MatrixView<double> scores, const Work& work) const {
  Matrix<double> z(scores.rows, columns());
  work.for_each_block(scores.rows, kBlock, [&](std::int64_t first, std::int64_t last) {
    for (std::int64_t i = first; i < last; ++i) {
      const std::span<double> out = z.row(i);
      for (std::int64_t k = 0; k < classes(); ++k) {
        const double score = scores(i, k);
        out[static_cast<std::size_t>(k)] = presence(score);
        if (score <= 0.0) continue;
        double* meaning = out.data() + classes();
        const double factor = weight_ * row_scale_ * score;
        for (const double value : coordinates_.row(k)) *meaning++ += factor * value;
      }
      for (std::size_t j = 0; j < out.size(); ++j) out[j] -= mean_[j];
    }
  });
  return z;
}

Matrix<double> Presence::of_names(MatrixView<double> shares) {
  const Matrix<double> meaning = multiply(shares, coordinates_.view());
  name_scale_ = scale_of(meaning.view());
  Matrix<double> z(shares.rows, columns());
  for (std::int64_t i = 0; i < shares.rows; ++i) {
    for (std::int64_t k = 0; k < classes(); ++k) {
      z(i, k) = presence(shares(i, k)) - mean_[static_cast<std::size_t>(k)];
    }
    for (std::int64_t j = 0; j < meaning.columns(); ++j) {
      z(i, classes() + j) = weight_ * name_scale_ * meaning(i, j);
    }
  }
  return z;
}

std::vector<Layer> Presence::row_layers(MatrixView<double> score_map) const {
  const double signs[] = {1.0, 1.0, 1.0};
  const double shifts[] = {-threshold_, -threshold_ - ramp_, 0.0};
  std::vector<Layer> layers;
  layers.push_back(linear(to_float(transposed(score_map).view())));
  layers.push_back(units_of(classes(), signs, shifts));
  return layers;
}

std::vector<Layer> Presence::name_layers(MatrixView<double> shares) const {
  const double signs[] = {1.0, 1.0, 1.0, -1.0};
  const double shifts[] = {-threshold_, -threshold_ - ramp_, 0.0, 0.0};
  std::vector<Layer> layers;
  layers.push_back(linear(to_float(shares)));
  layers.push_back(units_of(classes(), signs, shifts));
  return layers;
}

Matrix<float> Presence::map_of(MatrixView<double> lift, double scale, std::int64_t signs) const {
  const std::int64_t s = classes();
  const Matrix<double> meaning = multiply(coordinates_.view(), lift.block(s, columns()));  // S x r
  Matrix<float> map(lift.columns, (2 + signs) * s);
  for (std::int64_t bit = 0; bit < lift.columns; ++bit) {
    for (std::int64_t k = 0; k < s; ++k) {
      map(bit, k) = static_cast<float>(lift(k, bit) / ramp_);
      map(bit, s + k) = -map(bit, k);
      map(bit, 2 * s + k) = static_cast<float>(weight_ * scale * meaning(k, bit));
      if (signs == 2) map(bit, 3 * s + k) = -map(bit, 2 * s + k);
    }
  }
  return map;
}

AlignedBuffer<float> Presence::offset_of(MatrixView<double> lift, std::int64_t centred) const {
  AlignedBuffer<float> offset(static_cast<std::size_t>(lift.columns));
  for (std::int64_t bit = 0; bit < lift.columns; ++bit) {
    double sum = 0.0;
    for (std::int64_t j = 0; j < centred; ++j) {
      sum -= lift(j, bit) * mean_[static_cast<std::size_t>(j)];
    }
    offset[static_cast<std::size_t>(bit)] = static_cast<float>(sum);
  }
  return offset;
}

Matrix<float> Presence::row_map(MatrixView<double> lift) const {
  return map_of(lift, row_scale_, 1);
}
AlignedBuffer<float> Presence::row_offset(MatrixView<double> lift) const {
  return offset_of(lift, columns());
}
Matrix<float> Presence::name_map(MatrixView<double> lift) const {
  return map_of(lift, name_scale_, 2);
}
AlignedBuffer<float> Presence::name_offset(MatrixView<double> lift) const {
  return offset_of(lift, classes());
}

}  // namespace orthant
