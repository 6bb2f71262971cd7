// The alternation of the VSB2-style closed form. Ours: a reconstruction from the abstract of
// VSB2-Net (ICPR 2020), which asks for one Hamming space of pictures and class names, relations
// between the names in it, a classification and a reconstruction of the features; no formula of it
// is public. Rows are samples or names: B n x r codes of the rows, Z k x r codes of the names, S
// k x k class_relations, T n x k the relations of each row's class (several labels: their mean),
// A k x c class vectors, Phi n x m and X n x d features.
//     min  (classes / r)   ||B Z^T - r T||^2                      inner products of rows and names
//        + (relations / r) ||Z Z^T - r S||^2                      and of names among themselves
//        + names   (||Z - A V||^2 + names_ridge ||V||^2)          names to codes
//        + visual  (||B - Phi P||^2 + visual_ridge ||P||^2)       pictures to codes
//        + rebuild (||X - B D||^2 + rebuild_ridge ||D||^2)        codes to pictures
//     over B, Z in {-1, +1} and V, P, D
// code step     bit_sweep: q = classes T Z + visual Phi P + rebuild X D^T,
//               G = (classes / r) Z^T Z + rebuild D D^T
// name step     bit after bit of name after name, flipped where that lowers the whole objective
// map step      V, P and D by ridge regression
// No step raises the objective, and a weight of 0 switches its term off; V and P, which the model
// needs, are fitted all the same.
// Cost a round: 4 n m r + n r^2 sweeps / 4 + 4 n r d + k r (r + k). Memory: n m floats, n d floats,
// n r doubles, k^2 doubles.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "base/rng.h"
#include "data/labels.h"
#include "data/matrix.h"
#include "data/row_source.h"
#include "learn/discrete/class_targets.h"
#include "learn/discrete/feature_regression.h"
#include "learn/state.h"
#include "linalg/ridge.h"
#include "linalg/work.h"

namespace orthant {

struct Vsb2Weights {
  double classes = 0.0;
  double relations = 0.0;
  double names = 0.0;
  double visual = 0.0;
  double rebuild = 0.0;
  double names_ridge = 0.0;
  double visual_ridge = 0.0;
  double rebuild_ridge = 0.0;
};

// What a Vsb2Codes is made from.
struct Vsb2Problem {
  std::shared_ptr<const RowSource> phi;  // n x m
  Matrix<float> rows;                    // X, n x d; not read if `rebuild` is 0
  Matrix<double> vectors;                // A, k x c
  Matrix<double> relations;              // S, k x k
  std::vector<std::int64_t>
      class_ids;  // of the k names, rising; every label of a row is among them
};

class Vsb2Codes {
 public:
  // `labels` is borrowed. Z, then B start as random signs; V, P and D follow from them.
  Vsb2Codes(Vsb2Problem problem, const Labels& labels, Vsb2Weights weights, std::int64_t bits,
            Rng& rng, const Work& work);

  bool code_step(std::int32_t sweeps, const Work& work);  // whether a bit changed
  bool name_step(const Work& work);                       // whether a bit changed
  void map_step(const Work& work);

  [[nodiscard]] double objective(const Work& work) const;

  [[nodiscard]] MatrixView<float> codes() const noexcept { return hash_.codes(); }             // B
  [[nodiscard]] MatrixView<double> name_codes() const noexcept { return name_codes_.view(); }  // Z
  [[nodiscard]] MatrixView<double> projection() const noexcept { return hash_.projection(); }  // P
  [[nodiscard]] MatrixView<double> name_map() const noexcept { return name_map_.view(); }      // V
  [[nodiscard]] MatrixView<double> decoder() const noexcept { return decoder_.view(); }        // D

  void visit(State& state);

 private:
  // What the name step reads of the codes and maps, and Z^T Z, which it keeps up to date.
  struct NameStep;
  [[nodiscard]] bool flip_bits(NameStep& step, std::int64_t name);

  Vsb2Weights weights_;
  Matrix<float> rows_;
  Matrix<double> vectors_;
  Matrix<double> relations_;
  ClassTargets targets_;  // T
  RidgeSolver names_;
  Matrix<double> name_codes_;
  FeatureRegression hash_;
  Matrix<double> name_map_;
  Matrix<double> decoder_;
};

}  // namespace orthant
