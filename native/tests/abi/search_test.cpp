#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "base/rng.h"
#include "orthant/orthant.h"
#include "testing/codes.h"
#include "testing/temp_folder.h"
#include "testing/toy_set.h"

namespace {

using orthant::testing::naive_distance;
using orthant::testing::Owned;
using orthant::testing::TempFolder;

constexpr std::int32_t kBits = 70;
constexpr std::int64_t kRows = 500;

void expect_refused(const orthant_error& error, const std::string& part) {
  EXPECT_EQ(error.status, ORTHANT_INVALID_ARGUMENT) << error.message;
  EXPECT_NE(std::string(error.message).find(part), std::string::npos)
      << "expected '" << part << "' in: " << error.message;
}

class AbiSearch : public ::testing::Test {
 protected:
  // (distance, id) of all rows, in order.
  std::vector<std::pair<std::int32_t, std::int64_t>> ranking(const std::uint64_t* query,
                                                             const std::uint64_t* mask) {
    std::vector<std::pair<std::int32_t, std::int64_t>> ranks;
    for (std::int64_t i = 0; i < kRows; ++i) {
      ranks.emplace_back(naive_distance(codes_.data() + 2 * i, query, 2, mask), i);
    }
    std::ranges::sort(ranks);
    return ranks;
  }

  void expect_hits(const orthant_searcher* searcher, std::int64_t count,
                   const std::vector<std::pair<std::int32_t, std::int64_t>>& ranks) {
    for (std::int64_t i = 0; i < count; ++i) {
      EXPECT_EQ(orthant_searcher_distances(searcher)[i], ranks[static_cast<std::size_t>(i)].first);
      EXPECT_EQ(orthant_searcher_ids(searcher)[i], ranks[static_cast<std::size_t>(i)].second);
    }
  }

