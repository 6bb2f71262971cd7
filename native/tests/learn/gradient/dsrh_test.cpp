#include "learn/gradient/dsrh.h"

#include <gtest/gtest.h>

#include "learn/gradient/loss_harness.h"

namespace orthant {
namespace {

using Harness = testing::LossHarness<DsrhLoss>;

TEST(DsrhLoss, HasTheDerivativeOfItsValue) {
  for (const bool several : {false, true}) {
    Harness(testing::small_set(31, 120, several)).expect_gradients();
  }
}

TEST(DsrhLoss, IsDefinedForOddBatches) {
  for (const bool several : {false, true}) {
    Harness(testing::small_set(32, 120, several)).expect_odd_batches_defined();
  }
}

TEST(DsrhLoss, FallsAlongItsGradient) { Harness(testing::small_set(33)).expect_descent(5.0); }

TEST(DsrhLoss, GivesTheSameValueAgain) {
  Harness(testing::small_set(34)).expect_validation_repeats();
}

// Three levels of relevance: row 0 shares two labels with 1, one with 2, none with 3 and 4.
testing::TrainingSet levels() {
  testing::TrainingSet set = testing::small_set(40, 5);
  set.labels = {0, 1, 0, 1, 1, 2, 3, 2, 3};
  set.offsets = {0, 2, 4, 6, 8, 9};
  set.labels[8] = 3;
  return set;
}

TEST(DsrhLoss, WeighsTripletsByTheGainOfASwap) {
  Harness harness(levels(), {{"triplets", 1e6}, {"margin", 0.3}, {"balance", 0.7}});
  const std::vector<std::int64_t> of = {0, 1, 2, 3, 4};
  const Matrix<double> z = testing::normal_matrix(5, Harness::kBits, 1.0, harness.rng);
  const int relevance[5][5] = {
      {2, 2, 1, 0, 0}, {2, 2, 1, 0, 0}, {1, 1, 2, 1, 0}, {0, 0, 1, 2, 1}, {0, 0, 0, 1, 1}};
  const auto h = [&](std::int64_t i, std::int64_t k) { return std::tanh(z(i, k)); };
  const auto distance = [&](std::int64_t a, std::int64_t b) {
    double sum = 0.0;
    for (std::int64_t k = 0; k < Harness::kBits; ++k) sum += 0.5 * (1.0 - h(a, k) * h(b, k));
    return sum;
  };
  double sum = 0.0;
  double weights = 0.0;
  for (int q = 0; q < 5; ++q) {
    std::vector<int> best;
    for (int i = 0; i < 5; ++i) {
      if (i != q) best.push_back(relevance[q][i]);
    }
    std::sort(best.rbegin(), best.rend());
    double ideal = 0.0;
    for (int p = 0; p < 4; ++p) {
      ideal += (std::pow(2.0, best[static_cast<std::size_t>(p)]) - 1.0) / std::log2(2.0 + p);
    }
    for (int i = 0; i < 5; ++i) {
      for (int j = 0; j < 5; ++j) {
        if (i == q || j == q || relevance[q][i] <= relevance[q][j]) continue;
        const double weight =
            (std::pow(2.0, relevance[q][i]) - std::pow(2.0, relevance[q][j])) / ideal;
        weights += weight;
        sum += weight * std::max(0.0, 0.3 * Harness::kBits + distance(q, i) - distance(q, j));
      }
    }
  }
  double balance = 0.0;
  for (std::int64_t k = 0; k < Harness::kBits; ++k) {
    double mean = 0.0;
    for (std::int64_t i = 0; i < 5; ++i) mean += h(i, k) / 5.0;
    balance += 0.7 * mean * mean / Harness::kBits;
  }
  Matrix<double> gradient;
  EXPECT_NEAR(harness.value(of, z, gradient), sum / weights + balance, 1e-12);
}

}  // namespace
}  // namespace orthant
