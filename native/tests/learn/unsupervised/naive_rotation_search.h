// The naive twin of ITQ's alternation: B = sgn(V R), then R from the decomposition of V^T B.
#pragma once

#include "linalg/naive_linalg.h"

namespace orthant::naive {

inline Dense signs(const Dense& a) {
  Dense b(a.rows(), a.columns());
  for (std::size_t i = 0; i < a.rows(); ++i) {
    for (std::size_t j = 0; j < a.columns(); ++j) b(i, j) = a(i, j) > 0.0 ? 1.0 : -1.0;
  }
  return b;
}

// One round; returns ||B - V R||^2 with the new R.
inline double rotation_round(const Dense& v, Dense& r) {
  const Dense b = signs(v * r);
  r = nearest_rotation(transposed(v) * b);
  return squared_norm(plus(b, -1.0, v * r));
}

// R0 as the library draws it: the nearest rotation of a Gaussian matrix.
inline Dense drawn_rotation(std::size_t q, std::size_t r, Rng& rng) {
  return nearest_rotation(random(q, r, rng));
}

}  // namespace orthant::naive
