// Searches through tables, alone and finished by a scan, against the naive search.
#include "search/probing.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "base/rng.h"
#include "search/searcher.h"
#include "testing/codes.h"
#include "testing/views.h"

namespace orthant {
namespace {

using testing::random_codes;
using testing::repeated_codes;
using testing::table_view;

class ProbingTest : public ::testing::Test {
 protected:
  void search_in(std::shared_ptr<const SearchView> view) {
    view_ = std::move(view);
    searcher_ = std::make_unique<Searcher>(view_);
    searcher_->reserve(view_->rows);
  }

  // A code with a few bits flipped has neighbours; else the query is random.
  void draw_query(bool near) {
    const PackedCodes& codes = view_->segments.front().codes->codes();
    const std::vector<std::uint64_t> stray = random_codes(rng_, 1, view_->bits);
    const auto row =
        static_cast<std::int64_t>(rng_.below(static_cast<std::uint64_t>(codes.rows())));
    std::copy_n(near ? codes.row(row) : stray.data(), codes.words(), searcher_->query());
    searcher_->query()[0] ^= near ? 5 : 0;
  }

  void expect_right(const SearchRequest& request) {
    searcher_->search(request);
    EXPECT_TRUE(searcher_->stats().exact);
    ASSERT_TRUE(searcher_->verify())
        << "k " << request.k << ", radius " << request.radius << ", masked " << request.masked
        << ", filtered " << request.filtered << "\n"
        << searcher_->explain();
  }

  void expect_all_right() {
    const std::int32_t bits = view_->bits;
    for (const bool near : {true, true, false}) {
      draw_query(near);
      for (const bool by_probing : {false, true}) {
        for (const bool masked : {false, true}) {
          for (const std::int64_t k : {1, 10, 300}) {
            for (const std::int32_t radius : {bits / 8, bits}) {
              expect_right({.k = k, .radius = radius, .masked = masked, .by_probing = by_probing});
            }
          }
          for (const std::int32_t radius : {0, 2, bits / 8, bits / 3}) {
            expect_right({.radius = radius, .masked = masked, .by_probing = by_probing});
            expect_right({.radius = radius,
                          .masked = masked,
                          .filtered = true,
                          .count_only = true,
                          .by_probing = by_probing});
          }
          expect_right({.k = 20,
                        .radius = bits,
                        .masked = masked,
                        .filtered = true,
                        .by_probing = by_probing});
          if (HasFatalFailure()) return;
        }
      }
    }
  }

