#include "learn/gradient/batch_norm.h"

#include <gtest/gtest.h>

#include <cmath>

#include "learn/gradient/loss_case.h"

namespace orthant {
namespace {

using testing::normal_matrix;

TEST(BatchNorm, BringsLeadingColumnsToMeanZeroAndVarianceOne) {
  Rng rng(1);
  Matrix<double> values = normal_matrix(50, 4, 3.0, rng);
  for (std::int64_t i = 0; i < 50; ++i) values(i, 1) += 7.0;
  const Matrix<double> before = values.clone();
  BatchNorm norm(3);
  norm.train(values);
  for (std::int64_t k = 0; k < 3; ++k) {
    double mean = 0.0;
    double square = 0.0;
    for (std::int64_t i = 0; i < 50; ++i) {
      mean += values(i, k) / 50.0;
      square += values(i, k) * values(i, k) / 50.0;
    }
    EXPECT_NEAR(mean, 0.0, 1e-12);
    EXPECT_NEAR(square, 1.0, 1e-4);
  }
  for (std::int64_t i = 0; i < 50; ++i) EXPECT_EQ(values(i, 3), before(i, 3));
}

TEST(BatchNorm, TheDerivativeGoesThroughTheMeans) {
  Rng rng(2);
  Matrix<double> z = normal_matrix(7, 3, 2.0, rng);
  const Matrix<double> weights = normal_matrix(7, 3, 1.0, rng);
  const auto value = [&] {
    BatchNorm norm(2);
    Matrix<double> y = z.clone();
    norm.train(y);
    double sum = 0.0;  // a function of y that is not linear
    for (std::int64_t i = 0; i < 21; ++i) sum += weights.data()[i] * std::sin(y.data()[i]);
    return sum;
  };
  BatchNorm norm(2);
  Matrix<double> y = z.clone();
  norm.train(y);
  Matrix<double> gradient(7, 3);
  for (std::int64_t i = 0; i < 21; ++i) {
    gradient.data()[i] = weights.data()[i] * std::cos(y.data()[i]);
  }
  norm.backward(y.view(), gradient);
  testing::expect_gradient(z, gradient, value);
}

TEST(BatchNorm, RunningMeansTakeTheBatchesPlace) {
  Rng rng(3);
  BatchNorm norm(2);
  double mean = 0.0;
  for (int batch = 0; batch < 5; ++batch) {
    Matrix<double> values = normal_matrix(20, 2, 1.0, rng);
    double of_batch = 0.0;
    for (std::int64_t i = 0; i < 20; ++i) of_batch += values(i, 0) / 20.0;
    mean = batch == 0 ? of_batch : 0.9 * mean + 0.1 * of_batch;
    norm.train(values);
  }
  EXPECT_NEAR(norm.shift(0), mean, 1e-12);
  Matrix<double> values = normal_matrix(3, 2, 1.0, rng);
  const Matrix<double> before = values.clone();
  norm.apply(values);
  for (std::int64_t i = 0; i < 3; ++i) {
    EXPECT_DOUBLE_EQ(values(i, 1), (before(i, 1) - norm.shift(1)) * norm.factor(1));
  }
}

TEST(BatchNorm, AConstantColumnStaysFinite) {
  BatchNorm norm(1);
  Matrix<double> values(4, 1);
  for (std::int64_t i = 0; i < 4; ++i) values(i, 0) = 3.0;
  norm.train(values);
  for (std::int64_t i = 0; i < 4; ++i) EXPECT_EQ(values(i, 0), 0.0);
}

}  // namespace
}  // namespace orthant
