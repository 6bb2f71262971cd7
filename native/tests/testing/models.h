// Random models of every shape, and the naive double-precision twin of encoding.
#pragma once

#include <cmath>
#include <cstdint>
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
  return model;
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
  if (map.anchors.rows() == 0) return x;
  std::vector<double> phi;
  for (std::int64_t j = 0; j < map.anchors.rows(); ++j) {
    double distance = 0.0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      distance += (x[i] - map.anchors.row(j)[i]) * (x[i] - map.anchors.row(j)[i]);
    }
    phi.push_back(std::exp(-distance / map.width));
  }
  phi.push_back(1.0);
  return phi;
}

// The values whose signs are the code.
inline std::vector<double> naive_values(const HashModel& model, std::span<const float> row) {
  std::vector<double> values;
  for (const BitGroup& group : model.groups) {
    const std::vector<double> phi = naive_map(group.features, row);
    for (std::int64_t j = 0; j < group.projection.rows(); ++j) {
      double value = 0.0;
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
