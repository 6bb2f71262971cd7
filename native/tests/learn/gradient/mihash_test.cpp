#include "learn/gradient/mihash.h"

#include <gtest/gtest.h>

#include "learn/gradient/loss_harness.h"

namespace orthant {
namespace {

using Harness = testing::LossHarness<MihashLoss>;

TEST(MihashLoss, HasTheDerivativeOfItsValue) {
  for (const bool several : {false, true}) {
    Harness(testing::small_set(31, 120, several)).expect_gradients();
  }
}

TEST(MihashLoss, IsDefinedForOddBatches) {
  for (const bool several : {false, true}) {
    Harness(testing::small_set(32, 120, several)).expect_odd_batches_defined();
  }
}

TEST(MihashLoss, FallsAlongItsGradient) { Harness(testing::small_set(33)).expect_descent(20.0); }

TEST(MihashLoss, GivesTheSameValueAgain) {
  Harness(testing::small_set(34)).expect_validation_repeats();
}

// I(D; related) from the definition: histograms by the triangular kernel at each centre, entropies
// of the three distributions.
double naive_loss(const Harness& harness, const std::vector<std::int64_t>& of,
                  const Matrix<double>& z, int bins, double scale) {
  const auto b = static_cast<double>(of.size());
  const auto entropy = [](const std::vector<double>& p) {
    double sum = 0.0;
    for (const double share : p) sum -= share > 0.0 ? share * std::log2(share) : 0.0;
    return sum;
  };
  double total = 0.0;
  for (std::size_t i = 0; i < of.size(); ++i) {
    std::vector<double> histogram[2];
    double rows[2] = {0.0, 0.0};
    for (auto& one : histogram) one.resize(static_cast<std::size_t>(bins + 1));
    for (std::size_t j = 0; j < of.size(); ++j) {
      if (i == j) continue;
      double product = 0.0;
      for (std::int64_t k = 0; k < Harness::kBits; ++k) {
        product += std::tanh(scale * z(static_cast<std::int64_t>(i), k)) *
                   std::tanh(scale * z(static_cast<std::int64_t>(j), k));
      }
      const double distance = 0.5 * (Harness::kBits - product);
      std::size_t related = 0;
      for (const std::int32_t a : harness.data.labels.of(of[i])) {
        for (const std::int32_t c : harness.data.labels.of(of[j])) related |= a == c ? 1U : 0U;
      }
      rows[related] += 1.0;
      const double width = static_cast<double>(Harness::kBits) / bins;
      for (int l = 0; l <= bins; ++l) {
        histogram[related][static_cast<std::size_t>(l)] +=
            std::max(0.0, 1.0 - std::abs(distance - l * width) / width);
      }
    }
    std::vector<double> all(static_cast<std::size_t>(bins + 1));
    double information = 0.0;
    for (std::size_t kind = 0; kind < 2; ++kind) {
      for (std::size_t l = 0; l < all.size(); ++l) {
        all[l] += histogram[kind][l] / (b - 1.0);
        if (rows[kind] > 0.0) histogram[kind][l] /= rows[kind];
      }
      information -= rows[kind] / (b - 1.0) * entropy(histogram[kind]);
    }
    total += information + entropy(all);
  }
  return -total / b;
}

TEST(MihashLoss, IsTheMutualInformationOfItsDefinition) {
  Harness harness(testing::small_set(35, 120, true), {{"bins", 7}, {"scale", 0.8}});
  const std::vector<std::int64_t> of = harness.drawn(30);
  const Matrix<double> z = testing::normal_matrix(30, Harness::kBits, 1.0, harness.rng);
  Matrix<double> gradient;
  EXPECT_NEAR(harness.value(of, z, gradient), naive_loss(harness, of, z, 7, 0.8), 1e-12);
}

TEST(MihashLoss, IsMinusTheEntropyOfTheRelationAtPerfectCodes) {
  Harness harness(testing::small_set(36));
  std::vector<std::int64_t> of;
  Matrix<double> z(20, Harness::kBits);
  for (std::int64_t i = 0; i < 20; ++i) {
    of.push_back(i);  // class i % 4: two of four get each code
    for (std::int64_t k = 0; k < Harness::kBits; ++k) z(i, k) = i % 2 == 0 ? 9.0 : -9.0;
  }
  // Rows that share a code are of the class or of one other: I = H(D) - p- H(D|-).
  const double near = 9.0 / 19.0;
  const double related = 4.0 / 19.0;
  const double near_of_others = 5.0 / 15.0;
  const auto entropy = [](double p) { return -p * std::log2(p) - (1.0 - p) * std::log2(1.0 - p); };
  Matrix<double> gradient;
  EXPECT_NEAR(harness.value(of, z, gradient),
              -(entropy(near) - (1.0 - related) * entropy(near_of_others)), 1e-6);
}

TEST(MihashLoss, IsZeroWithoutRowsOfBothKinds) {
  Harness harness(testing::small_set(37));
  EXPECT_EQ(harness.expect_defined({4}), 0.0);
  EXPECT_NEAR(harness.expect_defined(harness.of_class(1)), 0.0, 1e-12);
  EXPECT_NEAR(harness.expect_defined({0, 1, 2, 3}), 0.0, 1e-12);
}

}  // namespace
}  // namespace orthant
