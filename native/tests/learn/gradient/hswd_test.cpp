#include "learn/gradient/hswd.h"

#include <gtest/gtest.h>

#include "learn/gradient/loss_harness.h"
#include "learn/gradient/mihash.h"

namespace orthant {
namespace {

// Any loss will do.
class Regularised : public HswdLoss {
 public:
  static constexpr std::string_view kMethod = "mihash";
  static std::vector<OptionSpec> own_options() {
    std::vector<OptionSpec> all = MihashLoss::own_options();
    all.push_back({"hswd", 0.7, 0, 1e6, false});
    all.push_back({"hswd-directions", 0, 0, 1e6, true});
    return all;
  }
  Regularised() : HswdLoss(std::make_unique<MihashLoss>()) {}
};

using Harness = testing::LossHarness<Regularised>;

TEST(HswdLoss, HasTheDerivativeOfItsValue) {
  for (const double directions : {0.0, 3.0}) {
    Harness(testing::small_set(31), {{"hswd-directions", directions}}).expect_gradients();
  }
}

TEST(HswdLoss, IsDefinedForOddBatches) {
  for (const double directions : {0.0, 3.0}) {
    Harness(testing::small_set(32), {{"hswd-directions", directions}}).expect_odd_batches_defined();
  }
}

TEST(HswdLoss, GivesTheSameValueAgain) {
  Harness(testing::small_set(33), {{"hswd-directions", 4}}).expect_validation_repeats();
}

TEST(HswdLoss, IsTheLossItselfAtWeightZero) {
  Harness plain(testing::small_set(34), {{"hswd", 0}});
  testing::LossHarness<MihashLoss> inner(testing::small_set(34));
  const std::vector<std::int64_t> of = plain.drawn(20);
  const Matrix<double> z = testing::normal_matrix(20, Harness::kBits, 1.0, plain.rng);
  Matrix<double> with;
  Matrix<double> without;
  EXPECT_EQ(plain.value(of, z, with), inner.value(of, z, without));
  for (std::int64_t i = 0; i < 20 * Harness::kBits; ++i)
    EXPECT_EQ(with.data()[i], without.data()[i]);
  EXPECT_EQ(plain.loss.validate({of, z.view()}, plain.work),
            inner.loss.validate({of, z.view()}, inner.work));
}

// What the term adds: that of the whole less that of the inner loss.
double term(Harness& harness, const std::vector<std::int64_t>& of, const Matrix<double>& z) {
  testing::LossHarness<MihashLoss> inner(testing::small_set(35));
  Matrix<double> gradient;
  return harness.value(of, z, gradient) - inner.value(of, z, gradient);
}

TEST(HswdLoss, ChargesOneBitForItsDistanceFromRandomSigns) {
  Harness harness(testing::small_set(35), {{"hswd", 2}});
  std::vector<std::int64_t> of(100);
  std::iota(of.begin(), of.end(), std::int64_t{0});
  Matrix<double> balanced(100, Harness::kBits);
  Matrix<double> stuck(100, Harness::kBits);
  for (std::int64_t i = 0; i < 100; ++i) {
    for (std::int64_t k = 0; k < Harness::kBits; ++k) {
      balanced(i, k) = (i + k) % 2 == 0 ? 1.0 : -1.0;
      stuck(i, k) = 1.0;
    }
  }
  // Half the signs are wrong by 2, give or take their deviation of 5 in 100.
  EXPECT_NEAR(term(harness, of, stuck), 2.0 * 0.5 * 4.0, 2.0 * 0.1 * 4.0);
  EXPECT_LT(term(harness, of, balanced), 2.0 * 0.1 * 4.0);
}

}  // namespace
}  // namespace orthant
