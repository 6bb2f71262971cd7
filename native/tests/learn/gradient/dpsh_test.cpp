#include "learn/gradient/dpsh.h"

#include <gtest/gtest.h>

#include "learn/gradient/loss_case.h"

namespace orthant {
namespace {

using testing::LossCase;

TEST(Dpsh, TheGradientIsTheDerivative) {
  for (const bool several : {false, true}) {
    LossCase<DpshLoss>({{"eta", 0.3}}, several).expect_gradients();
    LossCase<DpshLoss>({{"eta", 50}, {"sums", 1}}, several).expect_gradients();
    LossCase<DpshLoss>({{"eta", 0}, {"columns", 5}}, several).expect_gradients();
  }
}

TEST(Dpsh, SumsWeighTheQuantisationByTheNumberOfRows) {
  LossCase<DpshLoss> means({{"eta", 0.5}}, false);
  LossCase<DpshLoss> sums({{"eta", 0.5 * 40}, {"sums", 1}}, false);
  Matrix<double> a(9, 6);
  Matrix<double> b(9, 6);
  EXPECT_DOUBLE_EQ(means.value_of_second(a), sums.value_of_second(b));
}

TEST(Dpsh, CodesThatAgreeWithTheLabelsAreBetterThanCodesThatDoNot) {
  LossCase<DpshLoss> loss({{"eta", 0.1}}, false);
  const auto value = [&](std::int64_t shift) {
    for (std::int64_t i = 0; i < 9; ++i) {
      for (std::int64_t k = 0; k < 6; ++k) {
        // The labels of neighbouring rows are 0, 1, 2, 3, 0, ...: the bits of label and shift.
        const std::int64_t row = 17 + i + (i >= 4 ? shift : 0);
        loss.second(i, k) = ((row % 4) >> (k % 2)) % 2 == 0 ? 1.0 : -1.0;
      }
    }
    Matrix<double> gradient(9, 6);
    return loss.value_of_second(gradient);
  };
  EXPECT_LT(value(0), value(1));
}

}  // namespace
}  // namespace orthant
