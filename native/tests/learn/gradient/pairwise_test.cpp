#include "learn/gradient/pairwise.h"

#include <gtest/gtest.h>

#include <cmath>

#include "learn/gradient/loss_harness.h"

namespace orthant {
namespace {

TEST(Pairwise, RelaxesBitsAndComesBack) {
  Rng rng(1);
  const Matrix<double> z = testing::normal_matrix(3, 4, 1.0, rng);
  const Matrix<double> h = relaxed_bits(z.view(), 1.5);
  Matrix<double> gradient(3, 4);
  for (std::int64_t i = 0; i < 12; ++i) gradient.data()[i] = 2.0;
  through_relaxation(h, 1.5, gradient);
  for (std::int64_t i = 0; i < 12; ++i) {
    EXPECT_DOUBLE_EQ(h.data()[i], std::tanh(1.5 * z.data()[i]));
    const double cosh = std::cosh(1.5 * z.data()[i]);
    EXPECT_NEAR(gradient.data()[i], 2.0 * 1.5 / (cosh * cosh), 1e-14);
  }
}

TEST(Pairwise, CountsTheLabelsThatRowsShare) {
  const Labels labels({0, 1, 2, 2, 1, 3}, {0, 3, 5, 6}, 4);  // {0 1 2}, {2 1}, {3}
  const std::vector<std::int64_t> rows = {2, 1, 0};
  const Matrix<std::int32_t> common = common_labels(labels, rows);
  const Matrix<std::int32_t> similar = similar_rows(labels, rows);
  const std::int32_t expected[3][3] = {{1, 0, 0}, {0, 2, 2}, {0, 2, 3}};
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 3; ++j) {
      EXPECT_EQ(common(i, j), expected[i][j]) << i << " " << j;
      EXPECT_EQ(similar(i, j), expected[i][j] > 0 ? 1 : 0) << i << " " << j;
    }
  }
}

TEST(Pairwise, LeadsFromProductsToRows) {
  Rng rng(2);
  const Matrix<double> weights = testing::normal_matrix(4, 4, 1.0, rng);
  Matrix<double> rows = testing::normal_matrix(4, 3, 1.0, rng);
  const Matrix<double> gradient = through_products(weights.clone(), rows.view());
  const auto value = [&] {
    double sum = 0.0;
    for (std::int64_t i = 0; i < 4; ++i) {
      for (std::int64_t j = 0; j < 4; ++j) {
        for (std::int64_t k = 0; k < 3; ++k) sum += weights(i, j) * rows(i, k) * rows(j, k);
      }
    }
    return sum;
  };
  testing::expect_gradient(rows, gradient, value);
}

TEST(Pairwise, NeverOverflows) {
  EXPECT_NEAR(softplus(0.3), std::log(1.0 + std::exp(0.3)), 1e-15);
  EXPECT_EQ(softplus(1e6), 1e6);
  EXPECT_EQ(softplus(-1e6), 0.0);
  EXPECT_NEAR(sigmoid(-0.7), 1.0 / (1.0 + std::exp(0.7)), 1e-15);
  EXPECT_EQ(sigmoid(1e6), 1.0);
  EXPECT_EQ(sigmoid(-1e6), 0.0);
}

}  // namespace
}  // namespace orthant
