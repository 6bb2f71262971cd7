// The naive twin of KnnGraph: the normalised Laplacian as a full matrix.
#pragma once

#include <set>

#include "linalg/naive_linalg.h"

namespace orthant::naive {

inline double distance(const Dense& x, std::size_t i, std::size_t j) {
  double sum = 0.0;
  for (std::size_t k = 0; k < x.columns(); ++k) sum += (x(i, k) - x(j, k)) * (x(i, k) - x(j, k));
  return std::sqrt(sum);
}

// For at most 1,000 rows, so that the mean distance is over all of them.
inline Dense normalised_laplacian(const Dense& x, std::size_t neighbours) {
  const std::size_t n = x.rows();
  double mean = 0.0;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) mean += distance(x, i, j) / static_cast<double>(n * n);
  }
  Dense a(n, n);
  for (std::size_t i = 0; i < n; ++i) {
    std::set<std::pair<double, std::size_t>> order;
    for (std::size_t j = 0; j < n; ++j) {
      if (j != i) order.emplace(distance(x, i, j), j);
    }
    std::size_t taken = 0;
    for (const auto& [d, j] : order) {
      if (taken++ == neighbours) break;
      a(i, j) = a(j, i) = std::exp(-d * d / (2.0 * mean * mean));
    }
  }
  Dense l = identity(n);
  std::vector<double> degree(n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) degree[i] += a(i, j);
  }
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) l(i, j) -= a(i, j) / std::sqrt(degree[i] * degree[j]);
  }
  return l;
}

}  // namespace orthant::naive
