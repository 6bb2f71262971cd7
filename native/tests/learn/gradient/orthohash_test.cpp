#include "learn/gradient/orthohash.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "learn/discrete/codebook.h"
#include "learn/gradient/loss_case.h"
#include "testing/work.h"

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

// Words and labels from their definitions; the margin leaves the cosine, and the scale is of both.
TEST(OrthoHash, IsTheCrossEntropyOfScaledCosinesLessAMargin) {
  for (const auto& [scale, margin] : {std::pair{3.0, 0.5}, std::pair{8.0, 0.2}}) {
    LossCase<OrthoHashLoss> loss({{"scale", scale}, {"margin", margin}}, true);
    Rng rng(5);  // that of the case
    const Matrix<float> words =
        draw_codebook(CodebookKind::distant, 4, 6, rng, testing::uncancelled_work()).words;
    double expected = 0.0;
    for (std::int64_t i = 0; i < 9; ++i) {
      const auto labels =
          loss.data.labels.of(loss.second_batch().rows[static_cast<std::size_t>(i)]);
      double scores[4];
      double sum = 0.0;
      for (std::int32_t c = 0; c < 4; ++c) {
        double product = 0.0;
        double squares = 0.0;
        for (std::int64_t k = 0; k < 6; ++k) {
          product += loss.second(i, k) * words(c, k);
          squares += loss.second(i, k) * loss.second(i, k);
        }
        const bool of_row = std::find(labels.begin(), labels.end(), c) != labels.end();
        scores[c] = scale * (product / std::sqrt(6.0 * squares) - (of_row ? margin : 0.0));
        sum += std::exp(scores[c]);
      }
      for (const std::int32_t label : labels) {
        expected -=
            std::log(std::exp(scores[label]) / sum) / (9.0 * static_cast<double>(labels.size()));
      }
    }
    Matrix<double> gradient(9, 6);
    EXPECT_NEAR(loss.value_of_second(gradient), expected, 1e-12);
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
