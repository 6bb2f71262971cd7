// Semantic ITQ: pictures and class names in one Hamming space. Ours; the pieces are ridge
// regression, PCA without centring, and iterative quantisation
// (learn/unsupervised/rotation_search.h).
//   1  class vectors: unit length, centred on the mean of the seen ones, unit length again
//   2  W = (Phi^T Phi + ridge I)^-1 Phi^T E_y from RBF features to class vectors;
//      F = Phi W, unit rows
//   3  S = [F; the vectors of all classes that have one, name-weight times each]
//   4  V (c x q) = leading right singular directions of S:
//      singular value^2 above 1e-6 of the largest, q <= bits
//   5  min ||B - S V R||^2, R q x r with orthonormal rows; A = V R
// The code of a picture is sgn(A^T W^T phi(x)), that of a name sgn(A^T e). What of a name lies
// outside span(V) does not reach its code. `visual-bits` of the bits are ITQ bits of the features
// beside these.
#pragma once

#include <optional>

#include "learn/shared_rows.h"
#include "learn/trainer.h"
#include "learn/unsupervised/itq.h"

namespace orthant {

class SemanticItqTrainer final : public Trainer {
 public:
  SemanticItqTrainer();
  void prepare(const TrainingData& data, Rng& rng, const Work& work) override;
  [[nodiscard]] bool streams() const override { return true; }
  [[nodiscard]] std::int32_t rounds_at_most() const override;
  // The objective of step 5, plus that of the visual bits' ITQ if there are any.
  [[nodiscard]] double round(Rng& rng, const Work& work) override;
  [[nodiscard]] bool converged() const override {
    return search_.converged() && (!visual_ || visual_->converged());
  }
  void visit(State& state) override;
  void finish(HashModel& model) const override;

 private:
  // Steps 2 to 4; returns S V.
  [[nodiscard]] Matrix<double> regress(const TrainingData& data, const PhiRows& phi,
                                       Matrix<double> vectors, const Work& work);
  [[nodiscard]] Matrix<double> lift(Matrix<double> predictions, const Matrix<double>& names,
                                    std::int64_t bits, const Work& work);

  AlignedBuffer<float> mean_;
  FeatureMap features_;
  Matrix<double> regression_;  // W, m x c
  Matrix<double> basis_;       // V^T, q x c
  std::int64_t names_ = 0;     // rows of S that are names
  RotationSearch search_;
  std::optional<ItqBits> visual_;
};

}  // namespace orthant
