#include "learn/gradient/quantisation.h"

#include <algorithm>

namespace orthant {

Matrix<double> leading_columns(MatrixView<double> outputs, std::int64_t columns) {
  Matrix<double> leading(outputs.rows, columns);
  for (std::int64_t i = 0; i < outputs.rows; ++i) {
    std::copy_n(outputs.row(i).data(), columns, leading.row(i).data());
  }
  return leading;
}

double quantisation(MatrixView<double> outputs, MatrixView<float> codes, double weight,
                    Matrix<double>* gradient) {
  const double each = weight / static_cast<double>(outputs.rows);
  double sum = 0.0;
  for (std::int64_t i = 0; i < outputs.rows; ++i) {
    for (std::int64_t k = 0; k < outputs.columns; ++k) {
      const double off = outputs(i, k) - static_cast<double>(codes(i, k));
      sum += each * off * off;
      if (gradient != nullptr) (*gradient)(i, k) += 2.0 * each * off;
    }
  }
  return sum;
}

}  // namespace orthant
