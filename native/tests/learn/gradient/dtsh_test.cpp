#include "learn/gradient/dtsh.h"

#include <gtest/gtest.h>

#include "learn/gradient/loss_harness.h"

namespace orthant {
namespace {

using Harness = testing::LossHarness<DtshLoss>;

TEST(DtshLoss, HasTheDerivativeOfItsValue) {
  for (const bool several : {false, true}) {
    Harness(testing::small_set(31, 120, several)).expect_gradients();
  }
}

TEST(DtshLoss, IsDefinedForOddBatches) {
  for (const bool several : {false, true}) {
    Harness(testing::small_set(32, 120, several)).expect_odd_batches_defined();
  }
}

TEST(DtshLoss, FallsAlongItsGradient) { Harness(testing::small_set(33)).expect_descent(5.0); }

TEST(DtshLoss, GivesTheSameValueAgain) {
  Harness(testing::small_set(34)).expect_validation_repeats();
}

TEST(DtshLoss, IsTheMeanOverAllTripletsWhereTheyAreFew) {
  Harness harness(testing::small_set(35, 120, true), {{"triplets", 1e6}, {"quantisation", 0.3}});
  const std::vector<std::int64_t> of = harness.drawn(12);
  const Matrix<double> z = testing::normal_matrix(12, Harness::kBits, 1.0, harness.rng);
  const auto shares = [&](std::size_t a, std::size_t b) {
    const auto first = harness.data.labels.of(of[a]);
    const auto second = harness.data.labels.of(of[b]);
    return std::find_first_of(first.begin(), first.end(), second.begin(), second.end()) !=
           first.end();
  };
  const auto psi = [&](std::size_t a, std::size_t b) {
    double sum = 0.0;
    for (std::int64_t k = 0; k < Harness::kBits; ++k) {
      sum += 0.5 * z(static_cast<std::int64_t>(a), k) * z(static_cast<std::int64_t>(b), k);
    }
    return sum;
  };
  double sum = 0.0;
  double triplets = 0.0;
  for (std::size_t q = 0; q < of.size(); ++q) {
    for (std::size_t p = 0; p < of.size(); ++p) {
      for (std::size_t n = 0; n < of.size(); ++n) {
        if (p == q || n == q || !shares(q, p) || shares(q, n)) continue;
        const double t = psi(q, p) - psi(q, n) - 0.5 * Harness::kBits;
        sum += std::log(1.0 + std::exp(t)) - t;
        triplets += 1.0;
      }
    }
  }
  double error = 0.0;
  for (std::int64_t i = 0; i < 12 * Harness::kBits; ++i) {
    error += std::pow(std::abs(z.data()[i]) - 1.0, 2);
  }
  Matrix<double> gradient;
  EXPECT_NEAR(harness.value(of, z, gradient),
              sum / triplets + 0.3 * error / (12.0 * Harness::kBits), 1e-12);
}

}  // namespace
}  // namespace orthant
