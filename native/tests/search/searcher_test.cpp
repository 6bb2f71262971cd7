// Searches against a naive sort of all distances, on random, clustered and equal codes.
#include "search/searcher.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <new>
#include <vector>

#include "base/rng.h"
#include "testing/codes.h"

namespace orthant {
namespace {

using orthant::testing::naive_distance;
using orthant::testing::random_codes;

std::shared_ptr<const PackedCodes> pack(const std::vector<std::uint64_t>& words, std::int64_t rows,
                                        std::int32_t bits) {
  PackedCodes codes(rows, bits);
  std::copy(words.begin(), words.end(), codes.data());
  return std::make_shared<const PackedCodes>(std::move(codes));
}

// All rows by (distance, id).
std::vector<Hit> naive_ranking(const PackedCodes& codes, const std::uint64_t* query,
                               const std::uint64_t* mask) {
  std::vector<Hit> ranking;
  for (std::int64_t i = 0; i < codes.rows(); ++i) {
    ranking.push_back({i, naive_distance(codes.row(i), query, codes.words(), mask)});
  }
  std::stable_sort(ranking.begin(), ranking.end(),
                   [](const Hit& a, const Hit& b) { return a.distance < b.distance; });
  return ranking;
}

void expect_hits(const Searcher& searcher, const std::vector<Hit>& ranking, std::int64_t count) {
  for (std::int64_t i = 0; i < count; ++i) {
    const Hit& expected = ranking[static_cast<std::size_t>(i)];
    ASSERT_EQ(searcher.ids()[i], expected.id) << "place " << i << " of " << count;
    ASSERT_EQ(searcher.distances()[i], expected.distance) << "place " << i << " of " << count;
  }
}

std::int64_t count_within(const std::vector<Hit>& ranking, std::int32_t radius) {
  return std::count_if(ranking.begin(), ranking.end(),
                       [&](const Hit& hit) { return hit.distance <= radius; });
}

class SearcherTest : public ::testing::Test {
 protected:
  void search_for(const std::vector<std::uint64_t>& words, std::int64_t rows, std::int32_t bits) {
    codes_ = pack(words, rows, bits);
    searcher_ = std::make_unique<Searcher>(codes_);
    searcher_->reserve(rows + 5);
    std::copy_n(random_codes(rng_, 1, bits).begin(), codes_->words(), searcher_->query());
    ranking_ = naive_ranking(*codes_, searcher_->query(), nullptr);
    std::copy_n(random_codes(rng_, 1, bits).begin(), codes_->words(), searcher_->mask());
    masked_ranking_ = naive_ranking(*codes_, searcher_->query(), searcher_->mask());
  }

  void expect_nearest(std::int64_t k) {
    const std::int64_t count = std::min(k, codes_->rows());
    ASSERT_EQ(searcher_->nearest(k), count);
    expect_hits(*searcher_, ranking_, count);
    ASSERT_EQ(searcher_->nearest_masked(k), count);
    expect_hits(*searcher_, masked_ranking_, count);
  }

  void expect_within(std::int32_t radius) {
    const std::int64_t count = count_within(ranking_, radius);
    ASSERT_EQ(searcher_->within(radius), count) << "radius " << radius;
    expect_hits(*searcher_, ranking_, count);
    const std::int64_t masked = count_within(masked_ranking_, radius);
    ASSERT_EQ(searcher_->within_masked(radius), masked) << "radius " << radius;
    expect_hits(*searcher_, masked_ranking_, masked);
  }

  void expect_all_searches() {
    const std::int64_t rows = codes_->rows();
    for (const std::int64_t k :
         {std::int64_t{1}, std::int64_t{2}, std::int64_t{10}, rows / 2, rows - 1, rows, rows + 5}) {
      if (k >= 1) expect_nearest(k);
    }
    const std::int32_t bits = codes_->bits();
    for (const std::int32_t radius : {0, 1, bits / 4, bits / 2, bits - 1, bits, bits + 1}) {
      expect_within(radius);
    }
    expect_within(std::numeric_limits<std::int32_t>::max());
    expect_within(std::numeric_limits<std::int32_t>::min());
    expect_within(-1);
  }

