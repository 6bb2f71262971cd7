#include "learn/gradient/orthohash.h"

#include <gtest/gtest.h>

#include <cmath>

#include "learn/gradient/loss_case.h"

namespace orthant {
namespace {

using testing::LossCase;

TEST(OrthoHash, TheGradientIsTheDerivative) {
  for (const bool several : {false, true}) {
    LossCase<OrthoHashLoss>({}, several).expect_gradients();
    LossCase<OrthoHashLoss>({{"scale", 3}, {"margin", 0.5}, {"codebook", 0}}, several)
        .expect_gradients();
  }
}

TEST(OrthoHash, TheLengthOfTheOutputsDoesNotMatter) {
  LossCase<OrthoHashLoss> loss({}, false);
  Matrix<double> gradient(9, 6);
  const double value = loss.value_of_second(gradient);
  for (std::int64_t i = 0; i < 9 * 6; ++i) loss.second.data()[i] *= 7.0;
  EXPECT_NEAR(loss.value_of_second(gradient), value, 1e-12);
}

TEST(OrthoHash, AMarginRaisesTheLoss) {
  Matrix<double> gradient(9, 6);
  LossCase<OrthoHashLoss> without({{"margin", 0}}, true);
  LossCase<OrthoHashLoss> with({{"margin", 0.3}}, true);
  EXPECT_LT(without.value_of_second(gradient), with.value_of_second(gradient));
}

TEST(OrthoHash, OutputsOfZeroStayFinite) {
  LossCase<OrthoHashLoss> loss({}, false);
  for (std::int64_t k = 0; k < 6; ++k) loss.second(0, k) = 0.0;
  Matrix<double> gradient(9, 6);
  EXPECT_TRUE(std::isfinite(loss.value_of_second(gradient)));
  for (std::int64_t k = 0; k < 6; ++k) EXPECT_TRUE(std::isfinite(gradient(0, k)));
}

TEST(OrthoHash, ValidationIsTheSameFunction) {
  LossCase<OrthoHashLoss> loss({}, true);
  Matrix<double> gradient(9, 6);
  EXPECT_EQ(loss.loss.validate(loss.second_batch(), loss.work), loss.value_of_second(gradient));
}

}  // namespace
}  // namespace orthant
