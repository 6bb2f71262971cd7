#include "search/chunks.h"

#include <gtest/gtest.h>

#include <bit>
#include <vector>

#include "base/rng.h"
#include "testing/codes.h"

namespace orthant {
namespace {

TEST(Chunks, CoverTheCodeInOrderWhereTheyAreWideEnough) {
  for (const std::int32_t bits : {1, 2, 63, 64, 65, 128, 1000, 1024}) {
    for (std::int32_t chunks = 1; chunks <= bits; ++chunks) {
      const std::vector<Chunk> all = cut(bits, chunks, kWidestChunk);
      ASSERT_EQ(all.size(), static_cast<std::size_t>(chunks));
      std::int32_t covered = 0;
      std::int32_t end = 0;
      for (const Chunk& chunk : all) {
        ASSERT_GE(chunk.first, end);
        ASSERT_GE(chunk.width, 1);
        ASSERT_LE(chunk.width, kWidestChunk);
        covered += chunk.width;
        end = chunk.first + chunk.width;
      }
      ASSERT_LE(end, bits);
      if ((bits + chunks - 1) / chunks <= kWidestChunk) {
        ASSERT_EQ(covered, bits);
      }
    }
  }
}

TEST(Chunks, HaveTheValueOfTheirBits) {
  Rng rng(1);
  const std::vector<std::uint64_t> code = testing::random_codes(rng, 1, 192);
  for (std::int32_t width = 1; width <= kWidestChunk; ++width) {
    for (std::int32_t first = 0; first + width <= 192; ++first) {
      std::uint32_t value = 0;
      for (std::int32_t i = 0; i < width; ++i) {
        const std::int32_t bit = first + i;
        value |=
            static_cast<std::uint32_t>((code[static_cast<std::size_t>(bit / 64)] >> (bit % 64)) & 1)
            << i;
      }
      ASSERT_EQ(value_of({first, width}, code.data()), value) << width << " bits from " << first;
    }
  }
}

TEST(Chunks, WeighValuesAndCountShells) {
  Rng rng(2);
  for (int i = 0; i < 1000; ++i) {
    const auto value = static_cast<std::uint32_t>(rng.next());
    ASSERT_EQ(weight_of(value), std::popcount(value));
  }
  std::vector<double> counted(11);
  for (std::uint32_t value = 0; value < 1024; ++value) ++counted[std::size_t(std::popcount(value))];
  for (std::int32_t s = 0; s <= 10; ++s) {
    EXPECT_EQ(shell_size(10, s), counted[static_cast<std::size_t>(s)]);
  }
  EXPECT_EQ(shell_size(26, 13), 10400600);
}

}  // namespace
}  // namespace orthant
