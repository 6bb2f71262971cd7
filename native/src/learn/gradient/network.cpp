#include "learn/gradient/network.h"

#include <cmath>

#include "linalg/blas.h"
#include "linalg/tall.h"

namespace orthant {
namespace {

constexpr std::int64_t kBlock = 64;
constexpr double kMost = 1e30;  // beyond it products of parameters leave the range of float

void activate(Activation activation, std::span<double> values) noexcept {
  if (activation == Activation::relu) {
    for (double& value : values) value = value > 0.0 ? value : 0.0;
  } else if (activation == Activation::tanh) {
    for (double& value : values) value = std::tanh(value);
  }
}

// gradient *= act'(.), from the activated values.
void times_slope(Activation activation, std::span<const double> values,
                 std::span<double> gradient) noexcept {
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (activation == Activation::relu) {
      gradient[i] = values[i] > 0.0 ? gradient[i] : 0.0;
    } else if (activation == Activation::tanh) {
      gradient[i] *= 1.0 - values[i] * values[i];
    }
  }
}

bool in_range(const Matrix<double>& values) {
  const double* end = values.data() + values.rows() * values.columns();
  for (const double* value = values.data(); value != end; ++value) {
    if (!(std::abs(*value) < kMost)) return false;  // NaN too
  }
  return true;
}

void fill_normal(Matrix<double>& values, double scale, Rng& rng) {
  double* end = values.data() + values.rows() * values.columns();
  for (double* value = values.data(); value != end; ++value) *value = scale * rng.normal();
}

}  // namespace

Network::Network(std::span<const std::int64_t> widths, Activation activation,
                 std::int64_t normalised)
    : activation_(activation), norm_(normalised) {
  for (std::size_t l = 0; l + 1 < widths.size(); ++l) {
    layers_.push_back({Matrix<double>(widths[l], widths[l + 1]), Matrix<double>(1, widths[l + 1]),
                       Matrix<double>(widths[l], widths[l + 1]), Matrix<double>(1, widths[l + 1])});
  }
}

void Network::draw(double last_scale, Rng& rng) {
  const double gain = activation_ == Activation::relu ? 2.0 : 1.0;
  for (DenseLayer& layer : layers_) {
    const bool last = &layer == &layers_.back();
    const auto inputs = static_cast<double>(layer.weights.rows());
    fill_normal(layer.weights, last ? last_scale : std::sqrt(gain / inputs), rng);
    if (last) fill_normal(layer.offset, last_scale, rng);
  }
}

Matrix<double> Network::through(const DenseLayer& layer, bool hidden, MatrixView<double> inputs,
                                const Work& work) const {
  Matrix<double> values = project(inputs, layer.weights.view(), work);
  work.for_each_block(values.rows(), kBlock, [&](std::int64_t first, std::int64_t last) {
    for (std::int64_t i = first; i < last; ++i) {
      const std::span<double> row = values.row(i);
      for (std::size_t k = 0; k < row.size(); ++k) row[k] += layer.offset.data()[k];
      if (hidden) activate(activation_, row);
    }
  });
  return values;
}

MatrixView<double> Network::forward(MatrixView<double> inputs, const Work& work) {
  values_.clear();
  for (std::size_t l = 0; l < layers_.size(); ++l) {
    const MatrixView<double> before = l == 0 ? inputs : values_.back().view();
    Matrix<double> values = through(layers_[l], l + 1 < layers_.size(), before, work);
    values_.push_back(std::move(values));
  }
  norm_.train(values_.back());
  return values_.back().view();
}

Matrix<double> Network::apply(MatrixView<double> inputs, const Work& work) const {
  Matrix<double> values;
  for (std::size_t l = 0; l < layers_.size(); ++l) {
    values = through(layers_[l], l + 1 < layers_.size(), l == 0 ? inputs : values.view(), work);
  }
  norm_.apply(values);
  return values;
}

void Network::backward(MatrixView<double> inputs, const Matrix<double>& gradient,
                       const Work& work) {
  Matrix<double> delta = gradient.clone();
  norm_.backward(values_.back().view(), delta);
  for (std::size_t l = layers_.size(); l-- > 0;) {
    DenseLayer& layer = layers_[l];
    const MatrixView<double> before = l == 0 ? inputs : values_[l - 1].view();
    layer.weights_gradient = cross(before, delta.view(), work);
    layer.offset_gradient = Matrix<double>(1, delta.columns());
    for (std::int64_t i = 0; i < delta.rows(); ++i) {
      for (std::int64_t k = 0; k < delta.columns(); ++k) layer.offset_gradient(0, k) += delta(i, k);
    }
    if (l == 0) return;
    Matrix<double> next(delta.rows(), layer.weights.rows());
    work.for_each_block(delta.rows(), kBlock, [&](std::int64_t first, std::int64_t last) {
      multiply_transposed_into(delta.view().block(first, last), layer.weights.view(),
                               next.row(first).data());
      for (std::int64_t i = first; i < last; ++i) {
        times_slope(activation_, before.row(i), next.row(i));
      }
    });
    delta = std::move(next);
  }
}

std::vector<Parameter> Network::parameters() {
  std::vector<Parameter> all;
  for (DenseLayer& layer : layers_) {
    all.push_back({&layer.weights, &layer.weights_gradient, true});
    all.push_back({&layer.offset, &layer.offset_gradient, false});
  }
  return all;
}

bool Network::finite() const {
  for (const DenseLayer& layer : layers_) {
    if (!in_range(layer.weights) || !in_range(layer.offset)) return false;
  }
  return true;
}

Layer Network::folded(std::int64_t l, std::int64_t outputs) const {
  const DenseLayer& layer = layers_[static_cast<std::size_t>(l)];
  const bool last = l + 1 == depth();
  Layer made;
  made.weights = Matrix<float>(outputs, layer.weights.rows());
  made.offset = AlignedBuffer<float>(static_cast<std::size_t>(outputs));
  made.activation = last ? Activation::identity : activation_;
  for (std::int64_t k = 0; k < outputs; ++k) {
    const bool normalised = last && k < norm_.columns();
    const double factor = normalised ? norm_.factor(k) : 1.0;
    const double shift = normalised ? norm_.shift(k) : 0.0;
    for (std::int64_t j = 0; j < layer.weights.rows(); ++j) {
      made.weights(k, j) = static_cast<float>(factor * layer.weights(j, k));
    }
    made.offset[static_cast<std::size_t>(k)] =
        static_cast<float>(factor * (layer.offset(0, k) - shift));
  }
  return made;
}

void Network::visit(const std::string& name, State& state) {
  for (std::size_t l = 0; l < layers_.size(); ++l) {
    const std::string layer = name + ", layer " + std::to_string(l);
    state.field(layer + ", weights", layers_[l].weights);
    state.field(layer + ", offset", layers_[l].offset);
  }
  norm_.visit(name, state);
}

Network Network::clone() const {
  Network copy;
  copy.activation_ = activation_;
  copy.norm_ = norm_.clone();
  for (const DenseLayer& layer : layers_) {
    copy.layers_.push_back({layer.weights.clone(), layer.offset.clone(), {}, {}});
  }
  return copy;
}

}  // namespace orthant
