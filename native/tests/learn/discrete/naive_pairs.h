// Similarities of all pairs of rows, and the inner solves that use them, with everything explicit.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "data/labels.h"
#include "linalg/naive_linalg.h"

namespace orthant::naive {

inline bool share_a_class(const Labels& labels, std::int64_t i, std::int64_t j) {
  for (const std::int32_t a : labels.of(i)) {
    for (const std::int32_t b : labels.of(j)) {
      if (a == b) return true;
    }
  }
  return false;
}

// S: 1 for similar rows, `dissimilar` for others.
inline Dense similarities(const Labels& labels, double dissimilar) {
  const auto n = static_cast<std::size_t>(labels.rows());
  Dense s(n, n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      const bool similar =
          share_a_class(labels, static_cast<std::int64_t>(i), static_cast<std::int64_t>(j));
      s(i, j) = similar ? 1.0 : dissimilar;
    }
  }
  return s;
}

inline double entry_product(const Dense& a, const Dense& b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.rows(); ++i) {
    for (std::size_t j = 0; j < a.columns(); ++j) sum += a(i, j) * b(i, j);
  }
  return sum;
}

// L with L L^T = a.
inline Dense cholesky(const Dense& a) {
  Dense l(a.rows(), a.rows());
  for (std::size_t i = 0; i < a.rows(); ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = a(i, j);
      for (std::size_t k = 0; k < j; ++k) sum -= l(i, k) * l(j, k);
      l(i, j) = i == j ? std::sqrt(sum) : sum / l(j, j);
    }
  }
  return l;
}

inline double squared_distance(const Dense& points, std::size_t i, std::size_t j) {
  double sum = 0.0;
  for (std::size_t k = 0; k < points.columns(); ++k) {
    sum += (points(i, k) - points(j, k)) * (points(i, k) - points(j, k));
  }
  return sum;
}

// The squared distances of a cluster's points from their mean.
inline double scatter(const Dense& points, const std::vector<std::size_t>& cluster) {
  double sum = 0.0;
  for (const std::size_t i : cluster) {
    for (const std::size_t j : cluster) sum += squared_distance(points, i, j);
  }
  return sum / (2.0 * static_cast<double>(cluster.size()));
}

// As the published program has it: points by a Cholesky factor, clusters by distances, the least
// scatter wins.
inline std::vector<float> balanced_cut(const Dense& q, const std::vector<double>& p) {
  const std::size_t m = p.size();
  Dense c(m + 1, m + 1);
  double largest = 0.0;
  for (std::size_t i = 0; i < m; ++i) {
    double sum = 0.0;
    for (std::size_t j = 0; j < m; ++j) {
      if (i == j) continue;
      c(i, j) = 4.0 * q(i, j);
      sum += q(i, j) + q(j, i);
    }
    c(i, m) = c(m, i) = (2.0 * p[i] - 2.0 * sum) / 2.0;
  }
  for (std::size_t i = 0; i <= m; ++i) {
    for (std::size_t j = 0; j <= m; ++j) largest = std::max(largest, std::abs(c(i, j)));
  }
  Dense shifted(m + 1, m + 1);
  for (std::size_t i = 0; i <= m; ++i) {
    for (std::size_t j = 0; j <= m; ++j) shifted(i, j) = (i == j ? 1e4 : 0.0) - c(i, j) / largest;
  }
  const Dense points = cholesky(shifted);
  const auto size = static_cast<std::size_t>(std::lround((static_cast<double>(m) + 1.0) / 2.0));
  double least = HUGE_VAL;
  std::vector<float> best;
  for (std::size_t centre = 0; centre <= m; ++centre) {
    std::vector<std::size_t> order(m);
    for (std::size_t i = 0; i < m; ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](std::size_t i, std::size_t j) {
      return squared_distance(points, centre, i) < squared_distance(points, centre, j);
    });
    std::vector<std::size_t> cluster(order.begin(),
                                     order.begin() + static_cast<std::ptrdiff_t>(size) - 1);
    cluster.push_back(m);
    const double value = scatter(points, cluster);
    if (value >= least) continue;
    least = value;
    best.assign(m, -1.0F);
    for (const std::size_t i : cluster) {
      if (i < m) best[i] = 1.0F;
    }
  }
  return best;
}

}  // namespace orthant::naive
