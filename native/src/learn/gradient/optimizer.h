// Changes parameters along their gradients g, at a rate t; d is the weight decay.
//     sgd    v <- momentum v + g + d w;   w <- w - t v
//     adam   u <- momentum u + (1 - momentum) g,  s <- 0.999 s + 0.001 g^2, both without their
//            bias;  w <- w - t (u / (sqrt(s) + 1e-8) + d w)
// Adam: Kingma and Ba, ICLR 2015; its decay is decoupled from the moments (Loshchilov and Hutter,
// ICLR 2019). Entry by entry, so the result does not depend on threads. Memory: one (sgd) or two
// (adam) more matrices of each parameter's shape.
#pragma once

#include <cstdint>
#include <vector>

#include "learn/gradient/loss.h"
#include "learn/state.h"
#include "linalg/work.h"

namespace orthant {

class Optimizer {
 public:
  enum class Kind : std::int32_t { sgd = 0, adam = 1 };

  struct Settings {
    Kind kind = Kind::adam;
    double momentum = 0.9;  // [0, 1)
    double weight_decay = 0.0;
  };

  // The parameters of each later step have the shapes of these.
  Optimizer(Settings settings, const std::vector<Parameter>& parameters);

  void step(const std::vector<Parameter>& parameters, double rate, const Work& work);
  void visit(State& state);

 private:
  struct Moments {
    Matrix<double> first;
    Matrix<double> second;  // adam only
  };

  Settings settings_;
  std::int64_t steps_ = 0;
  std::vector<Moments> moments_;
};

}  // namespace orthant
