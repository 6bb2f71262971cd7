// A batch against one search after the other.
#include "search/batch_search.h"

#include <gtest/gtest.h>

#include <limits>
#include <thread>
#include <vector>

#include "base/rng.h"
#include "testing/views.h"

namespace orthant {
namespace {

using testing::mixed_view;
using testing::plain_view;
using testing::random_codes;
using testing::repeated_codes;

struct Case {
  std::shared_ptr<const SearchView> view;
  std::vector<std::uint64_t> queries;
  std::vector<std::uint64_t> mask;
  std::shared_ptr<const RowFilter> filter;
  SearchRequest request;
  int threads;
};

void expect_equal_to_single_searches(const Case& c) {
  const std::int32_t words = words_for(c.view->bits);
  const auto count = static_cast<std::int64_t>(c.queries.size()) / words;
  BatchSearch batch(c.view, testing::packed(c.queries, count, c.view->bits), c.mask, c.filter,
                    c.request);
  std::vector<std::thread> helpers;
  for (int i = 1; i < c.threads; ++i) helpers.emplace_back([&] { batch.work(); });
  batch.work();
  for (std::thread& helper : helpers) helper.join();
  Searcher single(c.view);
  single.reserve(c.view->rows);
  single.set_filter(c.filter);
  std::ranges::copy(c.mask, single.mask());
  SearchRequest request = c.request;
  request.masked = !c.mask.empty();
  request.filtered = true;
  for (std::int64_t q = 0; q < count; ++q) {
    std::copy_n(c.queries.begin() + q * words, words, single.query());
    const std::int64_t hits = single.search(request);
    ASSERT_EQ(batch.hits(q), hits) << "query " << q;
    if (request.k == 0 && request.count_only) continue;
    for (std::int64_t i = 0; i < hits; ++i) {
      ASSERT_EQ(batch.ids(q)[i], single.ids()[i]) << "hit " << i << " of query " << q;
      ASSERT_EQ(batch.distances(q)[i], single.distances()[i]) << "hit " << i << " of query " << q;
    }
  }
}

TEST(BatchSearchTest, EqualsSingleSearches) {
  Rng rng(21);
  const auto filter = std::make_shared<const RowFilter>(
      RowFilter::of_bits(random_codes(rng, 1, 1024), RowFilter::Sense::kDeny));
  for (const std::int32_t bits : {20, 64, 128, 200, 1024}) {
    const std::vector<std::uint64_t> codes = repeated_codes(rng, 5000, 2500, bits);
    for (const auto& view :
         {plain_view(codes, 5000, bits), mixed_view(rng, codes, 5000, bits, 4, 6)}) {
      for (const std::int64_t queries : {1, 3, 64, 65, 300}) {
        for (const SearchRequest& request :
             {SearchRequest{.k = 1, .radius = bits}, SearchRequest{.k = 50, .radius = bits / 2},
              SearchRequest{.k = 0, .radius = bits * 2 / 5},
              SearchRequest{.k = 0, .radius = bits / 2, .count_only = true}}) {
          for (const bool restricted : {false, true}) {
            expect_equal_to_single_searches(
                {view, random_codes(rng, queries, bits),
                 restricted ? random_codes(rng, 1, bits) : std::vector<std::uint64_t>{},
                 restricted ? filter : nullptr, request, 2});
            if (::testing::Test::HasFatalFailure()) {
              FAIL() << bits << " bits, " << queries << " queries, k " << request.k;
            }
          }
        }
      }
    }
  }
}

// So many codes that a radius is guessed from a sample of them.
TEST(BatchSearchTest, GuessedRadiiChangeNothing) {
  constexpr std::int64_t kRows = 40'000;
  Rng rng(25);
  const auto filter = std::make_shared<const RowFilter>(
      RowFilter::of_bits(random_codes(rng, 1, kRows), RowFilter::Sense::kAllow));
  for (const std::int32_t bits : {64, 200}) {
    for (const std::int64_t distinct : {kRows, kRows / 2}) {
      const std::vector<std::uint64_t> codes = repeated_codes(rng, kRows, distinct, bits);
      for (const auto& view : {plain_view(codes, kRows, bits),
                               mixed_view(rng, codes, kRows, bits, 1, 6)}) {
        for (const std::int64_t k : {1, 10, 100, 3000}) {
          for (const bool restricted : {false, true}) {
            expect_equal_to_single_searches(
                {view, random_codes(rng, 70, bits),
                 restricted ? random_codes(rng, 1, bits) : std::vector<std::uint64_t>{},
                 restricted ? filter : nullptr, SearchRequest{.k = k, .radius = bits}, 2});
          }
        }
      }
    }
  }
}

// The sample is full of near codes, and there are hardly any elsewhere.
TEST(BatchSearchTest, AGuessThatIsTooNarrowIsMadeGood) {
  constexpr std::int64_t kRows = 40'000;
  Rng rng(26);
  std::vector<std::uint64_t> codes = random_codes(rng, kRows, 64);
  std::vector<std::uint64_t> queries = random_codes(rng, 80, 64);
  const RadiusSample sample(kRows, 100);
  std::int64_t bit = 0;
  for (std::int32_t i = 0; i < sample.pieces(); ++i) {
    for (std::int64_t row = sample.first(i); row < sample.first(i) + sample.size(i); row += 12) {
      codes[static_cast<std::size_t>(row)] = queries[0] ^ std::uint64_t{1} << (bit++ % 64);
    }
  }
  ASSERT_GE(bit, sample.needed());
  ASSERT_LT(bit, 100);
  const auto view = plain_view(codes, kRows, 64);
  const SearchRequest request = {.k = 100, .radius = 64};
  expect_equal_to_single_searches({view, queries, {}, nullptr, request, 1});  // one of many
  queries.assign(3, queries[0]);
  expect_equal_to_single_searches({view, queries, {}, nullptr, request, 1});  // all of them
  Searcher single(view);
  single.reserve(100);
  *single.query() = queries[0];
  EXPECT_EQ(single.search(request), 100);
  EXPECT_TRUE(single.verify());
  EXPECT_EQ(single.stats().compared, view->segments.front().codes->groups());
}

TEST(BatchSearchTest, TablesGiveTheSame) {
  Rng rng(24);
  const std::vector<std::uint64_t> codes = repeated_codes(rng, 20000, 12000, 64);
  for (const Strategy strategy : {Strategy::kProbe, Strategy::kChoose}) {
    const auto view = testing::table_view(codes, 20000, 64, strategy);
    for (const bool near : {false, true}) {
      std::vector<std::uint64_t> queries = random_codes(rng, 100, 64);
      if (near) std::copy_n(codes.begin() + 500, 100, queries.begin());
      for (const SearchRequest& request :
           {SearchRequest{.k = 3, .radius = 64},
            SearchRequest{.k = 3, .radius = 64, .by_scan = true},
            SearchRequest{.k = 3, .radius = 64, .by_probing = true}, SearchRequest{.radius = 9}}) {
        expect_equal_to_single_searches({view, queries, {}, nullptr, request, 2});
      }
    }
  }
}

TEST(BatchSearchTest, AnyNumberOfThreadsGivesTheSame) {
  Rng rng(22);
  const auto view = plain_view(random_codes(rng, 3000, 64), 3000, 64);
  for (const int threads : {1, 2, 7}) {
    expect_equal_to_single_searches({view,
                                     random_codes(rng, 1000, 64),
                                     {},
                                     nullptr,
                                     SearchRequest{.k = 7, .radius = 64},
                                     threads});
  }
}

TEST(BatchSearchTest, AllRowsOfEachOfManyQueries) {
  Rng rng(25);
  const auto view = plain_view(repeated_codes(rng, 9000, 4000, 64), 9000, 64);
  for (const std::int64_t k : {std::int64_t{9000}, std::numeric_limits<std::int64_t>::max()}) {
    expect_equal_to_single_searches(
        {view, random_codes(rng, 300, 64), {}, nullptr, SearchRequest{.k = k, .radius = 64}, 2});
  }
}

TEST(BatchSearchTest, NoQueriesAndNoRowsAreNoHits) {
  Rng rng(23);
  BatchSearch none(plain_view(random_codes(rng, 10, 64), 10, 64), PackedCodes(0, 64), {}, nullptr,
                   {.k = 3, .radius = 64});
  none.work();
  none.work();
  expect_equal_to_single_searches({plain_view({}, 0, 64),
                                   random_codes(rng, 5, 64),
                                   {},
                                   nullptr,
                                   SearchRequest{.k = 3, .radius = 64},
                                   1});
}

}  // namespace
}  // namespace orthant
