#include "learn/gradient/class_scores.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "linalg/blas.h"
#include "linalg/tall.h"

namespace orthant {
namespace {

constexpr std::int64_t kBlock = 256;
constexpr int kRidges = 15;              // half a decade apart
constexpr double kLeastRidge = 1e-5;     // share of the mean eigenvalue
constexpr double kLeastLeftOver = 1e-6;  // of 1 - h: rows that alone span a direction

// T less its column means.
Matrix<double> centred_indicators(const Labels& labels) {
  const std::int64_t n = labels.rows();
  Matrix<double> indicators(n, labels.classes());
  std::vector<double> mean(static_cast<std::size_t>(labels.classes()));
  for (std::int64_t i = 0; i < n; ++i) {
    for (const std::int32_t label : labels.of(i)) {
      indicators(i, label) = 1.0;
      mean[static_cast<std::size_t>(label)] += 1.0 / static_cast<double>(n);
    }
  }
  for (std::int64_t i = 0; i < n; ++i) {
    for (std::size_t c = 0; c < mean.size(); ++c) indicators.row(i)[c] -= mean[c];
  }
  return indicators;
}

// The fit in the axes of X^T X, where a ridge costs no factorisation.
class RidgePath {
 public:
  RidgePath(MatrixView<float> centred, const Labels& labels, const Work& work)
      : targets_(centred_indicators(labels)), work_(&work) {
    eigen_ = symmetric_eigen(gram(centred, work));
    for (double& value : eigen_.values) value = std::max(value, 0.0);
    const std::int64_t m = centred.columns;
    axes_ = Matrix<double>(m, m);
    for (std::int64_t k = 0; k < m; ++k) {
      for (std::int64_t j = 0; j < m; ++j) axes_(j, k) = eigen_.vectors(k, j);
    }
    turned_ = project(centred, axes_.view(), work);
    products_ = cross(turned_.view(), targets_.view(), work);
  }

  [[nodiscard]] double mean_eigenvalue() const {
    double sum = 0.0;
    for (const double value : eigen_.values) sum += value;
    return sum / static_cast<double>(eigen_.values.size());
  }

  // Their squared error is summed up in `error`.
  [[nodiscard]] Matrix<double> left_out(double ridge, double& error) const {
    Matrix<double> scores = project(turned_.view(), shrunk(ridge).view(), *work_);
    const double share = 1.0 / static_cast<double>(scores.rows());
    error =
        work_->sum_over_blocks(scores.rows(), kBlock, [&](std::int64_t first, std::int64_t last) {
          double sum = 0.0;
          for (std::int64_t i = first; i < last; ++i) {
            const double left = std::max(1.0 - share - leverage(i, ridge), kLeastLeftOver);
            for (std::int64_t c = 0; c < scores.columns(); ++c) {
              const double miss = (targets_(i, c) - scores(i, c)) / left;
              scores(i, c) = targets_(i, c) - miss;
              sum += miss * miss;
            }
          }
          return sum;
        });
    return scores;
  }

  [[nodiscard]] Matrix<double> map(double ridge) const {
    return multiply(axes_.view(), shrunk(ridge).view());
  }

 private:
  [[nodiscard]] Matrix<double> shrunk(double ridge) const {
    Matrix<double> map = products_.clone();
    for (std::int64_t k = 0; k < map.rows(); ++k) {
      for (double& value : map.row(k)) value /= eigen_.values[static_cast<std::size_t>(k)] + ridge;
    }
    return map;
  }

  [[nodiscard]] double leverage(std::int64_t i, double ridge) const {
    double sum = 0.0;
    for (std::size_t k = 0; k < eigen_.values.size(); ++k) {
      const double value = turned_.view().row(i)[k];
      sum += value * value / (eigen_.values[k] + ridge);
    }
    return sum;
  }

  Matrix<double> targets_;
  const Work* work_;
  SymmetricEigen eigen_;
  Matrix<double> axes_;      // V, m x m: columns are the axes
  Matrix<double> turned_;    // X V
  Matrix<double> products_;  // V^T X^T T
};

}  // namespace

ClassScores fit_class_scores(MatrixView<float> centred, const Labels& labels, const Work& work) {
  require_eigen_side(centred.columns);
  const RidgePath path(centred, labels, work);
  ClassScores best;
  const double unit = path.mean_eigenvalue();
  if (!(unit > 0.0)) {
    best.map = Matrix<double>(centred.columns, labels.classes());
    best.left_out = Matrix<double>(centred.rows, labels.classes());
    return best;
  }
  double least = 0.0;
  for (int step = 0; step < kRidges; ++step) {
    work.poll();
    const double ridge = unit * kLeastRidge * std::pow(10.0, 0.5 * step);
    double error = 0.0;
    Matrix<double> scores = path.left_out(ridge, error);
    if (step > 0 && !(error < least)) continue;
    least = error;
    best.left_out = std::move(scores);
    best.ridge = ridge;
  }
  best.map = path.map(best.ridge);
  return best;
}

}  // namespace orthant
