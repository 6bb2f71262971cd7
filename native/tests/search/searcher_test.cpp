// Searches against the naive one, on views of every shape, with masks, filters and budgets.
#include "search/searcher.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/rng.h"
#include "search/naive_search.h"
#include "testing/codes.h"
#include "testing/few_allocations.h"
#include "testing/views.h"

namespace orthant {
namespace {

using testing::mixed_view;
using testing::plain_view;
using testing::random_codes;
using testing::repeated_codes;

constexpr std::int32_t kAnyRadius = std::numeric_limits<std::int32_t>::max();

class SearcherTest : public ::testing::Test {
 protected:
  void search_in(std::shared_ptr<const SearchView> view) {
    view_ = std::move(view);
    searcher_ = std::make_unique<Searcher>(view_);
    searcher_->reserve(view_->rows + 5);
    std::copy_n(random_codes(rng_, 1, view_->bits).begin(), words_for(view_->bits),
                searcher_->query());
    std::copy_n(random_codes(rng_, 1, view_->bits).begin(), words_for(view_->bits),
                searcher_->mask());
    filter_ = nullptr;
  }

  // The query becomes one of the codes, so that it has an exact match.
  void query_a_code(std::int64_t group) {
    const PackedCodes& codes = view_->segments.front().codes->codes();
    std::copy_n(codes.row(group), codes.words(), searcher_->query());
  }

  void filter_by(const RowFilter& filter) {
    filter_ = std::make_shared<const RowFilter>(filter_copy(filter));
    searcher_->set_filter(filter_);
  }

  std::vector<NaiveHit> expected(const SearchRequest& request) {
    const std::uint64_t* mask = request.masked ? searcher_->mask() : nullptr;
    std::vector<NaiveHit> ranking =
        naive_ranking(*view_, {searcher_->query(), mask, words_for(view_->bits)},
                      request.filtered ? filter_.get() : nullptr);
    std::erase_if(ranking, [&](const NaiveHit& hit) { return hit.distance > request.radius; });
    if (request.k > 0 && request.k < static_cast<std::int64_t>(ranking.size())) {
      ranking.resize(static_cast<std::size_t>(request.k));
    }
    return ranking;
  }

  std::vector<NaiveHit> found(const SearchRequest& request) {
    std::vector<NaiveHit> hits;
    const std::int64_t count = searcher_->search(request);
    for (std::int64_t i = 0; i < count; ++i) {
      hits.push_back({searcher_->distances()[i], searcher_->ids()[i]});
    }
    return hits;
  }

  void expect_equal_to_naive(SearchRequest request) {
    const std::string what = "k " + std::to_string(request.k) + ", radius " +
                             std::to_string(request.radius) + (request.masked ? ", masked" : "") +
                             (request.filtered ? ", filtered" : "");
    const std::vector<NaiveHit> hits = expected(request);
    ASSERT_EQ(found(request), hits) << what;
    EXPECT_TRUE(searcher_->stats().exact);
    ASSERT_TRUE(searcher_->verify()) << what;
    if (request.k > 0) return;
    request.count_only = true;
    ASSERT_EQ(searcher_->search(request), static_cast<std::int64_t>(hits.size())) << what;
    ASSERT_TRUE(searcher_->verify()) << what;
  }

  void expect_all_searches() {
    const std::int64_t rows = view_->rows;
    const std::int32_t bits = view_->bits;
    for (const bool filtered : {false, true}) {
      for (const bool masked : {false, true}) {
        for (const std::int64_t k : {std::int64_t{1}, std::int64_t{2}, std::int64_t{10}, rows / 2,
                                     rows - 1, rows, rows + 5}) {
          for (const std::int32_t radius : {bits / 2, kAnyRadius}) {
            if (k >= 1) expect_equal_to_naive({k, radius, masked, filtered});
          }
        }
        for (const std::int32_t radius : {0, 1, bits / 4, bits / 2, bits - 1, bits, kAnyRadius}) {
          expect_equal_to_naive({0, radius, masked, filtered});
        }
        if (HasFatalFailure()) return;
      }
    }
  }

