#include "encode/int8_matrix.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "kernels/narrow.h"
#include "testing/errors.h"
#include "testing/models.h"

namespace orthant {
namespace {

Matrix<double> random_doubles(Rng& rng, std::int64_t rows, std::int64_t columns) {
  Matrix<double> values(rows, columns);
  for (std::int64_t i = 0; i < rows * columns; ++i) values.data()[i] = rng.normal();
  return values;
}

TEST(Int8Matrix, KeepsWeightsToHalfAStep) {
  Rng rng(1);
  for (const std::int64_t rows : {1, 15, 16, 17, 40}) {
    for (const std::int64_t columns : {1, 7, 8, 9, 100}) {
      const Matrix<double> values = random_doubles(rng, rows, columns);
      const Int8Matrix matrix(values);
      EXPECT_EQ(matrix.padded_rows % kernels::kPanelRows, 0);
      EXPECT_EQ(matrix.padded_columns % kernels::kInt8Step, 0);
      for (std::int64_t j = 0; j < rows; ++j) {
        const auto row = static_cast<std::size_t>(j);
        double sum = 0.0;
        double square = 0.0;
        for (std::int64_t c = 0; c < columns; ++c) {
          EXPECT_LE(std::fabs(matrix(j, c) - values(j, c)), 0.5000001 * matrix.scales[row]);
          sum += matrix(j, c);
          square += matrix(j, c) * matrix(j, c);
        }
        EXPECT_NEAR(matrix.sums[row] * matrix.scales[row], sum, 1e-9);
        EXPECT_NEAR(matrix.squares[row], square, 1e-9);
      }
    }
  }
}

TEST(Int8Matrix, ARowOfZerosStaysZero) {
  const Int8Matrix matrix(Matrix<double>(2, 3));
  EXPECT_EQ(matrix(1, 2), 0.0);
  EXPECT_EQ(matrix.squares[1], 0.0);
}

TEST(Int8Matrix, RefusesMoreColumnsThanASumCanTake) {
  testing::expect_error(ORTHANT_INVALID_ARGUMENT,
                        "at most 65536 products; the model has 65537 columns",
                        [] { const Int8Matrix matrix(Matrix<double>(1, 65537)); });
}

std::vector<double> restored(const Int8Rows& rows, std::int64_t row, std::int64_t columns) {
  std::vector<double> values;
  const std::uint8_t* levels = rows.data() + row * rows.padded_columns();
  for (std::int64_t c = 0; c < columns; ++c) {
    values.push_back(rows.line(row).least + rows.line(row).step * levels[c]);
  }
  return values;
}

TEST(Int8Rows, KeepsVectorsToHalfAStep) {
  Rng rng(2);
  for (const std::int64_t columns : {1, 2, 8, 9, 77}) {
    for (const float scale : {1.0F, 1e-38F, 3e37F}) {
      Int8Rows rows(3, 80);
      rows.reset(columns);
      const Matrix<float> x = testing::random_matrix(rng, 3, columns);
      for (std::int64_t i = 0; i < 3; ++i) {
        std::vector<float> row(x.row(i).begin(), x.row(i).end());
        for (float& value : row) value *= scale;
        ASSERT_TRUE(rows.set(i, row.data()));
        const std::vector<double> values = restored(rows, i, columns);
        double square = 0.0;
        for (std::size_t c = 0; c < row.size(); ++c) {
          EXPECT_LE(std::fabs(values[c] - row[c]), 0.5001 * rows.line(i).step + 1e-7 * scale);
          square += values[c] * values[c];
        }
        EXPECT_NEAR(rows.line(i).square, square, 1e-9 * square);
      }
    }
  }
}

TEST(Int8Rows, TakesTheEndsOfFloat) {
  constexpr float kMost = std::numeric_limits<float>::max();
  constexpr float kLeast = std::numeric_limits<float>::denorm_min();
  Int8Rows rows(1, 3);
  rows.reset(3);
  const float wide[] = {-kMost, 0.0F, kMost};
  ASSERT_TRUE(rows.set(0, wide));
  const std::vector<double> values = restored(rows, 0, 3);
  EXPECT_NEAR(values[0] / kMost, -1.0, 1e-6);
  EXPECT_NEAR(values[1] / kMost, 0.0, 0.004);
  EXPECT_NEAR(values[2] / kMost, 1.0, 1e-6);
  const float narrow[] = {kLeast, 0.0F, 2 * kLeast};
  ASSERT_TRUE(rows.set(0, narrow));
  EXPECT_NEAR(restored(rows, 0, 3)[2] / kLeast, 2.0, 1e-6);
  EXPECT_GT(rows.line(0).square, 0.0);
  const float equal[] = {5.0F, 5.0F, 5.0F};
  ASSERT_TRUE(rows.set(0, equal));
  EXPECT_EQ(restored(rows, 0, 3), std::vector<double>(3, 5.0));
  const float zero[] = {0.0F, -0.0F, 0.0F};
  ASSERT_TRUE(rows.set(0, zero));
  EXPECT_EQ(rows.line(0).square, 0.0);
}

TEST(Int8Rows, RefusesWhatIsNotFinite) {
  Int8Rows rows(1, 9);
  rows.reset(9);
  for (const float bad :
       {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    std::vector<float> x(9, 1.0F);
    x[8] = bad;
    EXPECT_FALSE(rows.set(0, x.data()));
  }
}

}  // namespace
}  // namespace orthant