  Rng rng_{11};
  std::shared_ptr<const PackedCodes> codes_;
  std::unique_ptr<Searcher> searcher_;
  std::vector<Hit> ranking_;
  std::vector<Hit> masked_ranking_;
};

TEST_F(SearcherTest, EqualsNaiveAroundTheEndsOfBlocks) {
  // Blocks end at 64, 192, 448, 960, 1984, 4032, 8128, then every 4096.
  for (const std::int64_t rows : {0, 1, 2, 63, 64, 65, 191, 192, 193, 4031, 4032, 4033, 4096, 4097,
                                  8127, 8128, 8129, 8192, 12225}) {
    search_for(random_codes(rng_, rows, 64), rows, 64);
    expect_all_searches();
    if (HasFatalFailure()) FAIL() << rows << " rows";
  }
}

TEST_F(SearcherTest, EqualsNaiveAtManyCodeLengths) {
  for (const std::int32_t bits : {1, 2, 8, 63, 65, 100, 127, 128, 129, 192, 256, 300, 512, 1024}) {
    search_for(random_codes(rng_, 700, bits), 700, bits);
    expect_all_searches();
    if (HasFatalFailure()) FAIL() << bits << " bits";
  }
}

TEST_F(SearcherTest, TiesGoToTheLowerRow) {
  std::vector<std::uint64_t> words = random_codes(rng_, 5000, 64);
  for (std::uint64_t& word : words) word &= 3;  // four different codes
  search_for(words, 5000, 64);
  expect_all_searches();
  search_for(std::vector<std::uint64_t>(5000, 42), 5000, 64);
  expect_all_searches();
}

TEST_F(SearcherTest, RowsThatComeEverNearerAreAllSeen) {
  std::vector<std::uint64_t> words;
  for (int i = 0; i < 20000; ++i) {
    const int set = 64 - i * 64 / 19999;
    words.push_back(set == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << set) - 1);
  }
  search_for(words, 20000, 64);
  searcher_->query()[0] = 0;
  ranking_ = naive_ranking(*codes_, searcher_->query(), nullptr);
  masked_ranking_ = naive_ranking(*codes_, searcher_->query(), searcher_->mask());
  for (const std::int64_t k : {1, 10, 300, 5000, 20000}) expect_nearest(k);
}

TEST_F(SearcherTest, ExactMatchesEndTheSearchEarlyWithTheLowestRows) {
  search_for(std::vector<std::uint64_t>(9000, 7), 9000, 64);
  searcher_->query()[0] = 7;
  ASSERT_EQ(searcher_->nearest(3), 3);
  for (std::int64_t i = 0; i < 3; ++i) {
    EXPECT_EQ(searcher_->ids()[i], i);
    EXPECT_EQ(searcher_->distances()[i], 0);
  }
}

TEST_F(SearcherTest, AllBitsCountUntilTheMaskIsWritten) {
  for (const std::int32_t bits : {5, 64, 65, 200}) {
    Searcher searcher = Searcher(pack(random_codes(rng_, 3, bits), 3, bits));
    for (std::int32_t w = 0; w < words_for(bits); ++w) {
      const bool last = w == words_for(bits) - 1;
      EXPECT_EQ(searcher.mask()[w], last ? tail_mask(bits) : ~std::uint64_t{0});
      EXPECT_EQ(searcher.query()[w], 0U);
    }
  }
}

TEST_F(SearcherTest, MoreHitsThanRoomAreCountedAndFitAfterReserve) {
  search_for(random_codes(rng_, 10000, 64), 10000, 64);
  Searcher small(codes_);
  small.query()[0] = searcher_->query()[0];
  const std::int64_t count = count_within(ranking_, 28);
  ASSERT_GT(count, 100);
  EXPECT_EQ(small.within(28), count);  // room for none
  small.reserve(count - 1);
  EXPECT_EQ(small.within(28), count);
  small.reserve(count);
  ASSERT_EQ(small.within(28), count);
  expect_hits(small, ranking_, count);
  ASSERT_EQ(small.nearest(count), count);
  expect_hits(small, ranking_, count);
}

TEST_F(SearcherTest, ReserveNeverShrinksAndIsBoundedByTheRows) {
  search_for(random_codes(rng_, 30, 64), 30, 64);
  Searcher searcher(codes_);
  EXPECT_EQ(searcher.room(), 0);
  searcher.reserve(5);
  EXPECT_EQ(searcher.room(), 5);
  searcher.reserve(2);
  EXPECT_EQ(searcher.room(), 5);
  searcher.reserve(std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(searcher.nearest(std::numeric_limits<std::int64_t>::max()), 30);
  const std::int64_t* lent = searcher_->ids();
  searcher_->reserve(1000);
  EXPECT_EQ(searcher_->ids(), lent) << "35 hits were reserved for 30 rows: nothing to move";
}

TEST_F(SearcherTest, BitsOutsideTheContractDoNotReachMemory) {
  search_for(random_codes(rng_, 500, 10), 500, 10);
  searcher_->query()[0] = ~std::uint64_t{0};  // at least 54 bits from every code
  EXPECT_EQ(searcher_->nearest(500), 0);
  EXPECT_EQ(searcher_->within(std::numeric_limits<std::int32_t>::max()), 0);
  EXPECT_EQ(searcher_->nearest(0), 0);
  EXPECT_EQ(searcher_->nearest(-1), 0);
}

TEST_F(SearcherTest, KeepsTheCodesAlive) {
  search_for(random_codes(rng_, 300, 64), 300, 64);
  const std::weak_ptr<const PackedCodes> watch = codes_;
  const std::vector<Hit> ranking = ranking_;
  codes_.reset();
  EXPECT_FALSE(watch.expired());
  ASSERT_EQ(searcher_->nearest(300), 300);
  expect_hits(*searcher_, ranking, 300);
  searcher_.reset();
  EXPECT_TRUE(watch.expired());
}

}  // namespace
}  // namespace orthant
