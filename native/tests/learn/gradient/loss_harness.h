// A loss prepared on a small random set, and the questions that every loss is asked.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <utility>
#include <vector>

#include "learn/gradient/finite_differences.h"
#include "learn/gradient/prepared_loss.h"

namespace orthant::testing {

template <typename L>
struct LossHarness : PreparedLoss<L> {
  using PreparedLoss<L>::data;
  using PreparedLoss<L>::loss;
  using PreparedLoss<L>::rng;
  using PreparedLoss<L>::rows;
  using PreparedLoss<L>::set;
  using PreparedLoss<L>::value;
  using PreparedLoss<L>::work;

  static constexpr std::int64_t kBits = 5;

  explicit LossHarness(TrainingSet training_set, const Settings& settings = {})
      : PreparedLoss<L>(std::move(training_set), kBits, settings, 1) {}

  // By the outputs, and by the loss's own parameters.
  void expect_gradients(std::int64_t batch = 14, double scale = 0.7) {
    const std::vector<std::int64_t> of = drawn(batch);
    Matrix<double> z = normal_matrix(batch, kBits, scale, rng);
    Matrix<double> gradient;
    ASSERT_GT(std::abs(value(of, z, gradient)), 0.0);
    const Matrix<double> by_outputs = gradient.clone();
    std::vector<Matrix<double>> by_own;
    for (const Parameter& own : loss.parameters()) by_own.push_back(own.gradient->clone());
    Matrix<double> ignored;
    const auto again = [&] { return value(of, z, ignored); };
    expect_gradient(z, by_outputs, again, 2e-6);
    const std::vector<Parameter> own = loss.parameters();
    for (std::size_t p = 0; p < own.size(); ++p) {
      SCOPED_TRACE("parameter " + std::to_string(p));
      expect_gradient(*own[p].values, by_own[p], again, 2e-6);
    }
  }

  // A batch out of the ordinary: finite values, a gradient of the outputs' shape.
  double expect_defined(const std::vector<std::int64_t>& of) {
    const auto b = static_cast<std::int64_t>(of.size());
    Matrix<double> z = normal_matrix(b, kBits, 1.0, rng);
    z(0, 0) = 0.0;
    Matrix<double> gradient;
    const double loss_of_batch = value(of, z, gradient);
    EXPECT_TRUE(std::isfinite(loss_of_batch));
    EXPECT_EQ(gradient.rows(), b);
    EXPECT_EQ(gradient.columns(), kBits);
    for (std::int64_t i = 0; i < b * kBits; ++i) {
      EXPECT_TRUE(std::isfinite(gradient.data()[i])) << "entry " << i;
    }
    EXPECT_TRUE(std::isfinite(loss.validate({of, z.view()}, work)));
    return loss_of_batch;
  }

  // A row alone; rows of one class; one row of each class; all rows equal and saturated.
  void expect_odd_batches_defined() {
    expect_defined({0});
    expect_defined(of_class(0));
    std::vector<std::int64_t> strangers;
    for (std::int32_t c = 0; c + 1 < set.classes; ++c) strangers.push_back(of_class(c).front());
    expect_defined(strangers);
    const std::vector<std::int64_t> of = drawn(8);
    Matrix<double> gradient;
    for (const double far : {0.0, 40.0, -1e4}) {
      Matrix<double> z(8, kBits);
      for (std::int64_t i = 0; i < 8 * kBits; ++i) z.data()[i] = far;
      EXPECT_TRUE(std::isfinite(value(of, z, gradient)));
      for (std::int64_t i = 0; i < 8 * kBits; ++i) EXPECT_TRUE(std::isfinite(gradient.data()[i]));
    }
  }

  // Gradient descent on the outputs themselves ends below where it began.
  void expect_descent(double rate, int steps = 60) {
    const std::vector<std::int64_t> of = drawn(24);
    Matrix<double> z = normal_matrix(24, kBits, 0.3, rng);
    Matrix<double> gradient;
    const double first = value(of, z, gradient);
    for (int step = 0; step < steps; ++step) {
      for (std::int64_t i = 0; i < 24 * kBits; ++i) z.data()[i] -= rate * gradient.data()[i];
      for (const Parameter& own : loss.parameters()) {
        for (std::int64_t i = 0; i < own.values->rows() * own.values->columns(); ++i) {
          own.values->data()[i] -= 0.1 * rate * own.gradient->data()[i];
        }
      }
      (void)value(of, z, gradient);
    }
    EXPECT_LT(value(of, z, gradient), first - 0.1 * std::abs(first));
  }

  // The same value without the random draws of training, at any number of threads.
  void expect_validation_repeats() {
    const std::vector<std::int64_t> of = drawn(20);
    const Matrix<double> z = normal_matrix(20, kBits, 0.7, rng);
    const double once = loss.validate({of, z.view()}, work);
    EXPECT_EQ(loss.validate({of, z.view()}, uncancelled_work(3)), once);
    Matrix<double> single;
    Matrix<double> several;
    const double of_one = value(of, z, single);
    Rng same(77);
    EXPECT_EQ(loss.evaluate({of, z.view()}, several, same, uncancelled_work(3)), of_one);
    for (std::int64_t i = 0; i < 20 * kBits; ++i) {
      EXPECT_EQ(single.data()[i], several.data()[i]) << "entry " << i;
    }
  }

  [[nodiscard]] std::vector<std::int64_t> drawn(std::int64_t count) {
    std::vector<std::int64_t> some;
    for (std::int64_t i = 0; i < count; ++i) some.push_back(rows[static_cast<std::size_t>(3 * i)]);
    return some;
  }
  [[nodiscard]] std::vector<std::int64_t> of_class(std::int32_t wanted) const {
    std::vector<std::int64_t> found;
    for (const std::int64_t row : rows) {
      const auto labels = data.labels.of(row);
      if (labels.size() == 1 && labels.front() == wanted) found.push_back(row);
    }
    found.resize(6);
    return found;
  }
};

}  // namespace orthant::testing
