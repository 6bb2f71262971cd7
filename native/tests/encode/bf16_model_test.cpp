#include "encode/bf16_model.h"

#include <bit>
#include <cmath>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "data/packed_codes.h"
#include "encode/block_encoder.h"
#include "kernels/narrow.h"
#include "testing/models.h"

namespace orthant {
namespace {

float rounded(float value) {
  std::uint16_t upper = 0;
  kernels::narrow().to_bf16(&value, 1, &upper);
  return std::bit_cast<float>(static_cast<std::uint32_t>(upper) << 16);
}

TEST(Bf16Matrix, HasItsWeightsInPlace) {
  Rng rng(1);
  const Matrix<float> values = testing::random_matrix(rng, 19, 7);
  const Bf16Matrix matrix(values);
  EXPECT_EQ(matrix.padded_rows, 32);
  EXPECT_EQ(matrix.padded_columns, 8);
  for (std::int64_t j = 0; j < 19; ++j) {
    for (std::int64_t c = 0; c < 7; ++c) {
      const auto place = static_cast<std::size_t>(kernels::bf16_place(j, c, 8));
      EXPECT_EQ(std::bit_cast<float>(static_cast<std::uint32_t>(matrix.panels[place]) << 16),
                rounded(values(j, c)));
    }
  }
}

// Linear models: the naive twin rounds the same operands and sums in double precision.
TEST(Bf16Model, EqualsTheNaiveTwinWithinTheRoundingOfSums) {
  Rng rng(2);
  for (const std::int32_t bits : {1, 15, 64, 100}) {
    for (const std::int64_t rows : {1, 3, 8}) {
      const HashModel source = testing::linear_model(rng, 50, bits);
      const auto model = source.with_precision(Precision::bf16);
      const Matrix<float> x = testing::random_matrix(rng, rows, 50);
      PackedCodes codes(rows, bits);
      Matrix<float> values(rows, bits);
      ASSERT_EQ(BlockEncoder(*model, rows).encode(x.view(), codes.data(), values.data()), rows);
      for (std::int64_t i = 0; i < rows; ++i) {
        for (std::int64_t j = 0; j < bits; ++j) {
          double sum = 0.0;
          double sizes = 0.0;
          for (std::int64_t c = 0; c < 50; ++c) {
            const double product =
                static_cast<double>(rounded(x(i, c))) * rounded(source.groups[0].projection(j, c));
            sum += product;
            sizes += std::fabs(product);
          }
          ASSERT_NEAR(values(i, j), sum, 52 * 0x1.0p-24 * sizes);
          ASSERT_EQ(testing::bit_of(codes.row(i), static_cast<std::size_t>(j)), values(i, j) > 0);
        }
      }
    }
  }
}

TEST(Bf16Model, AgreesWithFp32InNearlyAllBits) {
  Rng rng(3);
  const Matrix<float> x = testing::random_matrix(rng, 200, 64);
  const HashModel models[] = {testing::linear_model(rng, 64, 128),
                              testing::full_model(rng, 64, 120, 4),
                              testing::network_model(rng, 64, 120, 4)};
  std::int64_t differing = 0;
  for (const HashModel& model : models) {
    const auto narrow = model.with_precision(Precision::bf16);
    Matrix<float> wide_values(200, model.bits());
    Matrix<float> values(200, model.bits());
    PackedCodes codes(200, model.bits());
    ASSERT_EQ(BlockEncoder(model, 200).encode(x.view(), codes.data(), wide_values.data()), 200);
    ASSERT_EQ(BlockEncoder(*narrow, 200).encode(x.view(), codes.data(), values.data()), 200);
    std::int64_t equal = 0;
    for (std::int64_t i = 0; i < 200 * model.bits(); ++i) {
      equal += (values.data()[i] > 0.0F) == (wide_values.data()[i] > 0.0F) ? 1 : 0;
    }
    EXPECT_GT(equal, 200 * model.bits() * 97 / 100);
    differing += 200 * model.bits() - equal;
  }
  EXPECT_GT(differing, 0);
}

TEST(Bf16Model, StopsAtTheFirstBadRow) {
  Rng rng(5);
  const auto model = testing::full_model(rng, 6, 3, 3).with_precision(Precision::bf16);
  Matrix<float> x = testing::random_matrix(rng, 8, 6);
  BlockEncoder encoder(*model, 8);
  PackedCodes codes(8, model->bits());
  x(6, 1) = std::numeric_limits<float>::infinity();
  EXPECT_EQ(encoder.encode(x.view(), codes.data()), 6);
  for (float& value : x.row(2)) value = 0.0F;
  EXPECT_EQ(encoder.encode(x.view(), codes.data()), 2);
}

}  // namespace
}  // namespace orthant
