// The hash function as a ridge regression from features to codes, and the codes it is fitted to:
// the part that the methods with alternating steps share. Rows are samples.
//     min ||B - Phi P||^2 + ridge ||P||^2 + tr(P^T S P)
//     P = (Phi^T Phi + ridge I + S)^-1 Phi^T B
// S is the smoothness that ZSH asks of P; the others have none. Phi^T Phi is factored once (n m^2 /
// 2 + m^3 / 3); a fit costs 4 n m r for P and for Phi P. Memory: 12 n r bytes for B and Phi P.
#pragma once

#include <cstdint>
#include <memory>

#include "data/matrix.h"
#include "data/row_source.h"
#include "learn/discrete/bit_sweep.h"
#include "learn/state.h"
#include "linalg/ridge.h"
#include "linalg/work.h"

namespace orthant {

class FeatureRegression {
 public:
  // phi: n x m. codes: n x r, where B starts; P is fitted to it. `ridge_option` is named if there
  // is no solution. smoothness: S, m x m, or empty.
  FeatureRegression(std::shared_ptr<const RowSource> phi, Matrix<float> codes, double ridge,
                    const char* ridge_option, const Work& work, Matrix<double> smoothness = {});

  // B <- sgn(wanted), row by row; sgn(0) keeps the bit. Returns whether a bit changed.
  bool choose_signs(const Matrix<double>& wanted, const Work& work);
  bool choose_signs(const TargetRows& wanted, const Work& work);
  // B by `bit_sweep`. Returns whether a bit changed.
  bool sweep(MatrixView<double> targets, MatrixView<double> coupling, std::int32_t sweeps,
             const Work& work) {
    return bit_sweep(targets, coupling, sweeps, codes_, work);
  }
  bool sweep(const TargetRows& targets, MatrixView<double> coupling, std::int32_t sweeps,
             SweepStart start, const Work& work) {
    return bit_sweep(targets, coupling, sweeps, start, codes_, work);
  }
  // P and Phi P from B; choosing B does not do it.
  void fit(const Work& work);

  [[nodiscard]] double objective(const Work& work) const;  // with the ridge and S

  [[nodiscard]] std::int64_t rows() const noexcept { return codes_.rows(); }
  [[nodiscard]] std::int64_t bits() const noexcept { return codes_.columns(); }
  [[nodiscard]] MatrixView<float> codes() const noexcept { return codes_.view(); }             // B
  [[nodiscard]] MatrixView<double> projection() const noexcept { return projection_.view(); }  // P
  [[nodiscard]] const Matrix<double>& predictions() const noexcept {
    return predictions_;
  }  // Phi P

  void visit(State& state);

 private:
  std::shared_ptr<const RowSource> phi_;
  double ridge_;
  Matrix<double> smoothness_;
  RidgeSolver solver_;
  Matrix<float> codes_;
  Matrix<double> projection_;
  Matrix<double> predictions_;
};

}  // namespace orthant
