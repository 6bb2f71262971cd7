#include "evaluate/level_counts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "base/error.h"
#include "base/rng.h"
#include "testing/codes.h"

namespace orthant {
namespace {

using orthant::testing::naive_distance;
using orthant::testing::random_codes;

GroupedCodes grouped(const PackedCodes& codes) {
  PackedCodes copy(codes.rows(), codes.bits());
  std::copy_n(codes.data(), codes.rows() * codes.words(), copy.data());
  return GroupedCodes(std::move(copy));
}

// Overwrites what is there: the arrays start with rubbish.
void expect_equal_to_naive(const PackedCodes& codes, const std::uint64_t* query,
                           const std::uint64_t* mask, const std::vector<std::uint8_t>& relevant) {
  const auto levels = static_cast<std::size_t>(codes.bits()) + 1;
  std::vector<std::int64_t> items(levels, -7);
  std::vector<std::int64_t> hits(levels, -7);
  count_levels(grouped(codes), query, mask, relevant.data(), items.data(), hits.data());
  std::vector<std::int64_t> naive_items(levels);
  std::vector<std::int64_t> naive_hits(levels);
  for (std::int64_t i = 0; i < codes.rows(); ++i) {
    const auto level =
        static_cast<std::size_t>(naive_distance(codes.row(i), query, codes.words(), mask));
    ++naive_items[level];
    if (relevant[static_cast<std::size_t>(i)] != 0) ++naive_hits[level];
  }
  EXPECT_EQ(items, naive_items);
  EXPECT_EQ(hits, naive_hits);
}

TEST(LevelCountsTest, EqualsNaive) {
  Rng rng(17);
  for (const std::int32_t bits : {1, 10, 64, 65, 128, 192, 256, 1000, 1024}) {
    for (const std::int64_t rows : {0, 1, 100, 4095, 4096, 4097}) {
      PackedCodes codes(rows, bits);
      const std::vector<std::uint64_t> words = random_codes(rng, rows, bits);
      std::copy(words.begin(), words.end(), codes.data());
      std::vector<std::uint8_t> relevant(static_cast<std::size_t>(rows));
      for (std::uint8_t& byte : relevant) byte = static_cast<std::uint8_t>(rng.below(3) * 127);
      const std::vector<std::uint64_t> query = random_codes(rng, 1, bits);
      const std::vector<std::uint64_t> mask = random_codes(rng, 1, bits);
      expect_equal_to_naive(codes, query.data(), nullptr, relevant);
      expect_equal_to_naive(codes, query.data(), mask.data(), relevant);
    }
  }
}

TEST(LevelCountsTest, CountsTheExtremeLevels) {
  PackedCodes codes(2, 64);
  codes.row(1)[0] = ~std::uint64_t{0};
  const std::uint64_t query = 0;
  expect_equal_to_naive(codes, &query, nullptr, {1, 0});
  expect_equal_to_naive(codes, &query, &query, {0, 1});  // no bit counts: one level
}

TEST(LevelCountsTest, RefusesAQueryWithUnusedBits) {
  const PackedCodes codes(1, 66);
  const std::vector<std::uint64_t> query = {0, 4};
  const std::uint8_t relevant = 0;
  std::vector<std::int64_t> items(67);
  std::vector<std::int64_t> hits(67);
  try {
    count_levels(grouped(codes), query.data(), nullptr, &relevant, items.data(), hits.data());
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.status(), ORTHANT_INVALID_ARGUMENT);
    EXPECT_STREQ(error.what(), "the query has bits set beyond the 66 bits of a code");
  }
}

}  // namespace
}  // namespace orthant
