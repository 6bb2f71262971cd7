#include "learn/zero_shot/joint_directions.h"

#include <algorithm>
#include <vector>

#include "base/error.h"
#include "data/rows_of.h"
#include "learn/class_vectors.h"
#include "linalg/blas.h"
#include "linalg/tall.h"

namespace orthant {
namespace {

constexpr double kRankTolerance = 1e-6;  // of the largest squared singular value

}  // namespace

Matrix<double> rows_with_direction(const Matrix<double>& rows) {
  std::vector<std::int64_t> kept;
  for (std::int64_t i = 0; i < rows.rows(); ++i) {
    if (!is_zero(rows.row(i))) kept.push_back(i);
  }
  return rows_of(rows.view(), kept);
}

Matrix<double> leading_directions(const Matrix<double>& rows, const Matrix<double>& names,
                                  double name_weight, std::int64_t at_most, const Work& work) {
  Matrix<double> squares = gram(rows.view(), work);
  const Matrix<double> of_names = gram(names.view(), work);
  for (std::int64_t i = 0; i < squares.rows() * squares.columns(); ++i) {
    squares.data()[i] += name_weight * of_names.data()[i];
  }
  const SymmetricEigen eigen = symmetric_eigen(std::move(squares));
  if (!(eigen.values.front() > 0.0)) {
    throw Error(ORTHANT_TRAINING_FAILED, "no row and no class vector has a direction");
  }
  const auto above = std::count_if(eigen.values.begin(), eigen.values.end(), [&](double value) {
    return value > kRankTolerance * eigen.values.front();
  });
  return Matrix<double>::copy_of(
      eigen.vectors.view().block(0, std::min<std::int64_t>(above, at_most)));
}

}  // namespace orthant
