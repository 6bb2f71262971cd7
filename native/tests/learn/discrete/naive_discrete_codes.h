// The naive twin of SDH and ZSH: everything explicit (Y, R, L), plain loops, doubles.
#pragma once

#include "learn/discrete/naive_bit_sweep.h"
#include "linalg/naive_linalg.h"

namespace orthant::naive {

struct DiscreteProblem {
  Dense phi;  // n x m
  Dense y;    // n x c
  Dense b;    // n x r, the start
  double lambda = 0.0;
  double alpha = 0.0;
  double beta = 0.0;
  double gamma = 0.0;
  Dense laplacian;             // n x n, for the graph term; no rows: none
  bool graph_on_codes = true;  // else on the targets
  int sweeps = 1;
  bool restart = false;
};

// W, P, R and the steps, in the order of the library's rounds.
class DiscreteTwin {
 public:
  explicit DiscreteTwin(DiscreteProblem problem, Dense rotation)
      : p_(std::move(problem)), r_(std::move(rotation)) {
    class_step();
    feature_step();
  }

  // Chooses R anew from (Y, B, W); the identity for "none".
  using Rotate = std::function<Dense(const Dense&, const Dense&, const Dense&)>;

  double round(const Rotate& rotate) {
    const Dense q = plus(scaled(p_.phi * projection, p_.alpha), 1.0, p_.y * r_ * transposed(w));
    if (p_.restart) p_.b = Dense(p_.b.rows(), p_.b.columns());
    bit_sweep(q, w * transposed(w), p_.sweeps, p_.b);
    r_ = rotate(p_.y, p_.b, w);
    class_step();
    feature_step();
    return objective();
  }

  double objective() const {
    double value = squared_norm(plus(p_.y * r_, -1.0, p_.b * w)) + p_.lambda * squared_norm(w) +
                   p_.alpha * squared_norm(plus(p_.b, -1.0, p_.phi * projection)) +
                   p_.beta * squared_norm(projection);
    if (p_.laplacian.rows() == 0) return value;
    const Dense x = p_.graph_on_codes ? p_.phi * projection : p_.y * r_;
    return value + p_.gamma * trace(transposed(x) * p_.laplacian * x);
  }

  const Dense& b() const { return p_.b; }
  const Dense& rotation() const { return r_; }

  Dense w;           // r x c
  Dense projection;  // m x r

 private:
  static Dense scaled(const Dense& a, double factor) {
    return plus(Dense(a.rows(), a.columns()), factor, a);
  }

  void class_step() {
    const Dense bt = transposed(p_.b);
    w = solve(plus(bt * p_.b, p_.lambda, identity(p_.b.columns())), bt * p_.y * r_);
  }

  void feature_step() {
    const Dense phit = transposed(p_.phi);
    Dense normal = plus(phit * p_.phi, p_.beta / p_.alpha, identity(p_.phi.columns()));
    if (p_.laplacian.rows() > 0 && p_.graph_on_codes) {
      normal = plus(normal, p_.gamma / p_.alpha, phit * p_.laplacian * p_.phi);
    }
    projection = solve(normal, phit * p_.b);
  }

  DiscreteProblem p_;
  Dense r_;
};

}  // namespace orthant::naive
