#include "data/packed_codes.h"

#include <bit>

#include <gtest/gtest.h>

namespace orthant {
namespace {

static_assert(words_for(1) == 1 && words_for(64) == 1 && words_for(65) == 2);
static_assert(words_for(1024) == 16);

TEST(PackedCodes, TailMaskHasTheLastWordsBits) {
  for (int bits = 1; bits <= 1024; ++bits) {
    const int expected = bits % 64 == 0 ? 64 : bits % 64;
    EXPECT_EQ(std::popcount(tail_mask(bits)), expected) << bits;
    EXPECT_EQ(std::countr_one(tail_mask(bits)), expected) << bits;
  }
}

TEST(PackedCodes, RowsFollowEachOther) {
  PackedCodes codes(3, 65);
  EXPECT_EQ(codes.words(), 2);
  codes.row(2)[1] = 1;
  EXPECT_EQ(codes.data()[5], 1U);
  EXPECT_EQ(codes.data()[4], 0U);
}

}  // namespace
}  // namespace orthant