  // The code of the row with this id.
  const std::uint64_t* code_of(std::int64_t id) const {
    for (const Segment& segment : view_->segments) {
      for (std::int64_t g = 0; g < segment.codes->groups(); ++g) {
        const GroupRows rows = segment.codes->rows_of(g);
        for (std::int64_t i = 0; i < rows.size(); ++i) {
          if (segment.id(rows[i]) == id) return segment.codes->codes().row(g);
        }
      }
    }
    for (const Delta& delta : view_->deltas) {
      const std::int64_t row = std::find(delta.keys, delta.keys + delta.rows, id) - delta.keys;
      if (row < delta.rows) return delta.codes + row * words_for(view_->bits);
    }
    return nullptr;
  }

  float naive_score(std::int64_t id, bool masked) {
    float score = 0.0F;
    for (std::int32_t bit = 0; bit < view_->bits; ++bit) {
      const auto is_set = [&](const std::uint64_t* words) {
        return (words[bit / 64] >> (bit % 64) & 1) != 0;
      };
      const bool differs = is_set(code_of(id)) != is_set(searcher_->query());
      if (differs && (!masked || is_set(searcher_->mask()))) {
        score += std::abs(searcher_->projections()[bit]);
      }
    }
    return score;
  }

  Rng rng_{11};
  std::shared_ptr<const SearchView> view_;
  std::unique_ptr<Searcher> searcher_;
  std::shared_ptr<const RowFilter> filter_;

