#include "encode/block_encoder.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "data/packed_codes.h"
#include "testing/errors.h"
#include "testing/models.h"

namespace orthant {
namespace {

// Compares where the naive value is clearly not 0; nearly all values are.
void expect_naive_codes(const HashModel& model, const Matrix<float>& x) {
  BlockEncoder encoder(model, x.rows());
  PackedCodes codes(x.rows(), model.bits());
  ASSERT_EQ(encoder.encode(x.view(), codes.data()), x.rows());
  std::int64_t compared = 0;
  for (std::int64_t i = 0; i < x.rows(); ++i) {
    const std::vector<double> values = testing::naive_values(model, x.row(i));
    for (std::size_t bit = 0; bit < values.size(); ++bit) {
      if (std::abs(values[bit]) < 1e-4) continue;
      ++compared;
      ASSERT_EQ(testing::bit_of(codes.row(i), bit), values[bit] > 0.0)
          << "row " << i << " bit " << bit;
    }
    EXPECT_EQ(codes.row(i)[codes.words() - 1] & ~tail_mask(model.bits()), 0U);
  }
  EXPECT_GT(compared, x.rows() * model.bits() * 9 / 10);
}

TEST(BlockEncoder, EqualsTheNaiveTwinAtManyLengths) {
  Rng rng(1);
  for (const std::int32_t bits :
       {1, 2, 7, 31, 63, 64, 65, 100, 127, 128, 129, 500, 1000, 1023, 1024}) {
    const HashModel model = testing::linear_model(rng, 24, bits);
    expect_naive_codes(model, testing::random_matrix(rng, 9, 24));
  }
}

TEST(BlockEncoder, EqualsTheNaiveTwinWithGroupsAcrossWords) {
  Rng rng(2);
  for (const std::int32_t semantic_bits : {1, 55, 59, 60, 64, 123, 300}) {
    const HashModel model = testing::full_model(rng, 13, semantic_bits, 4);
    expect_naive_codes(model, testing::random_matrix(rng, 7, 13));
  }
}

TEST(BlockEncoder, EqualsTheNaiveTwinThroughLayersAndOffsets) {
  Rng rng(6);
  for (const std::int32_t semantic_bits : {1, 59, 60, 123}) {
    const HashModel model = testing::network_model(rng, 13, semantic_bits, 4);
    ASSERT_EQ(model.defect(), "");
    expect_naive_codes(model, testing::random_matrix(rng, 7, 13));
  }
}

TEST(BlockEncoder, AnOffsetAloneDecidesAZeroVector) {
  Rng rng(7);
  HashModel model = testing::linear_model(rng, 5, 3);
  model.groups[0].offset = AlignedBuffer<float>(3);
  model.groups[0].offset[0] = 1e-30F;
  model.groups[0].offset[1] = -1e-30F;
  BlockEncoder encoder(model, 1);
  const Matrix<float> zero(1, 5);
  std::uint64_t code = 0;
  float projections[3];
  EXPECT_EQ(encoder.encode(zero.view(), &code, projections), 1);
  EXPECT_EQ(code, 1U);
  EXPECT_EQ(projections[0], 1e-30F);
  EXPECT_EQ(projections[1], -1e-30F);
  EXPECT_EQ(projections[2], 0.0F);
}

TEST(BlockEncoder, ZeroIsMinusOne) {
  Rng rng(3);
  const HashModel model = testing::linear_model(rng, 5, 70);
  BlockEncoder encoder(model, 1);
  const Matrix<float> zero(1, 5);
  std::uint64_t code[2] = {1, 1};
  EXPECT_EQ(encoder.encode(zero.view(), code), 1);
  EXPECT_EQ(code[0], 0U);
  EXPECT_EQ(code[1], 0U);
}

TEST(BlockEncoder, StopsAtTheFirstBadRowOfAnyGroup) {
  Rng rng(4);
  const HashModel model = testing::full_model(rng, 6, 3, 3);
  Matrix<float> x = testing::random_matrix(rng, 8, 6);
  BlockEncoder encoder(model, 8);
  PackedCodes codes(8, model.bits());
  x(6, 1) = std::numeric_limits<float>::infinity();
  EXPECT_EQ(encoder.encode(x.view(), codes.data()), 6);
  for (float& value : x.row(2)) value = 0.0F;
  EXPECT_EQ(encoder.encode(x.view(), codes.data()), 2);
}

TEST(BlockEncoder, BlocksAreBoundedByTheWidth) {
  Rng rng(5);
  EXPECT_EQ(block_rows(testing::linear_model(rng, 16, 8)), 64);
  EXPECT_EQ(block_rows(testing::linear_model(rng, 8192, 1)), 16);
  EXPECT_EQ(block_rows(testing::linear_model(rng, 200000, 1)), 4);
}

TEST(BlockEncoder, AModelThatWasNotPreparedIsADefect) {
  Rng rng(8);
  const auto model = testing::linear_model(rng, 5, 7).clone();
  testing::expect_error(ORTHANT_INTERNAL, "not prepared", [&] { BlockEncoder(*model, 1); });
}

}  // namespace
}  // namespace orthant
