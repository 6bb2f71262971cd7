#include "learn/gradient/quantisation.h"

#include <gtest/gtest.h>

#include "learn/gradient/loss_case.h"

namespace orthant {
namespace {

TEST(Quantisation, SignsCountZeroAsPlusOne) {
  Matrix<double> outputs(1, 3);
  outputs(0, 0) = -0.1;
  outputs(0, 2) = 4.0;
  const Matrix<float> codes = signs_of(outputs.view());
  EXPECT_EQ(codes(0, 0), -1.0F);
  EXPECT_EQ(codes(0, 1), 1.0F);
  EXPECT_EQ(codes(0, 2), 1.0F);
}

TEST(Quantisation, LeadingColumnsAreCopied) {
  Rng rng(1);
  const Matrix<double> outputs = testing::normal_matrix(3, 5, 1.0, rng);
  const Matrix<double> leading = leading_columns(outputs.view(), 2);
  EXPECT_EQ(leading.columns(), 2);
  for (std::int64_t i = 0; i < 3; ++i) {
    for (std::int64_t k = 0; k < 2; ++k) EXPECT_EQ(leading(i, k), outputs(i, k));
  }
}

TEST(Quantisation, TheDerivativeIsAddedToWhatIsThere) {
  Rng rng(2);
  Matrix<double> outputs = testing::normal_matrix(4, 3, 1.0, rng);
  const Matrix<float> codes = signs_of(testing::normal_matrix(4, 3, 1.0, rng).view());
  Matrix<double> gradient(4, 5);
  gradient(2, 4) = 8.0;
  const double value = quantisation(outputs.view(), codes.view(), 0.7, &gradient);
  EXPECT_EQ(value, quantisation(outputs.view(), codes.view(), 0.7, nullptr));
  EXPECT_EQ(gradient(2, 4), 8.0);
  const Matrix<double> own = leading_columns(gradient.view(), 3);
  testing::expect_gradient(
      outputs, own, [&] { return quantisation(outputs.view(), codes.view(), 0.7, nullptr); });
}

}  // namespace
}  // namespace orthant
