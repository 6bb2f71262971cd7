#include "learn/gradient/whitening.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "linalg/blas.h"
#include "linalg/tall.h"

namespace orthant {

Matrix<double> whitening(MatrixView<float> centred, double ridge, const Work& work) {
  require_eigen_side(centred.columns);
  Matrix<double> covariance = gram(centred, work);
  const std::int64_t m = covariance.rows();
  double trace = 0.0;
  for (std::int64_t j = 0; j < m; ++j) trace += covariance(j, j);
  const auto n = static_cast<double>(centred.rows);
  const double shift = ridge * trace / static_cast<double>(m);
  Matrix<double> map(m, m);
  if (!(shift > 0.0)) return map;
  const SymmetricEigen eigen = symmetric_eigen(std::move(covariance));
  for (std::int64_t k = 0; k < m; ++k) {
    const double variance = std::max(eigen.values[static_cast<std::size_t>(k)], 0.0) + shift;
    const double scale = std::sqrt(n / variance);
    for (std::int64_t j = 0; j < m; ++j) map(j, k) = scale * eigen.vectors(k, j);
  }
  return map;
}

}  // namespace orthant