  orthant::Rng rng_{3};
  std::vector<std::uint64_t> codes_ = orthant::testing::random_codes(rng_, kRows, kBits);
  Owned<orthant_index> index_{orthant_linear_scan_new(codes_.data(), kRows, kBits, nullptr)};
  orthant_error error_{};
};

TEST_F(AbiSearch, FindsWhatTheNaiveSearchFinds) {
  ASSERT_NE(index_, nullptr);
  EXPECT_EQ(orthant_index_rows(index_.get()), kRows);
  EXPECT_EQ(orthant_index_bits(index_.get()), kBits);
  const Owned<orthant_searcher> searcher(orthant_searcher_new(index_.get(), &error_));
  ASSERT_NE(searcher, nullptr) << error_.message;
  index_.reset();  // the searcher keeps the codes
  ASSERT_EQ(orthant_searcher_reserve(searcher.get(), 2 * kRows, &error_), ORTHANT_OK);
  const std::vector<std::uint64_t> query = orthant::testing::random_codes(rng_, 1, kBits);
  std::copy(query.begin(), query.end(), orthant_searcher_query(searcher.get()));

  auto ranks = ranking(query.data(), nullptr);
  for (const std::int64_t k : {std::int64_t{1}, std::int64_t{10}, kRows, 2 * kRows}) {
    ASSERT_EQ(orthant_search(searcher.get(), k, kBits, 0), std::min(k, kRows));
    expect_hits(searcher.get(), std::min(k, kRows), ranks);
  }
  const std::int32_t radius = ranks[20].first;
  std::int64_t within = std::ranges::count_if(ranks, [&](auto r) { return r.first <= radius; });
  ASSERT_EQ(orthant_search(searcher.get(), 0, radius, 0), within);
  expect_hits(searcher.get(), within, ranks);
  EXPECT_EQ(orthant_search(searcher.get(), 0, -1, 0), 0);
  EXPECT_EQ(orthant_search(searcher.get(), 0, std::numeric_limits<std::int32_t>::min(), 0), 0);
  EXPECT_EQ(orthant_search(searcher.get(), 0, std::numeric_limits<std::int32_t>::max(), 0), kRows);

  const std::uint64_t mask[] = {0xFFFF0000FFFFU, 0x15U};
  std::copy_n(mask, 2, orthant_searcher_mask(searcher.get()));
  ranks = ranking(query.data(), mask);
  ASSERT_EQ(orthant_search(searcher.get(), 50, kBits, ORTHANT_MASKED), 50);
  expect_hits(searcher.get(), 50, ranks);
  within = std::ranges::count_if(ranks, [&](auto r) { return r.first <= 12; });
  ASSERT_EQ(orthant_search(searcher.get(), 0, 12, ORTHANT_MASKED), within);
  expect_hits(searcher.get(), within, ranks);
}

TEST_F(AbiSearch, WithinSaysHowMuchRoomItNeeds) {
  const Owned<orthant_searcher> searcher(orthant_searcher_new(index_.get(), nullptr));
  EXPECT_EQ(orthant_search(searcher.get(), 0, kBits, 0), kRows);  // no room at all
  ASSERT_EQ(orthant_searcher_reserve(searcher.get(), kRows, &error_), ORTHANT_OK);
  EXPECT_EQ(orthant_search(searcher.get(), 0, kBits, 0), kRows);
  expect_hits(searcher.get(), kRows, ranking(orthant_searcher_query(searcher.get()), nullptr));
}

TEST_F(AbiSearch, AnEmptyIndexHasNoHits) {
  const Owned<orthant_index> empty(orthant_linear_scan_new(nullptr, 0, 64, &error_));
  ASSERT_NE(empty, nullptr) << error_.message;
  const Owned<orthant_searcher> searcher(orthant_searcher_new(empty.get(), nullptr));
  ASSERT_EQ(orthant_searcher_reserve(searcher.get(), 5, nullptr), ORTHANT_OK);
  EXPECT_EQ(orthant_search(searcher.get(), 5, 64, 0), 0);
  EXPECT_EQ(orthant_search(searcher.get(), 0, 64, 0), 0);
}

TEST_F(AbiSearch, SavesAndLoads) {
  const TempFolder folder;
  const std::string path = folder.file("i.orthant");
  ASSERT_EQ(orthant_index_save(index_.get(), path.c_str(), &error_), ORTHANT_OK) << error_.message;
  const Owned<orthant_index> loaded(orthant_index_load(path.c_str(), &error_));
  ASSERT_NE(loaded, nullptr) << error_.message;
  const Owned<orthant_searcher> searcher(orthant_searcher_new(loaded.get(), nullptr));
  orthant_searcher_reserve(searcher.get(), 9, nullptr);
  ASSERT_EQ(orthant_search(searcher.get(), 9, kBits, 0), 9);
  expect_hits(searcher.get(), 9, ranking(orthant_searcher_query(searcher.get()), nullptr));
  EXPECT_EQ(orthant_model_load(path.c_str(), &error_), nullptr);
  EXPECT_EQ(error_.status, ORTHANT_CORRUPT_FILE);
  EXPECT_NE(std::string(error_.message).find("is an index, not a model"), std::string::npos);
}

TEST_F(AbiSearch, RefusesMisuse) {
  const std::uint64_t high = std::uint64_t{1} << 63;
  const auto refused_index = [&](const std::uint64_t* codes, std::int64_t rows, std::int32_t bits) {
    const Owned<orthant_index> made(orthant_linear_scan_new(codes, rows, bits, &error_));
    return made == nullptr;
  };
  EXPECT_TRUE(refused_index(nullptr, 1, 64));
  expect_refused(error_, "codes must not be null");
  for (const std::int32_t bits : {0, -5, 1025}) {
    EXPECT_TRUE(refused_index(&high, 1, bits));
    expect_refused(error_, "bits must be between 1 and 1024, got " + std::to_string(bits));
  }
  for (const std::uint64_t* codes : {&high, static_cast<const std::uint64_t*>(nullptr)}) {
    EXPECT_TRUE(refused_index(codes, -1, 64));
    expect_refused(error_, "rows must be between 0 and");
  }
  EXPECT_TRUE(refused_index(&high, std::numeric_limits<std::int64_t>::max(), 1024));
  expect_refused(error_, "rows must be between 0 and");
  EXPECT_TRUE(refused_index(&high, 1, 63));
  expect_refused(error_, "row 0 has bits set beyond its 63 bits");
  EXPECT_EQ(orthant_searcher_new(nullptr, &error_), nullptr);
  expect_refused(error_, "index must not be null");
  EXPECT_NE(orthant_searcher_reserve(nullptr, 1, &error_), ORTHANT_OK);
  expect_refused(error_, "searcher must not be null");
  const Owned<orthant_searcher> searcher(orthant_searcher_new(index_.get(), nullptr));
  EXPECT_NE(orthant_searcher_reserve(searcher.get(), -1, &error_), ORTHANT_OK);
  expect_refused(error_, "hits must be between 0 and");
  EXPECT_NE(orthant_index_save(index_.get(), nullptr, &error_), ORTHANT_OK);
  expect_refused(error_, "path must not be null");
  EXPECT_NE(orthant_index_save(nullptr, "x", &error_), ORTHANT_OK);
  expect_refused(error_, "index must not be null");
  EXPECT_EQ(orthant_index_load(nullptr, &error_), nullptr);
  expect_refused(error_, "path must not be null");
}

}  // namespace
