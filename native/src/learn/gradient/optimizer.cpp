#include "learn/gradient/optimizer.h"

#include <cmath>
#include <string>

namespace orthant {
namespace {

constexpr double kSecondDecay = 0.999;
constexpr double kEpsilon = 1e-8;
constexpr std::int64_t kBlock = 1 << 16;

struct Step {
  double rate;
  double momentum;
  double decay;
  double first_bias;   // 1 / (1 - momentum^steps)
  double second_bias;  // 1 / (1 - 0.999^steps)
};

void sgd(const Step& step, const double* g, std::int64_t count, double* v, double* w) noexcept {
  for (std::int64_t i = 0; i < count; ++i) {
    v[i] = step.momentum * v[i] + g[i] + step.decay * w[i];
    w[i] -= step.rate * v[i];
  }
}

void adam(const Step& step, const double* g, std::int64_t count, double* u, double* s,
          double* w) noexcept {
  for (std::int64_t i = 0; i < count; ++i) {
    u[i] = step.momentum * u[i] + (1.0 - step.momentum) * g[i];
    s[i] = kSecondDecay * s[i] + (1.0 - kSecondDecay) * g[i] * g[i];
    const double towards = step.first_bias * u[i] / (std::sqrt(step.second_bias * s[i]) + kEpsilon);
    w[i] -= step.rate * (towards + step.decay * w[i]);
  }
}

}  // namespace

Optimizer::Optimizer(Settings settings, const std::vector<Parameter>& parameters)
    : settings_(settings) {
  for (const Parameter& parameter : parameters) {
    const std::int64_t rows = parameter.values->rows();
    const std::int64_t columns = parameter.values->columns();
    Moments& moments = moments_.emplace_back();
    moments.first = Matrix<double>(rows, columns);
    if (settings_.kind == Kind::adam) moments.second = Matrix<double>(rows, columns);
  }
}

void Optimizer::step(const std::vector<Parameter>& parameters, double rate, const Work& work) {
  ++steps_;
  const auto steps = static_cast<double>(steps_);
  Step step{rate, settings_.momentum, 0.0, 1.0 / (1.0 - std::pow(settings_.momentum, steps)),
            1.0 / (1.0 - std::pow(kSecondDecay, steps))};
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    const Parameter& parameter = parameters[p];
    Moments& moments = moments_[p];
    step.decay = parameter.decays ? settings_.weight_decay : 0.0;
    const double* g = parameter.gradient->data();
    double* w = parameter.values->data();
    const std::int64_t count = parameter.values->rows() * parameter.values->columns();
    work.for_each_block(count, kBlock, [&](std::int64_t first, std::int64_t last) {
      double* u = moments.first.data() + first;
      if (settings_.kind == Kind::sgd) {
        sgd(step, g + first, last - first, u, w + first);
      } else {
        adam(step, g + first, last - first, u, moments.second.data() + first, w + first);
      }
    });
  }
}

void Optimizer::visit(State& state) {
  state.field("optimizer steps", steps_, 0, std::int64_t{1} << 53);
  for (std::size_t p = 0; p < moments_.size(); ++p) {
    const std::string name = "moments of parameter " + std::to_string(p);
    state.field(name + ", first", moments_[p].first);
    if (settings_.kind == Kind::adam) state.field(name + ", second", moments_[p].second);
  }
}

}  // namespace orthant
