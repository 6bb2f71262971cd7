// The naive twin of learn/zero_shot/presence.h: its formulas, value by value.
#pragma once

#include <algorithm>
#include <cmath>

#include "linalg/naive_linalg.h"

namespace orthant::naive {

struct PresenceTwin {
  Dense rows;   // z of the rows
  Dense names;  // z of the names
};

inline Dense presence_of(const Dense& scores, double threshold) {
  Dense h(scores.rows(), scores.columns());
  const double ramp = std::max(0.3, 1.0 - 2.0 * threshold);
  for (std::size_t i = 0; i < h.rows(); ++i) {
    for (std::size_t k = 0; k < h.columns(); ++k) {
      h(i, k) = std::min(1.0, std::max(0.0, (scores(i, k) - threshold) / ramp));
    }
  }
  return h;
}

inline std::vector<double> column_means(const Dense& a) {
  std::vector<double> mean(a.columns());
  for (std::size_t i = 0; i < a.rows(); ++i) {
    for (std::size_t j = 0; j < a.columns(); ++j) {
      mean[j] += a(i, j) / static_cast<double>(a.rows());
    }
  }
  return mean;
}

inline void subtract(Dense& a, const std::vector<double>& row) {
  for (std::size_t i = 0; i < a.rows(); ++i) {
    for (std::size_t j = 0; j < a.columns(); ++j) a(i, j) -= row[j];
  }
}

// [left, factor right]
inline Dense beside(const Dense& left, double factor, const Dense& right) {
  Dense z(left.rows(), left.columns() + right.columns());
  for (std::size_t i = 0; i < z.rows(); ++i) {
    for (std::size_t j = 0; j < z.columns(); ++j) {
      z(i, j) = j < left.columns() ? left(i, j) : factor * right(i, j - left.columns());
    }
  }
  return z;
}

inline double root_mean_square(const Dense& a) {
  return std::sqrt(squared_norm(a) / static_cast<double>(a.rows()));
}

inline PresenceTwin presence_twin(const Dense& scores, const Dense& coordinates,
                                  const Dense& shares, double threshold, double weight) {
  Dense positive = scores;
  for (std::size_t i = 0; i < positive.rows(); ++i) {
    for (std::size_t k = 0; k < positive.columns(); ++k) {
      positive(i, k) = std::max(0.0, positive(i, k));
    }
  }
  Dense h = presence_of(scores, threshold);
  Dense u = positive * coordinates;
  const std::vector<double> mean = column_means(h);
  subtract(h, mean);
  subtract(u, column_means(u));
  PresenceTwin twin;
  twin.rows = beside(h, weight / root_mean_square(u), u);
  Dense of_names = presence_of(shares, threshold);
  subtract(of_names, mean);
  const Dense meaning = shares * coordinates;
  twin.names = beside(of_names, weight / root_mean_square(meaning), meaning);
  return twin;
}

}  // namespace orthant::naive
