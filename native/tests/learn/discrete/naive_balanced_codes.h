// The naive twin of SCDH: S in full, plain loops, doubles.
#pragma once

#include <cmath>

#include "learn/discrete/balanced_codes.h"
#include "learn/discrete/naive_similarity.h"
#include "linalg/naive_linalg.h"

namespace orthant::naive {

inline double balanced_objective(const Dense& b, const Dense& z, const Dense& p, const Dense& phi,
                                 const Dense& s, BalanceWeights w) {
  const auto r = static_cast<double>(b.columns());
  return squared_norm(plus(b * transposed(z), -r, s)) +
         w.lambda * squared_norm(plus(b, -1.0, phi * p)) +
         w.alpha * squared_norm(plus(b, -1.0, z)) + w.beta * squared_norm(p);
}

inline Dense centred(Dense m) {
  for (std::size_t j = 0; j < m.columns(); ++j) {
    double mean = 0.0;
    for (std::size_t i = 0; i < m.rows(); ++i) mean += m(i, j) / static_cast<double>(m.rows());
    for (std::size_t i = 0; i < m.rows(); ++i) m(i, j) -= mean;
  }
  return m;
}

class BalancedTwin {
 public:
  BalancedTwin(Dense phi, Dense start, Dense s, BalanceWeights weights)
      : phi_(std::move(phi)), b_(std::move(start)), s_(std::move(s)), w_(weights) {
    feature_step();
    balance_step();
  }

  double round() {
    const auto r = static_cast<double>(b_.columns());
    const Dense q =
        plus(plus(plus(Dense(b_.rows(), b_.columns()), r, s_ * z_), w_.lambda, phi_ * projection),
             w_.alpha, z_);
    for (std::size_t i = 0; i < b_.rows(); ++i) {
      for (std::size_t k = 0; k < b_.columns(); ++k) {
        if (q(i, k) != 0.0) b_(i, k) = q(i, k) > 0.0 ? 1.0 : -1.0;
      }
    }
    feature_step();
    balance_step();
    return balanced_objective(b_, z_, projection, phi_, s_, w_);
  }

  Dense projection;

 private:
  void feature_step() {
    const Dense phit = transposed(phi_);
    projection = solve(plus(phit * phi_, w_.beta / w_.lambda, identity(phi_.columns())), phit * b_);
  }

  void balance_step() {
    const auto r = static_cast<double>(b_.columns());
    const Dense m = centred(plus(plus(Dense(b_.rows(), b_.columns()), r, s_ * b_), w_.alpha, b_));
    z_ = plus(Dense(m.rows(), m.columns()), std::sqrt(static_cast<double>(m.rows())),
              transposed(nearest_rotation(transposed(m))));
  }

  Dense phi_;
  Dense b_;
  Dense z_;
  Dense s_;
  BalanceWeights w_;
};

}  // namespace orthant::naive
