#include "encode/layer.h"

#include <algorithm>

#include "data/finite.h"
#include "kernels/portable_math.h"

namespace orthant {
namespace {

using std::to_string;

double activated(Activation activation, double value) noexcept {
  switch (activation) {
    case Activation::relu:
      return value > 0.0 ? value : 0.0;
    case Activation::tanh:
      return kernels::portable_tanh(value);
    case Activation::identity:
      break;
  }
  return value;
}

void add_offset(const AlignedBuffer<float>& offset, float* row) noexcept {
  for (std::size_t j = 0; j < offset.size(); ++j) row[j] += offset[j];
}

}  // namespace

void Layer::apply(const float* h, std::int64_t rows, float* out) const noexcept {
  const std::int64_t width = weights.rows();
  panels.products(h, rows, out, width);
  for (std::int64_t i = 0; i < rows; ++i) add_offset(offset, out + i * width);
  activate(activation, out, rows * width);
}

void activate(Activation activation, double* values, std::int64_t count) noexcept {
  if (activation == Activation::identity) return;
  for (std::int64_t i = 0; i < count; ++i) values[i] = activated(activation, values[i]);
}

void activate(Activation activation, float* values, std::int64_t count) noexcept {
  if (activation == Activation::identity) return;
  for (std::int64_t i = 0; i < count; ++i) {
    values[i] = static_cast<float>(activated(activation, static_cast<double>(values[i])));
  }
}

Layer Layer::clone() const { return {weights.clone(), offset.clone(), activation, panels.clone()}; }

std::vector<double> Layer::apply(std::span<const double> h) const {
  std::vector<double> out(static_cast<std::size_t>(weights.rows()));
  for (std::size_t j = 0; j < out.size(); ++j) {
    const std::span<const float> row = weights.row(static_cast<std::int64_t>(j));
    double sum = 0.0;
    for (std::size_t i = 0; i < h.size(); ++i) sum += row[i] * h[i];
    if (offset.size() > 0) sum += offset[j];
    out[j] = activated(activation, sum);
  }
  return out;
}

std::vector<Layer> clone(std::span<const Layer> layers) {
  std::vector<Layer> copies;
  copies.reserve(layers.size());
  for (const Layer& layer : layers) copies.push_back(layer.clone());
  return copies;
}

std::int64_t output_columns(std::span<const Layer> layers, std::int64_t columns) noexcept {
  return layers.empty() ? columns : layers.back().weights.rows();
}

std::int64_t widest_columns(std::span<const Layer> layers, std::int64_t columns) noexcept {
  for (const Layer& layer : layers) columns = std::max(columns, layer.weights.rows());
  return columns;
}

std::string defect_of(std::span<const Layer> layers, std::int64_t columns) {
  if (layers.size() > kMostLayers) {
    return "has " + to_string(layers.size()) + " layers, more than " + to_string(kMostLayers);
  }
  for (std::size_t l = 0; l < layers.size(); ++l) {
    const Layer& layer = layers[l];
    const std::string name = "has a layer " + to_string(l) + " ";
    if (layer.weights.rows() < 1) return name + "without columns";
    if (layer.weights.columns() != columns) {
      return name + "that takes " + to_string(layer.weights.columns()) + " columns and is given " +
             to_string(columns);
    }
    columns = layer.weights.rows();
    if (!fits(layer.offset, columns)) {
      return name + "of " + to_string(columns) + " columns with " + to_string(layer.offset.size()) +
             " offsets";
    }
    if (!finite(layer.weights) || !finite(layer.offset)) return name + "that is not finite";
    const auto number = static_cast<std::int32_t>(layer.activation);
    if (number < 0 || number > static_cast<std::int32_t>(Activation::tanh)) {
      return name + "with the activation " + to_string(number);
    }
  }
  return "";
}

}  // namespace orthant
