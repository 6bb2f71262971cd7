// Random models of every shape, and the naive double-precision twin of encoding.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <vector>

#include "base/rng.h"
#include "data/matrix.h"
#include "encode/hash_model.h"

namespace orthant::testing {

inline Matrix<float> random_matrix(Rng& rng, std::int64_t rows, std::int64_t columns) {
  Matrix<float> matrix(rows, columns);
  for (std::int64_t i = 0; i < rows * columns; ++i) {
    matrix.data()[i] = static_cast<float>(rng.normal());
  }
  return matrix;
}

inline AlignedBuffer<float> random_vector(Rng& rng, std::int32_t count) {
  AlignedBuffer<float> values(static_cast<std::size_t>(count));
  for (float& value : values) value = static_cast<float>(0.3 * rng.normal());
  return values;
}

struct MapShape {
  bool unit_rows = false;
  bool centred = false;
  std::int32_t anchors = 0;
};

inline FeatureMap random_map(Rng& rng, std::int32_t dimension, const MapShape& shape) {
  FeatureMap map;
  map.dimension = dimension;
  map.unit_rows = shape.unit_rows;
  if (shape.centred) map.mean = random_vector(rng, dimension);
  if (shape.anchors > 0) {
    map.anchors = random_matrix(rng, shape.anchors, dimension);
    map.width = 2.0F * static_cast<float>(dimension);
  }
  map.prepare();
  return map;
}

inline BitGroup random_group(Rng& rng, BitRole role, std::int32_t dimension, std::int32_t bits,
                             const MapShape& shape) {
  BitGroup group;
  group.role = role;
  group.features = random_map(rng, dimension, shape);
  group.projection = random_matrix(rng, bits, group.features.columns());
  return group;
}

inline HashModel linear_model(Rng& rng, std::int32_t dimension, std::int32_t bits) {
  HashModel model;
  model.dimension = dimension;
  model.groups.push_back(random_group(rng, BitRole::visual, dimension, bits, {}));
  model.provenance = "method=test\n";
  model.prepare();
  return model;
}

// Visual, semantic, visual bits side by side, with a semantic map that has everything.
inline HashModel full_model(Rng& rng, std::int32_t dimension, std::int32_t semantic_bits,
                            std::int32_t class_columns) {
  HashModel model;
  model.dimension = dimension;
  model.groups.push_back(random_group(rng, BitRole::visual, dimension, 5, {true, true, 0}));
  model.groups.push_back(
      random_group(rng, BitRole::semantic, dimension, semantic_bits, {true, false, 6}));
  model.groups.push_back(random_group(rng, BitRole::visual, dimension, 3, {false, true, 4}));
  model.semantics.unit_rows = true;
  model.semantics.mean = random_vector(rng, class_columns);
  model.semantics.map = random_matrix(rng, semantic_bits, class_columns);
  model.semantics.basis = Matrix<float>(2, class_columns);
  model.semantics.basis(0, 0) = 1.0F;
  model.semantics.basis(1, 1) = 1.0F;
  model.provenance = "method=test\nseed=7\n";
  model.prepare();
  return model;
}

// One layer per width, of all activations in turn; every other one has an offset.
inline std::vector<Layer> random_layers(Rng& rng, std::int32_t columns,
                                        std::initializer_list<std::int32_t> widths) {
  constexpr Activation kTurn[] = {Activation::relu, Activation::tanh, Activation::identity};
  std::vector<Layer> layers;
  for (const std::int32_t width : widths) {
    Layer& layer = layers.emplace_back();
    layer.weights = random_matrix(rng, width, columns);
    for (std::int64_t i = 0; i < layer.weights.rows() * columns; ++i) {
      layer.weights.data()[i] /= std::sqrt(static_cast<float>(columns));
    }
    layer.activation = kTurn[(layers.size() - 1) % 3];
    if (layers.size() % 2 == 1) layer.offset = random_vector(rng, width);
    layer.prepare();
    columns = width;
  }
  return layers;
}

// The full model with layers of every activation and offsets, in odd and in even numbers.
inline HashModel network_model(Rng& rng, std::int32_t dimension, std::int32_t semantic_bits,
                               std::int32_t class_columns) {
  HashModel model = full_model(rng, dimension, semantic_bits, class_columns);
  model.groups[0].features.layers = random_layers(rng, dimension, {17});
  model.groups[1].features.layers = random_layers(rng, 7, {dimension + 9, 8, 3});
  for (BitGroup& group : model.groups) {
    group.projection = random_matrix(rng, group.projection.rows(), group.features.columns());
  }
  model.groups[1].offset = random_vector(rng, semantic_bits);
  model.groups[2].offset = random_vector(rng, 3);
  model.semantics.layers = random_layers(rng, class_columns, {7, 4});
  model.semantics.map = random_matrix(rng, semantic_bits, 4);
  model.semantics.offset = random_vector(rng, semantic_bits);
  model.prepare();
  return model;
}

inline std::vector<double> naive_layers(const std::vector<Layer>& layers, std::vector<double> h) {
  for (const Layer& layer : layers) {
    std::vector<double> out;
    for (std::int64_t j = 0; j < layer.weights.rows(); ++j) {
      double value = layer.offset.size() > 0 ? layer.offset[static_cast<std::size_t>(j)] : 0.0;
      for (std::size_t i = 0; i < h.size(); ++i) value += layer.weights.row(j)[i] * h[i];
      if (layer.activation == Activation::relu) value = std::max(value, 0.0);
      if (layer.activation == Activation::tanh) value = std::tanh(value);
      out.push_back(value);
    }
    h = out;
  }
  return h;
}

// phi(x) as the formulas say it.
inline std::vector<double> naive_map(const FeatureMap& map, std::span<const float> row) {
  std::vector<double> x(row.begin(), row.end());
  double squares = 0.0;
  for (const double value : x) squares += value * value;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (map.unit_rows) x[i] /= std::sqrt(squares);
    if (map.mean.size() > 0) x[i] -= map.mean[i];
  }
  if (map.anchors.rows() == 0) return naive_layers(map.layers, x);
  std::vector<double> phi;
  for (std::int64_t j = 0; j < map.anchors.rows(); ++j) {
    double distance = 0.0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      distance += (x[i] - map.anchors.row(j)[i]) * (x[i] - map.anchors.row(j)[i]);
    }
    phi.push_back(std::exp(-distance / map.width));
  }
  phi.push_back(1.0);
  return naive_layers(map.layers, phi);
}

// The values whose signs are the code.
inline std::vector<double> naive_values(const HashModel& model, std::span<const float> row) {
  std::vector<double> values;
  for (const BitGroup& group : model.groups) {
    const std::vector<double> phi = naive_map(group.features, row);
    for (std::int64_t j = 0; j < group.projection.rows(); ++j) {
      double value = group.offset.size() > 0 ? group.offset[static_cast<std::size_t>(j)] : 0.0;
      for (std::size_t i = 0; i < phi.size(); ++i) value += group.projection.row(j)[i] * phi[i];
      values.push_back(value);
    }
  }
  return values;
}

inline bool bit_of(const std::uint64_t* code, std::size_t bit) {
  return ((code[bit / 64] >> (bit % 64)) & 1U) != 0;
}

}  // namespace orthant::testing
