#include "learn/gradient/cnnh.h"

#include <gtest/gtest.h>

#include "learn/gradient/loss_harness.h"

namespace orthant {
namespace {

using Harness = testing::LossHarness<CnnhLoss>;

TEST(CnnhLoss, HasTheDerivativeOfItsValue) {
  for (const bool several : {false, true}) {
    Harness(testing::small_set(31, 120, several)).expect_gradients();
  }
}

TEST(CnnhLoss, IsDefinedForOddBatches) {
  for (const bool several : {false, true}) {
    Harness(testing::small_set(32, 120, several)).expect_odd_batches_defined();
  }
}

TEST(CnnhLoss, FallsAlongItsGradient) { Harness(testing::small_set(33)).expect_descent(50.0); }

TEST(CnnhLoss, GivesTheSameValueAgain) {
  Harness(testing::small_set(34)).expect_validation_repeats();
}

TEST(CnnhLoss, IsTheLikelihoodOfItsCodes) {
  Harness harness(testing::small_set(35));
  const std::vector<std::int64_t> of = harness.drawn(10);
  const Matrix<double> z = testing::normal_matrix(10, Harness::kBits, 1.0, harness.rng);
  double sum = 0.0;
  for (std::int64_t i = 0; i < 10; ++i) {
    for (std::int64_t k = 0; k < Harness::kBits; ++k) {
      const double code = harness.loss.codes()(of[static_cast<std::size_t>(i)], k);
      ASSERT_EQ(std::abs(code), 1.0);
      sum += std::log(1.0 + std::exp(-code * z(i, k))) / (10.0 * Harness::kBits);
    }
  }
  Matrix<double> gradient;
  EXPECT_NEAR(harness.value(of, z, gradient), sum, 1e-12);
}

}  // namespace
}  // namespace orthant
