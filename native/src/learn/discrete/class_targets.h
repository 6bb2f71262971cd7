// What the codes are regressed on: a row Y_i per sample, combined from the vectors of its classes.
// With M (n x classes) holding a sample's weights on its classes and T (classes x c) the vectors, Y
// = M T.
//     combine       one label    several labels         T
//     sum           its row      sum of the rows        unit vectors: Y is one-hot or multi-hot
//     mean          its row      mean of the rows       word vectors
// Y is never stored: rows^T Y = (M^T rows)^T T, and what is linear in Y is done once per class.
// Nor is the identity: with unit vectors all memory is linear in the classes.
#pragma once

#include <cstdint>

#include "data/labels.h"
#include "data/matrix.h"
#include "data/row_source.h"
#include "linalg/work.h"

namespace orthant {

class ClassTargets {
 public:
  enum class Combine { sum, mean };

  // `labels` is borrowed. vectors: labels.classes() x c, c >= 1.
  ClassTargets(const Labels& labels, Matrix<double> vectors, Combine combine);
  // T = I, c = labels.classes(), sums: the targets of a classification.
  explicit ClassTargets(const Labels& labels);

  // Replacing T (by a rotated one) keeps its rows.
  void replace_vectors(Matrix<double> vectors) { vectors_ = std::move(vectors); }

  [[nodiscard]] std::int64_t rows() const noexcept { return labels_->rows(); }

  // M^T rows: classes x columns. Cost n columns.
  [[nodiscard]] Matrix<double> class_sums(MatrixView<float> rows, const Work& work) const;
  [[nodiscard]] Matrix<double> class_sums(const RowSource& rows, const Work& work) const;

  // The same for codes in {-1, +1}: counted, where the weights are 1. Exact either way.
  [[nodiscard]] Matrix<double> sign_sums(MatrixView<float> codes, const Work& work) const;

  // T map^T: classes x r. map: r x c. With `add_to_rows` it gives Y map^T.
  [[nodiscard]] Matrix<double> vectors_times(MatrixView<double> map) const;

  // sums^T T: r x c. sums: classes x r. With sums = M^T rows it is rows^T Y.
  [[nodiscard]] Matrix<double> combined(MatrixView<double> sums) const;

  // out_i += (M per_class)_i for all rows. per_class: classes x out.columns().
  void add_to_rows(MatrixView<double> per_class, Matrix<double>& out, const Work& work) const;

  // The same for the rows [first, last) alone; the first of them at `out`, without gaps.
  void add_to_rows(MatrixView<double> per_class, std::int64_t first, std::int64_t last,
                   double* out) const;

  // ||Y - codes map||^2, summed entry by entry. map: r x c. Cost n r c.
  [[nodiscard]] double squared_error(MatrixView<float> codes, MatrixView<double> map,
                                     const Work& work) const;

 private:
  void add_class_sums(MatrixView<float> rows, std::int64_t from, Matrix<double>& sums,
                      const Work& work) const;
  // out += sum over the row's classes of weight * per_class.
  void add_row(MatrixView<double> per_class, std::int64_t row, double factor, double* out) const;
  void subtract_target(std::int64_t row, double* out) const;  // out -= Y_i
  [[nodiscard]] double weight(std::int64_t row) const noexcept;

  const Labels* labels_;
  Matrix<double> vectors_;  // T; empty: the identity
  Combine combine_;
};

// The class vectors in double, each scaled to unit length; rows of zeros stay.
[[nodiscard]] Matrix<double> unit_class_vectors(MatrixView<float> vectors);

// Scales each row to unit length; rows of zeros stay.
void scale_rows_to_unit(Matrix<double>& rows);

}  // namespace orthant
