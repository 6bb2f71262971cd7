#include "learn/zero_shot/class_span.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "base/error.h"
#include "learn/zero_shot/class_vectors.h"
#include "linalg/blas.h"
#include "linalg/ridge.h"

namespace orthant {
namespace {

constexpr double kRankTolerance = 1e-6;  // of the largest squared singular value
constexpr double kShareRidge = 0.1;

std::vector<std::int32_t> seen_classes(const TrainingData& data) {
  const std::vector<std::int64_t> rows = data.rows_per_class();
  std::vector<std::int32_t> seen;
  for (std::size_t c = 0; c < rows.size(); ++c) {
    if (rows[c] > 0) seen.push_back(static_cast<std::int32_t>(c));
  }
  return seen;
}

}  // namespace

ClassSpan span_of_vectors(const TrainingData& data, MatrixView<double> vectors) {
  ClassSpan span;
  span.seen = seen_classes(data);
  const auto count = static_cast<std::int64_t>(span.seen.size());
  require_eigen_side(2 * count);
  const Matrix<double> seen = rows_of(vectors, span.seen);
  const Matrix<double> inner = multiply_transposed(seen.view(), seen.view());
  const SymmetricEigen eigen = symmetric_eigen(inner.clone());
  if (!(eigen.values.front() > 0.0)) {
    throw Error(ORTHANT_TRAINING_FAILED, "all seen classes have the same class vector");
  }
  const auto rank = std::count_if(eigen.values.begin(), eigen.values.end(), [&](double value) {
    return value > kRankTolerance * eigen.values.front();
  });
  span.coordinates = Matrix<double>(count, rank);
  span.basis = multiply(eigen.vectors.view().block(0, rank), seen.view());
  for (std::int64_t k = 0; k < rank; ++k) {
    const double length = std::sqrt(eigen.values[static_cast<std::size_t>(k)]);
    for (std::int64_t i = 0; i < count; ++i) {
      span.coordinates(i, k) = length * eigen.vectors(k, i);
    }
    for (double& value : span.basis.row(k)) value /= length;
  }
  span.shares = solve_ridge(inner.clone(), kShareRidge, "the ridge of shares", seen.clone());
  return span;
}

}  // namespace orthant
