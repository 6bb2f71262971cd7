// S = 2 L L^T - 1 1^T in full.
#pragma once

#include <cmath>

#include "learn/naive_data.h"

namespace orthant::testing {

inline naive::Dense naive_similarity(const TrainingSet& set) {
  naive::Dense l = set.weights(false);
  for (std::size_t i = 0; i < l.rows(); ++i) {
    double count = 0.0;
    for (std::size_t c = 0; c < l.columns(); ++c) count += l(i, c);
    for (std::size_t c = 0; c < l.columns(); ++c) l(i, c) /= std::sqrt(count);
  }
  const naive::Dense joint = l * naive::transposed(l);
  naive::Dense s(l.rows(), l.rows());
  for (std::size_t i = 0; i < l.rows(); ++i) {
    for (std::size_t j = 0; j < l.rows(); ++j) s(i, j) = 2.0 * joint(i, j) - 1.0;
  }
  return s;
}

}  // namespace orthant::testing
