#include "encode/encoder.h"

#include <algorithm>
#include <limits>

#include <gtest/gtest.h>

#include "data/packed_codes.h"
#include "testing/models.h"

namespace orthant {
namespace {

TEST(Encoder, KeepsItsModelAndItsCode) {
  Rng rng(1);
  auto model = std::make_shared<const HashModel>(testing::full_model(rng, 11, 61, 3));
  const Matrix<float> x = testing::random_matrix(rng, 2, 11);
  PackedCodes expected(2, model->bits());
  ASSERT_EQ(BlockEncoder(*model, 2).encode(x.view(), expected.data()), 2);

  Encoder encoder(model);
  const std::int32_t words = expected.words();
  model.reset();
  for (const std::int64_t row : {0, 1, 0}) {
    std::copy_n(x.row(row).data(), 11, encoder.vector());
    ASSERT_TRUE(encoder.encode());
    EXPECT_TRUE(std::equal(encoder.code(), encoder.code() + words, expected.row(row)));
    for (std::int32_t bit = 0; bit < expected.bits(); ++bit) {
      const bool is_set = ((encoder.code()[bit / 64] >> (bit % 64)) & 1) != 0;
      EXPECT_EQ(encoder.projections()[bit] > 0.0F, is_set) << "bit " << bit;
    }
  }
  encoder.vector()[3] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_FALSE(encoder.encode());
  EXPECT_TRUE(std::equal(encoder.code(), encoder.code() + words, expected.row(0)));
  std::fill_n(encoder.vector(), 11, 0.0F);
  EXPECT_FALSE(encoder.encode());
  EXPECT_TRUE(std::equal(encoder.code(), encoder.code() + words, expected.row(0)));
}

}  // namespace
}  // namespace orthant