  Rng rng_{41};
  std::shared_ptr<const SearchView> view_;
  std::unique_ptr<Searcher> searcher_;
};

TEST_F(ProbingTest, EqualsNaiveUnderEveryStrategy) {
  for (const std::int32_t bits : {24, 64, 100, 256}) {
    for (const std::int64_t distinct : {300, 100000}) {
      const std::vector<std::uint64_t> codes = repeated_codes(rng_, 6000, distinct, bits);
      for (const Strategy strategy : {Strategy::kProbe, Strategy::kChoose}) {
        search_in(table_view(codes, 6000, bits, strategy));
        std::fill_n(searcher_->mask(), words_for(bits), 0);
        for (std::int32_t bit = bits / 4; bit < bits; ++bit) {  // whole chunks, and parts
          searcher_->mask()[bit / 64] |= std::uint64_t{1} << (bit % 64);
        }
        searcher_->set_filter(std::make_shared<const RowFilter>(
            RowFilter::of_bits(random_codes(rng_, 1, 1024), RowFilter::Sense::kDeny)));
        expect_all_right();
        if (HasFatalFailure()) FAIL() << bits << " bits, " << distinct << " distinct codes";
      }
    }
  }
}

TEST_F(ProbingTest, EqualsNaiveOnSegmentsAndDeltas) {
  for (const std::int64_t parts : {2, 5}) {
    search_in(
        testing::mixed_view(rng_, repeated_codes(rng_, 6000, 2000, 64), 6000, 64, parts, 7, true));
    searcher_->set_filter(std::make_shared<const RowFilter>(
        RowFilter::of_bits(random_codes(rng_, 1, 1024), RowFilter::Sense::kAllow)));
    expect_all_right();
    if (HasFatalFailure()) FAIL() << parts << " parts";
  }
}

TEST_F(ProbingTest, AScanFinishesWhatTablesBegan) {
  // Uniform codes of many bits: neighbours are so far that looking chunks up does not end.
  search_in(table_view(random_codes(rng_, 20000, 256), 20000, 256, Strategy::kProbe));
  draw_query(false);
  expect_right({.k = 10, .radius = 256});
  EXPECT_GT(searcher_->stats().probes, 0);
  EXPECT_EQ(searcher_->stats().scanned, 1);
  EXPECT_EQ(searcher_->stats().proved_radius, 256);
  EXPECT_NE(searcher_->explain().find("plan=scan"), std::string::npos);
}

TEST_F(ProbingTest, ForcedPlansAreFollowed) {
  search_in(table_view(random_codes(rng_, 20000, 64), 20000, 64, Strategy::kChoose));
  draw_query(true);
  expect_right({.k = 1, .radius = 64, .by_scan = true});
  EXPECT_EQ(searcher_->stats().probes, 0);
  EXPECT_EQ(searcher_->stats().compared, 20000);
  expect_right({.k = 1, .radius = 64, .by_probing = true});
  EXPECT_EQ(searcher_->stats().scanned, 0);
  EXPECT_LT(searcher_->stats().compared, 20000);
  EXPECT_GE(searcher_->stats().proved_radius, 2);
  EXPECT_LT(searcher_->stats().proved_radius, 64);
}

TEST_F(ProbingTest, AnExplanationIsOfTheLastSearch) {
  search_in(table_view(random_codes(rng_, 20000, 64), 20000, 64, Strategy::kChoose));
  draw_query(true);
  searcher_->search({.k = 1, .radius = 64, .by_probing = true});
  EXPECT_NE(searcher_->explain().find("plan=tables"), std::string::npos);
  searcher_->search({.k = 1, .radius = 64, .by_scan = true});
  EXPECT_EQ(searcher_->explain(), "part=0\ncodes=20000\nplan=scan\n");
}

TEST_F(ProbingTest, PlansDoNotFollowAbsurdNumbers) {
  const std::vector<std::uint64_t> codes = random_codes(rng_, 5000, 70);
  search_in(table_view(codes, 5000, 70, Strategy::kChoose));
  draw_query(false);
  const auto explained = [&](const SearchRequest& request) {
    searcher_->search(request);
    EXPECT_TRUE(searcher_->verify());
    return searcher_->explain();
  };
  const std::string all = explained({.k = 5000, .radius = 70});
  EXPECT_EQ(explained({.k = std::numeric_limits<std::int64_t>::max(), .radius = 70}), all);
  EXPECT_EQ(all.find("-9223372036854775808"), std::string::npos) << all;
  std::fill_n(searcher_->mask(), 2, ~std::uint64_t{0});  // bits that no code has
  EXPECT_EQ(explained({.k = 10, .radius = 70, .masked = true}), explained({.k = 10, .radius = 70}));
}

TEST_F(ProbingTest, AMaskWithoutAWholeChunkIsScanned) {
  search_in(table_view(random_codes(rng_, 3000, 64), 3000, 64, Strategy::kProbe));
  draw_query(true);
  searcher_->mask()[0] = 0x5555555555555555U;
  expect_right({.k = 5, .radius = 64, .masked = true, .by_probing = true});
  EXPECT_EQ(searcher_->stats().probes, 0);
  EXPECT_EQ(searcher_->stats().scanned, 1);
}

TEST_F(ProbingTest, ABudgetLeavesAnHonestAnswer) {
  search_in(table_view(repeated_codes(rng_, 20000, 9000, 64), 20000, 64, Strategy::kProbe));
  draw_query(false);
  bool bounded = false;
  for (const std::int64_t codes : {0, 1, 100, 1000, 5000, 1000000}) {
    searcher_->budget()[0] = codes;
    searcher_->search({.k = 10, .radius = 64, .budgeted = true, .by_probing = true});
    const SearchStats& stats = searcher_->stats();
    ASSERT_TRUE(searcher_->verify()) << codes;
    EXPECT_LE(stats.compared, codes + 4096);
    bounded = bounded || (!stats.exact && stats.proved_radius >= 0);
  }
  EXPECT_TRUE(bounded) << "a search through tables proves something before it ends";
  EXPECT_TRUE(searcher_->stats().exact);
}

}  // namespace
}  // namespace orthant
