#include "learn/gradient/ninh.h"

#include <gtest/gtest.h>

#include "learn/gradient/loss_harness.h"

namespace orthant {
namespace {

using Harness = testing::LossHarness<NinhLoss>;

TEST(NinhLoss, HasTheDerivativeOfItsValue) {
  for (const bool several : {false, true}) {
    Harness(testing::small_set(31, 120, several)).expect_gradients();
  }
}

TEST(NinhLoss, IsDefinedForOddBatches) {
  for (const bool several : {false, true}) {
    Harness(testing::small_set(32, 120, several)).expect_odd_batches_defined();
  }
}

TEST(NinhLoss, FallsAlongItsGradient) { Harness(testing::small_set(33)).expect_descent(5.0); }

TEST(NinhLoss, GivesTheSameValueAgain) {
  Harness(testing::small_set(34)).expect_validation_repeats();
}

TEST(NinhLoss, IsTheMeanHingeOverAllTripletsWhereTheyAreFew) {
  Harness harness(testing::small_set(35), {{"triplets", 1e6}, {"margin", 0.2}});
  const std::vector<std::int64_t> of = harness.drawn(12);
  const Matrix<double> z = testing::normal_matrix(12, Harness::kBits, 1.0, harness.rng);
  const auto distance = [&](std::int64_t a, std::int64_t b) {
    double sum = 0.0;
    for (std::int64_t k = 0; k < Harness::kBits; ++k) {
      sum += std::pow(1.0 / (1.0 + std::exp(-z(a, k))) - 1.0 / (1.0 + std::exp(-z(b, k))), 2);
    }
    return sum;
  };
  double sum = 0.0;
  double triplets = 0.0;
  for (std::int64_t q = 0; q < 12; ++q) {
    for (std::int64_t p = 0; p < 12; ++p) {
      for (std::int64_t n = 0; n < 12; ++n) {
        // Row 3 i is of class 3 i % 4.
        if (p == q || (3 * q - 3 * p) % 4 != 0 || (3 * q - 3 * n) % 4 == 0) continue;
        sum += std::max(0.0, 0.2 * Harness::kBits + distance(q, p) - distance(q, n));
        triplets += 1.0;
      }
    }
  }
  Matrix<double> gradient;
  EXPECT_NEAR(harness.value(of, z, gradient), sum / triplets, 1e-12);
}

TEST(NinhLoss, IsZeroWithoutTriplets) {
  Harness harness(testing::small_set(36));
  EXPECT_EQ(harness.expect_defined(harness.of_class(2)), 0.0);
  EXPECT_EQ(harness.expect_defined({0, 1, 2, 3}), 0.0);
}

}  // namespace
}  // namespace orthant
