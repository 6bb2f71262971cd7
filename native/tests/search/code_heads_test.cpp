// Scans by heads against the naive search; and when heads are made at all.
#include "search/code_heads.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "base/rng.h"
#include "search/searcher.h"
#include "testing/codes.h"
#include "testing/views.h"

namespace orthant {
namespace {

using testing::random_codes;

// Codes around centres of 1,000 each, every bit flipped with the given probability.
std::vector<std::uint64_t> clustered_codes(Rng& rng, std::int64_t rows, std::int32_t bits,
                                           double flips) {
  const std::int32_t words = words_for(bits);
  const std::int64_t centres = rows / 1000;
  const std::vector<std::uint64_t> pool = random_codes(rng, centres, bits);
  std::vector<std::uint64_t> codes;
  for (std::int64_t row = 0; row < rows; ++row) {
    const auto centre = static_cast<std::int64_t>(rng.below(static_cast<std::uint64_t>(centres)));
    codes.insert(codes.end(), pool.begin() + centre * words, pool.begin() + (centre + 1) * words);
    for (std::int32_t bit = 0; bit < bits; ++bit) {
      std::uint64_t& word = codes[codes.size() - static_cast<std::size_t>(words - bit / 64)];
      if (rng.uniform() < flips) word ^= std::uint64_t{1} << (bit % 64);
    }
  }
  return codes;
}

TEST(CodeHeadsTest, AreMadeWhereNeighboursAreNear) {
  Rng rng(31);
  constexpr std::int64_t kRows = 20000;
  const auto heads_of = [&](const std::vector<std::uint64_t>& codes, std::int32_t bits) {
    return heads_worth_having(
        testing::packed(codes, static_cast<std::int64_t>(codes.size()) / words_for(bits), bits));
  };
  EXPECT_EQ(heads_of(random_codes(rng, kRows, 256), 256), nullptr) << "neighbours are far";
  EXPECT_EQ(heads_of(clustered_codes(rng, kRows, 192, 0.1), 192), nullptr) << "codes are short";
  EXPECT_EQ(heads_of(clustered_codes(rng, 5000, 256, 0.1), 256), nullptr) << "few codes";
  const std::vector<std::uint64_t> codes = clustered_codes(rng, kRows, 250, 0.1);
  const auto heads = heads_of(codes, 250);
  ASSERT_NE(heads, nullptr);
  EXPECT_EQ(heads->words(), 2);
  EXPECT_EQ(heads->bytes(), kRows * 16);
  for (std::int64_t row = 0; row < kRows; ++row) {
    ASSERT_TRUE(std::equal(heads->row(row), heads->row(row) + 2, codes.begin() + 4 * row));
  }
}

TEST(CodeHeadsTest, ABoundFitsTheBitsThatCount) {
  EXPECT_EQ(largest_bound_for_heads(128), 50);
  EXPECT_EQ(largest_bound_for_heads(256), 109);
  EXPECT_EQ(largest_bound_for_heads(0), -1);
  EXPECT_EQ(largest_bound_for_heads(1), -1);
}

TEST(CodeHeadsTest, AScanByHeadsGivesTheSameAnswers) {
  Rng rng(32);
  constexpr std::int64_t kRows = 20000;
  for (const std::int32_t bits : {250, 512, 1024}) {
    const std::vector<std::uint64_t> codes = clustered_codes(rng, kRows, bits, 0.1);
    SearchView view = *testing::plain_view(codes, kRows, bits);
    view.segments.front().heads = heads_worth_having(view.segments.front().codes->codes());
    ASSERT_NE(view.segments.front().heads, nullptr);
    Searcher searcher(std::make_shared<const SearchView>(view));
    searcher.reserve(kRows);
    for (int round = 0; round < 12; ++round) {
      const bool near = round % 2 == 0;  // else a query that has no neighbour
      const std::vector<std::uint64_t> stray = random_codes(rng, 1, bits);
      const auto row = static_cast<std::int64_t>(rng.below(kRows));
      std::copy_n(near ? codes.begin() + row * words_for(bits) : stray.begin(), words_for(bits),
                  searcher.query());
      std::copy_n(random_codes(rng, 1, bits).begin(), words_for(bits), searcher.mask());
      for (const bool masked : {false, true}) {
        for (const std::int64_t k : {1, 10, 500}) {
          ASSERT_EQ(searcher.search({k, bits, masked}), k);
          ASSERT_TRUE(searcher.verify()) << bits << " bits, k " << k << ", masked " << masked;
        }
        for (const std::int32_t radius : {0, bits / 10, bits / 5, bits / 2}) {
          searcher.search({0, radius, masked});
          ASSERT_TRUE(searcher.verify()) << bits << " bits, radius " << radius;
        }
      }
    }
  }
}

}  // namespace
}  // namespace orthant
