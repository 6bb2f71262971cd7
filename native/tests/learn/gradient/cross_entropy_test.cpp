#include "learn/gradient/cross_entropy.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "learn/gradient/loss_case.h"

namespace orthant {
namespace {

TEST(CrossEntropy, IsTheNegativeLogarithmOfTheSoftmax) {
  std::vector<double> scores = {1.0, -0.5, 2.0};
  const double sum = std::exp(1.0) + std::exp(-0.5) + std::exp(2.0);
  const std::vector<std::int32_t> one = {1};
  EXPECT_NEAR(cross_entropy(one, scores), std::log(sum) + 0.5, 1e-12);
  scores = {1.0, -0.5, 2.0};
  const std::vector<std::int32_t> two = {0, 2};
  EXPECT_NEAR(cross_entropy(two, scores), std::log(sum) - 1.5, 1e-12);
}

TEST(CrossEntropy, TheScoresBecomeTheDerivative) {
  Rng rng(1);
  Matrix<double> scores = testing::normal_matrix(1, 5, 2.0, rng);
  const std::vector<std::int32_t> labels = {3, 1};
  const auto value = [&] {
    Matrix<double> copy = scores.clone();
    return cross_entropy(labels, copy.row(0));
  };
  Matrix<double> gradient = scores.clone();
  (void)cross_entropy(labels, gradient.row(0));
  testing::expect_gradient(scores, gradient, value);
}

TEST(CrossEntropy, HugeScoresDoNotOverflow) {
  std::vector<double> scores = {5000.0, -5000.0};
  const std::vector<std::int32_t> labels = {1};
  EXPECT_DOUBLE_EQ(cross_entropy(labels, scores), 10000.0);
  EXPECT_DOUBLE_EQ(scores[0], 1.0);
}

}  // namespace
}  // namespace orthant
