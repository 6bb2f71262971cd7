#include "learn/discrete/balanced_cut.h"

#include <algorithm>
#include <cstdint>
#include <limits>

namespace orthant {
namespace {

// C without its diagonal.
Matrix<double> bordered(MatrixView<double> q, std::span<const double> p, const Work& work) {
  const std::int64_t m = q.rows;
  Matrix<double> c(m + 1, m + 1);
  for (std::int64_t i = 0; i < m; ++i) {
    work.poll();
    double sum = 0.0;
    for (std::int64_t j = 0; j < m; ++j) {
      if (i == j) continue;
      sum += q(i, j);
      c(i, j) = 4.0 * q(i, j);
    }
    c(i, m) = c(m, i) = p[static_cast<std::size_t>(i)] - 2.0 * sum;
  }
  return c;
}

// The last point and the `size` - 1 others that are nearest to `centre`, which is nearest to
// itself.
std::vector<std::int64_t> cluster_of(const Matrix<double>& c, std::int64_t centre,
                                     std::int64_t size) {
  const std::int64_t last = c.rows() - 1;
  std::vector<std::int64_t> points(static_cast<std::size_t>(last));
  for (std::int64_t i = 0; i < last; ++i) points[static_cast<std::size_t>(i)] = i;
  const auto nearer = [&](std::int64_t i, std::int64_t j) {
    if (i == centre || j == centre) return i == centre && j != centre;
    return c(centre, i) != c(centre, j) ? c(centre, i) < c(centre, j) : i < j;
  };
  std::nth_element(points.begin(), points.begin() + (size - 1), points.end(), nearer);
  points.resize(static_cast<std::size_t>(size - 1));
  std::sort(points.begin(), points.end());
  points.push_back(last);
  return points;
}

double form(const Matrix<double>& c, const std::vector<std::int64_t>& points) {
  double sum = 0.0;
  for (const std::int64_t i : points) {
    const double* row = c.row(i).data();
    for (const std::int64_t j : points) sum += row[j];
  }
  return sum;
}

}  // namespace

std::vector<float> balanced_cut(MatrixView<double> q, std::span<const double> p, const Work& work) {
  const Matrix<double> c = bordered(q, p, work);
  const std::int64_t size = (c.rows() + 1) / 2;
  double least = std::numeric_limits<double>::infinity();
  std::vector<std::int64_t> best;
  for (std::int64_t centre = 0; centre < c.rows(); ++centre) {
    work.poll();
    std::vector<std::int64_t> points = cluster_of(c, centre, size);
    const double value = form(c, points);
    if (value < least) {
      least = value;
      best = std::move(points);
    }
  }
  std::vector<float> b(p.size(), -1.0F);
  for (const std::int64_t i : best) {
    if (i < q.rows) b[static_cast<std::size_t>(i)] = 1.0F;
  }
  return b;
}

}  // namespace orthant
