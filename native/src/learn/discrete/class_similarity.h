// The similarity of labels, never formed: S = 2 L L^T - 1 1^T (n x n), L (n x classes) the labels
// of a row, 1 / sqrt(their number) each. Rows with the same label set have S = 1, rows without a
// common label -1. All products cost n columns, whatever the number of classes.
#pragma once

#include <cstdint>

#include "data/labels.h"
#include "data/matrix.h"
#include "linalg/work.h"

namespace orthant {

class ClassSimilarity {
 public:
  // `labels` is borrowed. Cost: the pairs of labels that rows have, n with one label a row.
  explicit ClassSimilarity(const Labels& labels);

  // out += factor S rows. rows, out: n x columns.
  void add_product(MatrixView<float> rows, double factor, Matrix<double>& out,
                   const Work& work) const;
  void add_product(MatrixView<double> rows, double factor, Matrix<double>& out,
                   const Work& work) const;

  // tr(a^T S b) = <a, S b>.
  [[nodiscard]] double inner_product(MatrixView<float> a, MatrixView<double> b,
                                     const Work& work) const;

  [[nodiscard]] double squared_norm() const noexcept { return squared_norm_; }  // ||S||^2

 private:
  const Labels* labels_;
  double squared_norm_ = 0.0;
};

}  // namespace orthant
