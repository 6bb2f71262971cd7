#include "learn/discrete/balanced_factor.h"

#include <cmath>
#include <utility>
#include <vector>

#include "linalg/blas.h"

namespace orthant {
namespace {

constexpr double kRankTolerance = 1e-12;  // of the largest singular value

void centre_columns(Matrix<double>& m) {
  std::vector<double> mean(static_cast<std::size_t>(m.columns()));
  for (std::int64_t i = 0; i < m.rows(); ++i) {
    for (std::size_t j = 0; j < mean.size(); ++j) mean[j] += m.row(i)[j];
  }
  for (double& value : mean) value /= static_cast<double>(m.rows());
  for (std::int64_t i = 0; i < m.rows(); ++i) {
    for (std::size_t j = 0; j < mean.size(); ++j) m.row(i)[j] -= mean[j];
  }
}

// Takes the mean and the first `count` rows of `directions` out of `candidate`; what is left of
// its length.
double remove_known(const Matrix<double>& directions, std::int64_t count,
                    std::span<double> candidate) {
  double sum = 0.0;
  for (const double value : candidate) sum += value;
  for (double& value : candidate) value -= sum / static_cast<double>(candidate.size());
  for (std::int64_t k = 0; k < count; ++k) {
    const std::span<const double> known = directions.row(k);
    double dot = 0.0;
    for (std::size_t i = 0; i < known.size(); ++i) dot += known[i] * candidate[i];
    for (std::size_t i = 0; i < known.size(); ++i) candidate[i] -= dot * known[i];
  }
  double squares = 0.0;
  for (const double value : candidate) squares += value * value;
  return std::sqrt(squares);
}

// Unit rows from row `rank` on, orthogonal to the rows before and to 1.
void complete(Matrix<double>& directions, std::int64_t rank, Rng& rng) {
  for (std::int64_t k = rank; k < directions.rows(); ++k) {
    const std::span<double> candidate = directions.row(k);
    double length = 0.0;
    while (length < 1e-3) {  // of about sqrt(n - k): nearly never again
      for (double& value : candidate) value = rng.normal();
      (void)remove_known(directions, k, candidate);
      length = remove_known(directions, k, candidate);  // again: the first leaves rounding
    }
    for (double& value : candidate) value /= length;
  }
}

}  // namespace

Matrix<double> balanced_factor(Matrix<double> m, Rng& rng) {
  centre_columns(m);
  const std::int64_t rows = m.rows();
  const std::int64_t columns = m.columns();
  ThinSvd svd = thin_svd(std::move(m));
  std::int64_t rank = 0;
  while (rank < columns &&
         svd.values[static_cast<std::size_t>(rank)] > kRankTolerance * svd.values.front()) {
    ++rank;
  }
  const double scale = std::sqrt(static_cast<double>(rows));
  Matrix<double> v = std::move(svd.vt);
  for (std::int64_t i = 0; i < v.rows() * v.columns(); ++i) v.data()[i] *= scale;
  if (rank == columns) return multiply(svd.u.view(), v.view());
  Matrix<double> directions = transposed(svd.u.view());  // r x n
  svd.u = {};
  complete(directions, rank, rng);
  return transposed_multiply(directions.view(), v.view());
}

}  // namespace orthant
