// How semantic Hamming vectors are meant to lie to each other, as a loss on the relaxed ones. H: k
// x r in (-1, 1), a row per seen class; two alternatives.
//     simplex   1 / k^2 ||H H^T / r - S||^2,   S of learn/zero_shot/class_relations.h
//     lle       1 / (k r) ||H - O H||^2 + mean over pairs that are not neighbours of
//               max(0, H_i . H_j / r + margin),   O: the weights by which locally linear embedding
//               (Roweis and Saul, Science 2000) rebuilds each class vector from its neighbours
// Both keep what is near in the class vectors and push the rest apart; ours, for the aims stated in
// the abstract of VSB2-Net. The rows of O sum to 1. Cost: k^2 r, and k q^3 once for q neighbours.
#pragma once

#include <cstdint>

#include "data/matrix.h"

namespace orthant {

class SemanticRelations {
 public:
  enum class Form : std::int32_t { simplex = 0, lle = 1 };

  struct Settings {
    Form form = Form::simplex;
    std::int64_t neighbours = 3;
    double kappa = 0.6;   // simplex
    double margin = 0.0;  // lle
  };

  SemanticRelations() = default;
  // vectors: k x c, unit rows, k >= 2. At most k - 1 neighbours are used.
  SemanticRelations(MatrixView<double> vectors, const Settings& settings);

  // The loss; adds weight times its derivative to `gradient`.
  [[nodiscard]] double evaluate(const Matrix<double>& codes, double weight,
                                Matrix<double>& gradient) const;

 private:
  [[nodiscard]] double simplex(const Matrix<double>& codes, double weight,
                               Matrix<double>& gradient) const;
  [[nodiscard]] double lle(const Matrix<double>& codes, double weight,
                           Matrix<double>& gradient) const;

  Settings settings_;
  Matrix<double> target_;  // S, or I - O
};

// O, k x k: row i minimises ||a_i - sum_j O_ij a_j||^2 over weights that sum to 1 on the nearest
// others by cosine, with a ridge of a thousandth of the local variance.
[[nodiscard]] Matrix<double> lle_weights(MatrixView<double> vectors, std::int64_t neighbours);

}  // namespace orthant
