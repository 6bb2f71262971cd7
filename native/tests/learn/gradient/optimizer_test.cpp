#include "learn/gradient/optimizer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "testing/work.h"

namespace orthant {
namespace {

using Kind = Optimizer::Kind;

struct Quadratic {  // min sum_i (i + 1) w_i^2 / 2
  explicit Quadratic(std::int64_t size) : values(1, size), gradient(1, size) {
    for (std::int64_t i = 0; i < size; ++i) values(0, i) = 1.0 - 0.3 * static_cast<double>(i);
  }
  void differentiate() {
    for (std::int64_t i = 0; i < values.columns(); ++i) {
      gradient(0, i) = static_cast<double>(i + 1) * values(0, i);
    }
  }
  std::vector<Parameter> parameters(bool decays) { return {{&values, &gradient, decays}}; }

  Matrix<double> values;
  Matrix<double> gradient;
};

// The textbook's recurrences on one number.
std::vector<double> naive_path(Kind kind, double momentum, double decay, double rate, double w,
                               double curvature, int steps) {
  std::vector<double> path;
  double u = 0.0;
  double s = 0.0;
  for (int t = 1; t <= steps; ++t) {
    const double g = curvature * w;
    if (kind == Kind::sgd) {
      u = momentum * u + g + decay * w;
      w -= rate * u;
    } else {
      u = momentum * u + (1.0 - momentum) * g;
      s = 0.999 * s + 0.001 * g * g;
      const double mean = u / (1.0 - std::pow(momentum, t));
      const double square = s / (1.0 - std::pow(0.999, t));
      w -= rate * (mean / (std::sqrt(square) + 1e-8) + decay * w);
    }
    path.push_back(w);
  }
  return path;
}

TEST(Optimizer, FollowsTheTextbook) {
  const Work work = testing::uncancelled_work();
  for (const Kind kind : {Kind::sgd, Kind::adam}) {
    for (const bool decays : {false, true}) {
      Quadratic problem(5);
      const Matrix<double> start = problem.values.clone();
      Optimizer optimizer({kind, 0.8, 0.1}, problem.parameters(decays));
      for (int t = 0; t < 7; ++t) {
        problem.differentiate();
        optimizer.step(problem.parameters(decays), 0.05, work);
        for (std::int64_t i = 0; i < 5; ++i) {
          const auto path = naive_path(kind, 0.8, decays ? 0.1 : 0.0, 0.05, start(0, i),
                                       static_cast<double>(i + 1), t + 1);
          EXPECT_NEAR(problem.values(0, i), path.back(), 1e-12);
        }
      }
    }
  }
}

TEST(Optimizer, BothKindsReachTheMinimum) {
  const Work work = testing::uncancelled_work();
  for (const Kind kind : {Kind::sgd, Kind::adam}) {
    Quadratic problem(4);
    Optimizer optimizer({kind, 0.9, 0.0}, problem.parameters(true));
    for (int t = 0; t < 600; ++t) {
      problem.differentiate();
      optimizer.step(problem.parameters(true), 0.02, work);
    }
    for (std::int64_t i = 0; i < 4; ++i) EXPECT_NEAR(problem.values(0, i), 0.0, 0.01);
  }
}

TEST(Optimizer, ThreadsDoNotChangeTheStep) {
  Quadratic one(200000);
  Quadratic several(200000);
  Optimizer first({Kind::adam, 0.9, 0.01}, one.parameters(true));
  Optimizer second({Kind::adam, 0.9, 0.01}, several.parameters(true));
  for (int t = 0; t < 2; ++t) {
    one.differentiate();
    several.differentiate();
    first.step(one.parameters(true), 0.1, testing::uncancelled_work(1));
    second.step(several.parameters(true), 0.1, testing::uncancelled_work(3));
  }
  for (std::int64_t i = 0; i < 200000; ++i) ASSERT_EQ(one.values(0, i), several.values(0, i));
}

}  // namespace
}  // namespace orthant
