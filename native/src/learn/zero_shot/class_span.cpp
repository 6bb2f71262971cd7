#include "learn/zero_shot/class_span.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "data/rows_of.h"
#include "linalg/blas.h"
#include "linalg/ridge.h"

namespace orthant {
namespace {

constexpr double kRankTolerance = 1e-6;  // of the largest squared singular value
constexpr double kShareRidge = 0.1;

}  // namespace

ClassSpan span_of_vectors(const TrainingData& data, MatrixView<double> vectors) {
  ClassSpan span;
  span.seen = data.seen_classes();
  const auto count = static_cast<std::int64_t>(span.seen.size());
  require_eigen_side(2 * count);
  const Matrix<double> seen = rows_of(vectors, span.seen);
  const Matrix<double> inner = multiply_transposed(seen.view(), seen.view());
  const SymmetricEigen eigen = symmetric_eigen(inner.clone());
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