 private:
  static RowFilter filter_copy(const RowFilter& filter) {
    std::vector<std::int64_t> ids;
    for (std::int64_t id = -50000; id < 50000; ++id) {
      if (filter.passes(id)) ids.push_back(id);
    }
    return RowFilter::of_ids(ids, RowFilter::Sense::kAllow);
  }
};

// About one id in `one_in` passes.
RowFilter random_filter(Rng& rng, std::int64_t rows, std::uint64_t one_in, RowFilter::Sense sense) {
  std::vector<std::uint64_t> words(static_cast<std::size_t>(rows / 64 + 1));
  for (std::int64_t id = 0; id < rows; ++id) {
    const bool in_set = (rng.below(one_in) == 0) == (sense == RowFilter::Sense::kAllow);
    words[static_cast<std::size_t>(id / 64)] |= std::uint64_t{in_set} << (id % 64);
  }
  return RowFilter::of_bits(words, sense);
}

TEST_F(SearcherTest, EqualsNaiveAroundTheEndsOfBlocks) {
  // Blocks end at 64, 192, 448, 960, 1984, 4032, 8128, then every 4096.
  for (const std::int64_t rows :
       {0, 1, 2, 63, 64, 65, 191, 192, 193, 4031, 4032, 4033, 8128, 8129, 12225}) {
    search_in(plain_view(random_codes(rng_, rows, 64), rows, 64));
    filter_by(random_filter(rng_, rows, 3, RowFilter::Sense::kAllow));
    expect_all_searches();
    if (HasFatalFailure()) FAIL() << rows << " rows";
  }
}

TEST_F(SearcherTest, EqualsNaiveAtManyCodeLengths) {
  for (const std::int32_t bits : {1, 2, 8, 63, 65, 100, 127, 128, 129, 192, 256, 300, 512, 1024}) {
    search_in(plain_view(random_codes(rng_, 700, bits), 700, bits));
    filter_by(random_filter(rng_, 700, 2, RowFilter::Sense::kDeny));
    expect_all_searches();
    if (HasFatalFailure()) FAIL() << bits << " bits";
  }
}

TEST_F(SearcherTest, EqualsNaiveOnRepeatedCodes) {
  for (const std::int64_t distinct : {1, 4, 100, 3000}) {
    search_in(plain_view(repeated_codes(rng_, 5000, distinct, 64), 5000, 64));
    filter_by(random_filter(rng_, 5000, 20, RowFilter::Sense::kAllow));
    expect_all_searches();
    query_a_code(0);
    expect_all_searches();
    if (HasFatalFailure()) FAIL() << distinct << " distinct codes";
  }
}

TEST_F(SearcherTest, EqualsNaiveOnSegmentsAndDeltasWithDeadRows) {
  for (const std::int64_t parts : {1, 2, 3, 7}) {
    for (const std::uint64_t dead_one_in : {0, 2, 10}) {
      for (const std::int32_t bits : {12, 64, 130}) {
        search_in(mixed_view(rng_, repeated_codes(rng_, 3000, 900, bits), 3000, bits, parts,
                             dead_one_in));
        filter_by(random_filter(rng_, 2000, 5, RowFilter::Sense::kAllow));
        expect_all_searches();
        if (HasFatalFailure()) FAIL() << parts << " parts, " << dead_one_in << ", " << bits;
      }
    }
  }
}

TEST_F(SearcherTest, SparseAndDenseFiltersAgreeWithNaive) {
  search_in(plain_view(repeated_codes(rng_, 30000, 25000, 64), 30000, 64));
  for (const std::uint64_t one_in : {1, 2, 9, 100, 5000, 1000000}) {
    filter_by(random_filter(rng_, 30000, one_in, RowFilter::Sense::kAllow));
    for (const std::int64_t k : {1, 10, 200}) expect_equal_to_naive({k, 64, false, true});
    expect_equal_to_naive({0, 25, false, true});
    if (HasFatalFailure()) FAIL() << "one in " << one_in;
  }
}

TEST_F(SearcherTest, ASparseFilterComparesOnlyWhatPasses) {
  search_in(plain_view(random_codes(rng_, 30000, 64), 30000, 64));
  filter_by(
      RowFilter::of_ids(std::vector<std::int64_t>{5, 17000, 29999}, RowFilter::Sense::kAllow));
  ASSERT_EQ(searcher_->search({10, 64, false, true}), 3);
  EXPECT_EQ(searcher_->stats().compared, 3);
}

TEST_F(SearcherTest, RowsThatComeEverNearerAreAllSeen) {
  std::vector<std::uint64_t> words;
  for (int i = 0; i < 20000; ++i) {
    const int set = 64 - i * 64 / 19999;
    words.push_back(set == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << set) - 1);
  }
  search_in(plain_view(words, 20000, 64));
  searcher_->query()[0] = 0;
  for (const std::int64_t k : {1, 10, 300, 5000, 20000}) expect_equal_to_naive({k, 64});
}

TEST_F(SearcherTest, EnoughRowsWithTheQuerysOwnCodeEndTheSearch) {
  search_in(plain_view(repeated_codes(rng_, 200000, 50000, 64), 200000, 64));
  query_a_code(5);
  const std::int64_t rows = view_->segments.front().codes->rows_of(5).size();
  expect_equal_to_naive({rows, 64});
  EXPECT_LT(searcher_->stats().compared, 40000);
  EXPECT_EQ(searcher_->stats().proved_radius, 0);
  expect_equal_to_naive({rows, 64, true});  // under a mask others may be at distance 0, too
  expect_equal_to_naive({rows + 1, 64});
  EXPECT_EQ(searcher_->stats().compared, view_->segments.front().codes->groups());
  EXPECT_EQ(searcher_->stats().proved_radius, 64);
}

TEST_F(SearcherTest, AllBitsCountUntilTheMaskIsWritten) {
  for (const std::int32_t bits : {5, 64, 65, 200}) {
    Searcher searcher(plain_view(random_codes(rng_, 3, bits), 3, bits));
    for (std::int32_t w = 0; w < words_for(bits); ++w) {
      const bool last = w == words_for(bits) - 1;
      EXPECT_EQ(searcher.mask()[w], last ? tail_mask(bits) : ~std::uint64_t{0});
      EXPECT_EQ(searcher.query()[w], 0U);
    }
  }
}

TEST_F(SearcherTest, MoreHitsThanRoomAreCountedAndFitAfterReserve) {
  search_in(plain_view(repeated_codes(rng_, 10000, 3000, 64), 10000, 64));
  const auto count = static_cast<std::int64_t>(expected({0, 28}).size());
  ASSERT_GT(count, 100);
  Searcher small(view_);
  small.query()[0] = searcher_->query()[0];
  EXPECT_EQ(small.search({0, 28}), count);  // room for none
  EXPECT_TRUE(small.verify());
  small.reserve(count - 1);
  EXPECT_EQ(small.search({0, 28}), count);
  small.reserve(count);
  ASSERT_EQ(small.search({0, 28}), count);
  EXPECT_TRUE(small.verify());
  ASSERT_EQ(small.search({count, 64}), count);
  EXPECT_TRUE(small.verify());
}

TEST_F(SearcherTest, ReserveNeverShrinksAndIsBoundedByTheRows) {
  search_in(plain_view(random_codes(rng_, 30, 64), 30, 64));
  Searcher searcher(view_);
  EXPECT_EQ(searcher.room(), 0);
  searcher.reserve(5);
  EXPECT_EQ(searcher.room(), 5);
  searcher.reserve(2);
  EXPECT_EQ(searcher.room(), 5);
  searcher.reserve(std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(searcher.search({std::numeric_limits<std::int64_t>::max(), 64}), 30);
  const std::int64_t* lent = searcher_->ids();
  searcher_->reserve(1000);
  EXPECT_EQ(searcher_->ids(), lent) << "35 hits were reserved for 30 rows: nothing to move";
}

TEST_F(SearcherTest, WithoutMemoryASearcherStaysUsable) {
  search_in(plain_view(random_codes(rng_, 3000, 64), 3000, 64));
  Searcher searcher(view_);
  searcher.reserve(3);
  for (int allocations = 0; allocations < 12; ++allocations) {
    try {
      const testing::FewAllocations few(allocations);
      searcher.reserve(1000);
      break;
    } catch (const std::bad_alloc&) {
      ASSERT_EQ(searcher.search({3, 64}), 3);
      ASSERT_TRUE(searcher.verify());
    }
  }
  ASSERT_EQ(searcher.search({1000, 64}), 1000);
  EXPECT_TRUE(searcher.verify());
}

TEST_F(SearcherTest, MoreThanThereIsRoomForIsNotAskedFor) {
  search_in(plain_view(random_codes(rng_, 500, 64), 500, 64));
  Searcher searcher(view_);
  EXPECT_EQ(searcher.search({10, 64}), 0);
  EXPECT_EQ(searcher.stats().proved_radius, -1) << "no code was looked at";
  EXPECT_TRUE(searcher.verify());
  searcher.reserve(5);
  ASSERT_EQ(searcher.search({10, 64}), 5);
  EXPECT_TRUE(searcher.verify());
}

TEST_F(SearcherTest, NonsenseIsNoHit) {
  search_in(plain_view(random_codes(rng_, 500, 10), 500, 10));
  EXPECT_EQ(searcher_->search({0, -1}), 0);
  EXPECT_EQ(searcher_->search({5, std::numeric_limits<std::int32_t>::min()}), 0);
  EXPECT_EQ(searcher_->search({-1, 10}), 0);
  EXPECT_TRUE(searcher_->verify());
  searcher_->query()[0] = ~std::uint64_t{0};  // bits that no code has: at least 54 from each
  EXPECT_EQ(searcher_->search({500, kAnyRadius}), 0);
  EXPECT_EQ(searcher_->search({0, kAnyRadius}), 0);
}

TEST_F(SearcherTest, ABudgetOfCodesIsHeededAndTheAnswerSaysSo) {
  search_in(plain_view(repeated_codes(rng_, 20000, 15000, 64), 20000, 64));
  const std::int64_t groups = view_->segments.front().codes->groups();
  for (const std::int64_t codes :
       {std::int64_t{-5}, std::int64_t{0}, std::int64_t{1}, std::int64_t{64}, std::int64_t{100},
        std::int64_t{9000}, groups - 1, groups, groups + 1}) {
    searcher_->budget()[0] = codes;
    const std::int64_t hits = searcher_->search({.k = 10, .radius = 64, .budgeted = true});
    const SearchStats& stats = searcher_->stats();
    EXPECT_EQ(stats.compared, std::clamp<std::int64_t>(codes, 0, groups));
    EXPECT_EQ(stats.exact, codes >= groups);
    EXPECT_EQ(stats.proved_radius, codes >= groups ? 64 : -1);
    EXPECT_EQ(hits > 0, codes > 0);
    EXPECT_TRUE(searcher_->verify()) << codes;
  }
}

TEST_F(SearcherTest, TimeThatHasRunOutEndsASearch) {
  search_in(plain_view(random_codes(rng_, 20000, 64), 20000, 64));
  searcher_->budget()[1] = -1;
  EXPECT_EQ(searcher_->search({.k = 10, .radius = 64, .budgeted = true}), 0);
  EXPECT_FALSE(searcher_->stats().exact);
  searcher_->budget()[1] = std::numeric_limits<std::int64_t>::max() - 1;
  EXPECT_EQ(searcher_->search({.k = 10, .radius = 64, .budgeted = true}), 10);
  EXPECT_TRUE(searcher_->stats().exact);
  searcher_->budget()[1] = 0;
  EXPECT_EQ(searcher_->search({.k = 10, .radius = 64}), 10) << "no budget was asked for";
}

TEST_F(SearcherTest, VerifySeesAWrongAnswer) {
  search_in(plain_view(random_codes(rng_, 300, 64), 300, 64));
  ASSERT_EQ(searcher_->search({10, 64}), 10);
  EXPECT_TRUE(searcher_->verify());
  searcher_->query()[0] = ~searcher_->query()[0];
  EXPECT_FALSE(searcher_->verify());
}

TEST_F(SearcherTest, RerankOrdersByAsymmetricDistance) {
  for (const bool masked : {false, true}) {
    search_in(mixed_view(rng_, repeated_codes(rng_, 2000, 500, 100), 2000, 100, 4, 9));
    for (std::int32_t bit = 0; bit < 100; ++bit) {
      const double sign = (searcher_->query()[bit / 64] >> (bit % 64) & 1) != 0 ? 1.0 : -1.0;
      searcher_->projections()[bit] = static_cast<float>(sign * (0.01 + rng_.uniform()));
    }
    ASSERT_EQ(searcher_->search({200, 100, masked}), 200);
    std::vector<std::pair<float, std::int64_t>> expected;
    for (std::int64_t i = 0; i < 200; ++i) {
      expected.emplace_back(naive_score(searcher_->ids()[i], masked), searcher_->ids()[i]);
    }
    std::ranges::sort(expected);
    ASSERT_EQ(searcher_->rerank(150), 150);
    for (std::size_t i = 0; i < 150; ++i) {
      ASSERT_EQ(searcher_->scores()[i], expected[i].first) << i;
      ASSERT_EQ(searcher_->ids()[i], expected[i].second) << i;
    }
    EXPECT_EQ(searcher_->rerank(1000), 200);
    EXPECT_EQ(searcher_->rerank(-1), 0);
    ASSERT_EQ(searcher_->search({0, -1}), 0);
    EXPECT_EQ(searcher_->rerank(10), 0) << "there is nothing to rank";
  }
}

TEST_F(SearcherTest, ProjectionsThatAreNoNumbersCountAsInfinite) {
  search_in(plain_view(random_codes(rng_, 1000, 64), 1000, 64));
  for (std::int32_t bit = 0; bit < 64; bit += 7) {
    searcher_->projections()[bit] = std::numeric_limits<float>::quiet_NaN();
  }
  searcher_->projections()[1] = 1.0F;
  ASSERT_EQ(searcher_->search({1000, 64}), 1000);
  ASSERT_EQ(searcher_->rerank(1000), 1000);
  EXPECT_TRUE(std::is_sorted(searcher_->scores(), searcher_->scores() + 1000));
}

TEST_F(SearcherTest, AFilterThatCannotBePreparedIsNoFilter) {
  search_in(plain_view(random_codes(rng_, 300, 64), 300, 64));
  const auto none =
      std::make_shared<const RowFilter>(RowFilter::of_ids({}, RowFilter::Sense::kAllow));
  {
    const testing::FewAllocations few(0);
    EXPECT_THROW(searcher_->set_filter(none), std::bad_alloc);
  }
  EXPECT_EQ(searcher_->search({10, 64, false, true}), 10);
  searcher_->set_filter(none);
  EXPECT_EQ(searcher_->search({10, 64, false, true}), 0);
  searcher_->set_filter(nullptr);
  EXPECT_EQ(searcher_->search({10, 64, false, true}), 10);
}

TEST_F(SearcherTest, FollowsOtherViewsWithItsQueryMaskRoomAndFilter) {
  search_in(plain_view(random_codes(rng_, 30, 70), 30, 70));
  filter_by(random_filter(rng_, 2000, 3, RowFilter::Sense::kAllow));
  const std::uint64_t* query = searcher_->query();
  const std::uint64_t* mask = searcher_->mask();
  searcher_->reserve(5000);
  EXPECT_FALSE(searcher_->follow(view_));
  for (const std::int64_t rows : {3000, 20, 9000, 1, 4096}) {
    for (const bool tables : {false, true}) {
      view_ = mixed_view(rng_, repeated_codes(rng_, rows, 900, 70), rows, 70, 4, 5, tables);
      ASSERT_TRUE(searcher_->follow(view_));
      EXPECT_EQ(searcher_->query(), query);
      EXPECT_EQ(searcher_->mask(), mask);
      EXPECT_EQ(searcher_->room(), 5000);
      expect_equal_to_naive({70, 70});
      expect_equal_to_naive({0, 30, true, true});
      expect_equal_to_naive({4000, 70, false, true});
    }
  }
  EXPECT_THROW(searcher_->follow(plain_view(random_codes(rng_, 30, 64), 30, 64)), Error);
}

TEST_F(SearcherTest, WithoutMemoryToFollowItStaysWhereItIs) {
  search_in(plain_view(random_codes(rng_, 300, 64), 300, 64));
  filter_by(random_filter(rng_, 300, 3, RowFilter::Sense::kAllow));
  const auto next = plain_view(random_codes(rng_, 900, 64), 900, 64);
  bool moved = false;
  for (int allocations = 0; !moved; ++allocations) {
    ASSERT_LT(allocations, 40);
    try {
      const testing::FewAllocations few(allocations);
      moved = searcher_->follow(next);
    } catch (const std::bad_alloc&) {
      expect_equal_to_naive({9, 64, false, true});
    }
  }
  view_ = next;
  expect_equal_to_naive({9, 64, false, true});
}

TEST_F(SearcherTest, KeepsTheViewAlive) {
  search_in(plain_view(random_codes(rng_, 300, 64), 300, 64));
  const std::weak_ptr<const SearchView> watch = view_;
  view_.reset();
  EXPECT_FALSE(watch.expired());
  ASSERT_EQ(searcher_->search({300, 64}), 300);
  searcher_.reset();
  EXPECT_TRUE(watch.expired());
}

}  // namespace
}  // namespace orthant
