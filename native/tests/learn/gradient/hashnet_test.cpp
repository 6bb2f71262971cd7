#include "learn/gradient/hashnet.h"

#include <gtest/gtest.h>

#include "learn/gradient/loss_harness.h"

namespace orthant {
namespace {

using Harness = testing::LossHarness<HashNetLoss>;

TEST(HashNetLoss, HasTheDerivativeOfItsValue) {
  for (const bool several : {false, true}) {
    Harness(testing::small_set(31, 120, several)).expect_gradients();
  }
}

TEST(HashNetLoss, IsDefinedForOddBatches) {
  for (const bool several : {false, true}) {
    Harness(testing::small_set(32, 120, several)).expect_odd_batches_defined();
  }
}

TEST(HashNetLoss, FallsAlongItsGradient) { Harness(testing::small_set(33)).expect_descent(20.0); }

TEST(HashNetLoss, GivesTheSameValueAgain) {
  Harness(testing::small_set(34)).expect_validation_repeats();
}

double naive_loss(const Harness& harness, const std::vector<std::int64_t>& of,
                  const Matrix<double>& z, double beta, double alpha) {
  double similar = 0.0;
  double others = 0.0;
  double of_similar = 0.0;
  double of_others = 0.0;
  for (std::size_t i = 0; i < of.size(); ++i) {
    for (std::size_t j = 0; j < of.size(); ++j) {
      if (i == j) continue;
      double x = 0.0;
      for (std::int64_t k = 0; k < Harness::kBits; ++k) {
        x += alpha * std::tanh(beta * z(static_cast<std::int64_t>(i), k)) *
             std::tanh(beta * z(static_cast<std::int64_t>(j), k));
      }
      const auto a = harness.data.labels.of(of[i]);
      const auto b = harness.data.labels.of(of[j]);
      double common = 0.0;
      for (const std::int32_t label : a) {
        common += std::find(b.begin(), b.end(), label) != b.end() ? 1.0 : 0.0;
      }
      if (common > 0.0) {
        similar += 1.0;
        const auto all = static_cast<double>(a.size() + b.size());
        of_similar += common / (all - common) * (std::log(1.0 + std::exp(x)) - x);
      } else {
        others += 1.0;
        of_others += std::log(1.0 + std::exp(x));
      }
    }
  }
  return of_similar / similar + of_others / others;
}

TEST(HashNetLoss, WeighsPairsAsItsDefinition) {
  Harness harness(testing::small_set(35, 120, true), {{"sharpness", 4}, {"beta-end", 3}});
  const std::vector<std::int64_t> of = harness.drawn(24);
  const Matrix<double> z = testing::normal_matrix(24, Harness::kBits, 1.0, harness.rng);
  const double alpha = 4.0 / Harness::kBits;
  Matrix<double> gradient;
  // Epoch 1 of 3: half way between 1 and 9 in the square.
  EXPECT_NEAR(harness.value(of, z, gradient), naive_loss(harness, of, z, std::sqrt(5.0), alpha),
              1e-12);
  EXPECT_NEAR(harness.loss.validate({of, z.view()}, harness.work),
              naive_loss(harness, of, z, 3.0, alpha), 1e-12);
  harness.loss.begin_epoch(0, 3, harness.work);
  EXPECT_NEAR(harness.value(of, z, gradient), naive_loss(harness, of, z, 1.0, alpha), 1e-12);
}

}  // namespace
}  // namespace orthant
