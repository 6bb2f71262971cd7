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

TEST_F(AbiSearch, FiltersBudgetsAndStatsReachTheSearch) {
  const Owned<orthant_searcher> searcher(orthant_searcher_new(index_.get(), nullptr));
  ASSERT_EQ(orthant_searcher_reserve(searcher.get(), kRows, &error_), ORTHANT_OK);
  const std::int64_t ids[] = {400, 3};
  const std::uint64_t bits[] = {8, 0, 0, 0, 0, 0, std::uint64_t{1} << 16};  // ids 3 and 400 again
  const Owned<orthant_filter> allow(orthant_filter_of_ids(ids, 2, 1, &error_));
  const Owned<orthant_filter> deny(orthant_filter_of_bits(bits, 7, 0, &error_));
  ASSERT_EQ(orthant_searcher_set_filter(searcher.get(), allow.get(), &error_), ORTHANT_OK);
  EXPECT_EQ(orthant_search(searcher.get(), 0, kBits, ORTHANT_FILTERED), 2);
  EXPECT_EQ(orthant_search(searcher.get(), 0, kBits, 0), kRows);
  ASSERT_EQ(orthant_searcher_set_filter(searcher.get(), deny.get(), &error_), ORTHANT_OK);
  EXPECT_EQ(orthant_search(searcher.get(), 0, kBits, ORTHANT_FILTERED), kRows - 2);
  EXPECT_EQ(orthant_search(searcher.get(), 0, kBits, ORTHANT_FILTERED | ORTHANT_COUNT_ONLY),
            kRows - 2);
  ASSERT_EQ(orthant_searcher_set_filter(searcher.get(), nullptr, &error_), ORTHANT_OK);
  EXPECT_EQ(orthant_search(searcher.get(), 0, kBits, ORTHANT_FILTERED), kRows);

  const std::int64_t* stats = orthant_searcher_stats(searcher.get());
  EXPECT_EQ(stats[ORTHANT_STAT_EXACT], 1);
  EXPECT_EQ(stats[ORTHANT_STAT_PROVED_RADIUS], kBits);
  EXPECT_EQ(stats[ORTHANT_STAT_COMPARED], kRows);
  EXPECT_EQ(stats[ORTHANT_STAT_SCANNED], 1);
  EXPECT_EQ(stats[ORTHANT_STAT_PROBES] + stats[ORTHANT_STAT_PROBED], 0);
  EXPECT_EQ(orthant_searcher_verify(searcher.get(), &error_), 1);
  orthant_searcher_budget(searcher.get())[0] = 100;
  EXPECT_EQ(orthant_search(searcher.get(), 5, kBits, ORTHANT_BUDGETED), 5);
  EXPECT_EQ(stats[ORTHANT_STAT_EXACT], 0);
  EXPECT_EQ(stats[ORTHANT_STAT_COMPARED], 100);
  EXPECT_EQ(orthant_searcher_verify(searcher.get(), &error_), 1);
  orthant_searcher_query(searcher.get())[0] ^= 0xFFFFFFFFU;
  EXPECT_EQ(orthant_searcher_verify(searcher.get(), &error_), 0);
  EXPECT_NE(orthant_searcher_explain(searcher.get(), &error_), nullptr);
}

TEST_F(AbiSearch, RerankUsesTheProjections) {
  const Owned<orthant_searcher> searcher(orthant_searcher_new(index_.get(), nullptr));
  ASSERT_EQ(orthant_searcher_reserve(searcher.get(), kRows, &error_), ORTHANT_OK);
  orthant_searcher_projections(searcher.get())[7] = 2.5F;  // bit 7 alone decides
  ASSERT_EQ(orthant_search(searcher.get(), 0, kBits, 0), kRows);
  const std::int64_t kept = orthant_searcher_rerank(searcher.get(), kRows - 1);
  ASSERT_EQ(kept, kRows - 1);
  for (std::int64_t i = 0; i < kept; ++i) {
    const std::int64_t id = orthant_searcher_ids(searcher.get())[i];
    const bool is_set = ((codes_[static_cast<std::size_t>(2 * id)] >> 7) & 1) != 0;
    ASSERT_EQ(orthant_searcher_scores(searcher.get())[i], is_set ? 0.0F : 2.5F);
  }
}

TEST_F(AbiSearch, ABatchFindsWhatASearcherFinds) {
  const std::vector<std::uint64_t> queries = orthant::testing::random_codes(rng_, 100, kBits);
  const std::uint64_t mask[] = {~std::uint64_t{0}, 0};
  const std::int64_t id = 17;
  const Owned<orthant_filter> deny(orthant_filter_of_ids(&id, 1, 0, nullptr));
  const std::int32_t flags = ORTHANT_MASKED | ORTHANT_FILTERED;
  const Owned<orthant_batch> batch(orthant_batch_new(index_.get(), queries.data(), 100, 20, kBits,
                                                     flags, mask, deny.get(), &error_));
  ASSERT_NE(batch, nullptr) << error_.message;
  ASSERT_EQ(orthant_batch_work(batch.get(), &error_), ORTHANT_OK) << error_.message;
  const Owned<orthant_searcher> searcher(orthant_searcher_new(index_.get(), nullptr));
  orthant_searcher_reserve(searcher.get(), 20, nullptr);
  orthant_searcher_set_filter(searcher.get(), deny.get(), nullptr);
  std::copy_n(mask, 2, orthant_searcher_mask(searcher.get()));
  for (std::int64_t q = 0; q < 100; ++q) {
    std::copy_n(queries.data() + 2 * q, 2, orthant_searcher_query(searcher.get()));
    ASSERT_EQ(orthant_search(searcher.get(), 20, kBits, flags), 20);
    ASSERT_EQ(orthant_batch_hits(batch.get(), q), 20);
    EXPECT_TRUE(std::equal(orthant_batch_ids(batch.get(), q),
                           orthant_batch_ids(batch.get(), q) + 20,
                           orthant_searcher_ids(searcher.get())));
    EXPECT_TRUE(std::equal(orthant_batch_distances(batch.get(), q),
                           orthant_batch_distances(batch.get(), q) + 20,
                           orthant_searcher_distances(searcher.get())));
  }
}

