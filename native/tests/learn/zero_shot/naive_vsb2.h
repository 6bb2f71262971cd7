// The naive twin of the VSB2-style closed form: every matrix in full, plain loops, doubles; a bit
// of Z is flipped if the whole objective, computed anew, is lower with it flipped.
#pragma once

#include <functional>

#include "learn/discrete/naive_bit_sweep.h"
#include "learn/zero_shot/vsb2_codes.h"
#include "linalg/naive_linalg.h"

namespace orthant::naive {

struct Vsb2Start {
  Dense phi;
  Dense x;
  Dense a;
  Dense s;   // k x k
  Dense y1;  // n x k: the weights of a row's classes
  Dense z;   // k x r
  Dense b;   // n x r
  Vsb2Weights w;
};

inline double vsb2_objective(const Vsb2Start& p, const Dense& v, const Dense& projection,
                             const Dense& d) {
  const auto r = static_cast<double>(p.b.columns());
  const Vsb2Weights& w = p.w;
  return w.classes / r * squared_norm(plus(p.b * transposed(p.z), -r, p.y1 * p.s)) +
         w.relations / r * squared_norm(plus(p.z * transposed(p.z), -r, p.s)) +
         w.names * (squared_norm(plus(p.z, -1.0, p.a * v)) + w.names_ridge * squared_norm(v)) +
         w.visual * (squared_norm(plus(p.b, -1.0, p.phi * projection)) +
                     w.visual_ridge * squared_norm(projection)) +
         w.rebuild * (squared_norm(plus(p.x, -1.0, p.b * d)) + w.rebuild_ridge * squared_norm(d));
}

class Vsb2Twin {
 public:
  explicit Vsb2Twin(Vsb2Start start) : p(std::move(start)) { map_step(); }

  // `after_block` is called after each of the three steps.
  double round(
      int sweeps, const std::function<void()>& after_block = [] {}) {
    code_step(sweeps);
    after_block();
    name_step();
    after_block();
    map_step();
    after_block();
    return objective();
  }

  double objective() const { return vsb2_objective(p, v, projection, d); }

  Vsb2Start p;
  Dense v;
  Dense projection;
  Dense d;

 private:
  void code_step(int sweeps) {
    const Vsb2Weights& w = p.w;
    const auto r = static_cast<double>(p.b.columns());
    Dense q = plus(Dense(p.b.rows(), p.b.columns()), w.classes, p.y1 * p.s * p.z);
    q = plus(q, w.visual, p.phi * projection);
    q = plus(q, w.rebuild, p.x * transposed(d));
    Dense g = plus(Dense(p.b.columns(), p.b.columns()), w.classes / r, transposed(p.z) * p.z);
    g = plus(g, w.rebuild, d * transposed(d));
    bit_sweep(q, g, sweeps, p.b);
  }

  void name_step() {
    for (std::size_t k = 0; k < p.z.rows(); ++k) {
      for (std::size_t bit = 0; bit < p.z.columns(); ++bit) {
        const double before = objective();
        p.z(k, bit) = -p.z(k, bit);
        if (objective() >= before) p.z(k, bit) = -p.z(k, bit);
      }
    }
  }

  static Dense ridge(const Dense& from, double lambda, const Dense& to) {
    const Dense t = transposed(from);
    return solve(plus(t * from, lambda, identity(from.columns())), t * to);
  }

  void map_step() {
    v = ridge(p.a, p.w.names_ridge, p.z);
    projection = ridge(p.phi, p.w.visual_ridge, p.b);
    d = ridge(p.b, p.w.rebuild_ridge, p.x);
  }
};

}  // namespace orthant::naive
