// The code word that suits each class, by least squares: W (classes x r) from
//     min ||B - Y W||^2 + lambda ||W||^2     W = (Y^T Y + lambda I)^-1 Y^T B,
// Y n x classes, one-hot or multi-hot. With one label a row, Y^T Y is diagonal and the word of
// class c is (sum of its codes) / (n_c + lambda); otherwise Y^T Y is factored once.
// Cost n r a fit, and classes^2 r with several labels a row.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "data/labels.h"
#include "data/matrix.h"
#include "learn/discrete/class_targets.h"
#include "linalg/ridge.h"
#include "linalg/work.h"

namespace orthant {

class ClassWords {
 public:
  // `labels` is borrowed. lambda > 0; `option` sets it. Rows with several labels and more than
  // kMostClasses classes are refused.
  ClassWords(const Labels& labels, double lambda, const char* option);
  static constexpr std::int32_t kMostClasses = 8192;

  void fit(MatrixView<float> codes, const Work& work);
  // The rows [first, last) of Y W, at `out` without gaps.
  void of_rows(std::int64_t first, std::int64_t last, double* out) const;
  // ||B - Y W||^2 + lambda ||W||^2
  [[nodiscard]] double objective(MatrixView<float> codes, const Work& work) const;

  [[nodiscard]] Matrix<double>& words() noexcept { return words_; }  // W, for a checkpoint

 private:
  ClassTargets targets_;
  double lambda_;
  std::vector<double> counts_;         // n_c, if every row has one label
  std::optional<RidgeSolver> solver_;  // else
  Matrix<double> words_;
};

}  // namespace orthant