TEST_F(AbiSearch, SavesAndLoads) {
  const TempFolder folder;
  const std::string path = folder.file("i.orthant");
  ASSERT_EQ(orthant_index_save(index_.get(), path.c_str(), &error_), ORTHANT_OK) << error_.message;
  const Owned<orthant_index> loaded(orthant_index_load(path.c_str(), 2, &error_));
  ASSERT_NE(loaded, nullptr) << error_.message;
  const Owned<orthant_searcher> searcher(orthant_searcher_new(loaded.get(), nullptr));
  orthant_searcher_reserve(searcher.get(), 9, nullptr);
  ASSERT_EQ(orthant_search(searcher.get(), 9, kBits, 0), 9);
  expect_hits(searcher.get(), 9, ranking(orthant_searcher_query(searcher.get()), nullptr));
  const Owned<orthant_index> mapped(orthant_index_map(path.c_str(), 1, &error_));
  ASSERT_NE(mapped, nullptr) << error_.message;
  EXPECT_EQ(orthant_index_rows(mapped.get()), kRows);
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
  EXPECT_EQ(orthant_index_load(nullptr, 1, &error_), nullptr);
  expect_refused(error_, "path must not be null");
  EXPECT_EQ(orthant_index_map(nullptr, 1, &error_), nullptr);
  expect_refused(error_, "path must not be null");
  EXPECT_EQ(orthant_index_map("x", 0, &error_), nullptr);
  expect_refused(error_, "threads must be between 1 and 256, got 0");
}

TEST_F(AbiSearch, RefusesMisuseOfFiltersAndBatches) {
  const std::int64_t ids[] = {4, 4};
  EXPECT_EQ(orthant_filter_of_ids(nullptr, 1, 1, &error_), nullptr);
  expect_refused(error_, "ids must not be null");
  EXPECT_EQ(orthant_filter_of_ids(ids, -1, 1, &error_), nullptr);
  expect_refused(error_, "count must be between 0 and");
  EXPECT_EQ(orthant_filter_of_ids(ids, 2, 1, &error_), nullptr);
  expect_refused(error_, "the id 4 twice");
  EXPECT_EQ(orthant_filter_of_ids(ids, 1, 2, &error_), nullptr);
  expect_refused(error_, "allow must be between 0 and 1, got 2");
  EXPECT_EQ(orthant_filter_of_bits(nullptr, 1, 1, &error_), nullptr);
  expect_refused(error_, "words must not be null");
  EXPECT_NE(orthant_searcher_set_filter(nullptr, nullptr, &error_), ORTHANT_OK);
  expect_refused(error_, "searcher must not be null");
  EXPECT_EQ(orthant_searcher_verify(nullptr, &error_), -1);
  expect_refused(error_, "searcher must not be null");
  EXPECT_EQ(orthant_searcher_explain(nullptr, &error_), nullptr);
  expect_refused(error_, "searcher must not be null");
  const std::uint64_t query[] = {0, std::uint64_t{1} << 63};
  const auto refused_batch = [&](const orthant_index* index, const std::uint64_t* queries,
                                 std::int64_t rows, std::int64_t k, std::int32_t flags) {
    const Owned<orthant_batch> made(
        orthant_batch_new(index, queries, rows, k, 9, flags, nullptr, nullptr, &error_));
    return made == nullptr;
  };
  EXPECT_TRUE(refused_batch(nullptr, query, 1, 1, 0));
  expect_refused(error_, "index must not be null");
  EXPECT_TRUE(refused_batch(index_.get(), nullptr, 1, 1, 0));
  expect_refused(error_, "queries must not be null");
  EXPECT_TRUE(refused_batch(index_.get(), query, 1, 1, 0));
  expect_refused(error_, "row 0 has bits set beyond its 70 bits");
  EXPECT_TRUE(refused_batch(index_.get(), query, 0, -1, 0));
  expect_refused(error_, "k must be between 0 and");
  EXPECT_TRUE(refused_batch(index_.get(), query, 0, 1, ORTHANT_MASKED));
  expect_refused(error_, "mask must not be null");
  const std::uint64_t wide[] = {1, std::uint64_t{1} << 6};
  const Owned<orthant_batch> wider(
      orthant_batch_new(index_.get(), query, 0, 1, 9, ORTHANT_MASKED, wide, nullptr, &error_));
  EXPECT_EQ(wider, nullptr);
  expect_refused(error_, "the mask has bits set beyond the index's 70 bits");
  EXPECT_TRUE(refused_batch(index_.get(), query, 0, 1, ORTHANT_FILTERED));
  expect_refused(error_, "filter must not be null");
  for (const std::int32_t flags : {ORTHANT_BUDGETED + 0, 64, ORTHANT_BY_SCAN | 1024, -1}) {
    EXPECT_TRUE(refused_batch(index_.get(), query, 0, 1, flags));
    expect_refused(
        error_, "flags must be a sum of those of a batch, within 59, got " + std::to_string(flags));
  }
  EXPECT_NE(orthant_batch_work(nullptr, &error_), ORTHANT_OK);
  expect_refused(error_, "batch must not be null");
}

}  // namespace
