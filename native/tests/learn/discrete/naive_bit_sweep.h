// The textbook loop of discrete cyclic coordinate descent, one sample and one bit at a time.
#pragma once

#include <functional>

#include "linalg/naive_linalg.h"

namespace orthant::naive {

// b_k <- sgn(q_k - sum_{l != k} G_kl b_l); sgn(0) keeps the old bit, and an old 0 becomes +1.
// `after_bit` is called after each bit of each sample.
inline void bit_sweep(
    const Dense& q, const Dense& g, int sweeps, Dense& b,
    const std::function<void()>& after_bit = [] {}) {
  for (std::size_t i = 0; i < b.rows(); ++i) {
    for (int sweep = 0; sweep < sweeps; ++sweep) {
      for (std::size_t k = 0; k < b.columns(); ++k) {
        double sum = 0.0;
        for (std::size_t l = 0; l < b.columns(); ++l) {
          if (l != k) sum += g(k, l) * b(i, l);
        }
        const double value = q(i, k) - sum;
        if (value > 0.0) b(i, k) = 1.0;
        if (value < 0.0) b(i, k) = -1.0;
        if (b(i, k) == 0.0) b(i, k) = 1.0;
        after_bit();
      }
    }
  }
}

}  // namespace orthant::naive
