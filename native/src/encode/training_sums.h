// What a ridge regression remembers of its training rows, kept beside a model whose semantic bits
// rest on one: from these sums the regression can be solved again when rows come or go
// (learn/refit.h). With Phi the features of the rows and M (n x S) their weights on the classes,
//     squares  G = Phi^T Phi   m x m
//     sums     C = M^T Phi     S x m
//     W = (G + ridge I)^-1 C^T T,   T: what each class is regressed on; none: one-hot
#pragma once

#include <cstdint>
#include <vector>

#include "data/matrix.h"
#include "encode/feature_map.h"

namespace orthant {

struct TrainingSums {
  // The methods that can be refitted; numbers of the file format.
  enum class Method : std::uint32_t { orthant = 0, semantic_itq = 1 };

  // More than any machine holds, and so few that their count is exact in a double.
  static constexpr std::int64_t kMostRows = std::int64_t{1} << 48;

  Method method = Method::orthant;
  std::uint64_t fingerprint = 0;  // of the training data, as the model's provenance has it
  double ridge = 0.0;
  FeatureMap features;                // anchors, without layers
  std::int64_t rows = 0;              // those that the sums hold
  std::vector<std::int32_t> classes;  // ascending: those that the model can regress on
  std::vector<std::int64_t> counts;   // rows of each of them
  Matrix<double> squares;             // G
  Matrix<double> sums;                // C
  Matrix<double> targets;             // T, S x c; no rows: the identity
};

}  // namespace orthant
