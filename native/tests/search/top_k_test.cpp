// Counting top-k against a sort, on streams that make every push win, lose or tie.
#include "search/top_k.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <tuple>
#include <vector>

#include "base/rng.h"

namespace orthant {
namespace {

constexpr std::int32_t kBits = 40;

// A group with its number of rows.
struct Pushed {
  Hit hit;
  std::int64_t rows;
};

using Place = std::pair<std::int32_t, std::int64_t>;  // distance, order

std::vector<Place> places_of(std::span<const Hit> hits) {
  std::vector<Place> places;
  for (const Hit& hit : hits) places.emplace_back(hit.distance, hit.order);
  return places;
}

// The groups that are sure to be needed: in order of (distance, order), until their rows are k.
std::vector<Place> naive_nearest(const std::vector<Pushed>& stream, std::int64_t k,
                                 std::int32_t radius) {
  std::vector<Pushed> within;
  for (const Pushed& p : stream) {
    if (p.hit.distance <= radius) within.push_back(p);
  }
  std::ranges::sort(within, {},
                    [](const Pushed& p) { return std::tuple(p.hit.distance, p.hit.order); });
  std::vector<Place> nearest;
  std::int64_t nearer_rows = 0;  // at lower distances
  std::int64_t rows = 0;
  for (const Pushed& p : within) {
    if (!nearest.empty() && nearest.back().first < p.hit.distance) nearer_rows = rows;
    if (nearer_rows >= k || static_cast<std::int64_t>(nearest.size()) == k) break;
    nearest.emplace_back(p.hit.distance, p.hit.order);
    rows += p.rows;
  }
  return nearest;
}

void expect_equal_to_naive(TopK& top_k, const std::vector<Pushed>& stream, std::int64_t k,
                           std::int32_t radius, bool in_order) {
  top_k.start(k, radius, in_order);
  std::int32_t bound = top_k.bound();
  for (const Pushed& p : stream) {
    if (p.hit.distance <= top_k.bound()) top_k.push(p.hit, p.rows);
    ASSERT_LE(top_k.bound(), bound) << "the bound rose";
    bound = top_k.bound();
  }
  ASSERT_EQ(places_of(top_k.finish()), naive_nearest(stream, k, radius))
      << "k " << k << ", radius " << radius << ", in order " << in_order;
}

std::vector<Pushed> random_stream(Rng& rng, std::int64_t groups, std::int32_t levels,
                                  std::uint64_t most_rows) {
  std::vector<Pushed> stream;
  for (std::int64_t i = 0; i < groups; ++i) {
    const auto distance = static_cast<std::int32_t>(rng.below(static_cast<std::uint64_t>(levels)));
    stream.push_back(
        {{3 * i, i, 0, distance}, 1 + static_cast<std::int64_t>(rng.below(most_rows))});
  }
  return stream;
}

void shuffle(Rng& rng, std::vector<Pushed>& stream) {
  for (std::size_t i = stream.size(); i > 1; --i) std::swap(stream[i - 1], stream[rng.below(i)]);
}

TEST(TopKTest, EqualsASort) {
  Rng rng(1);
  for (const std::int64_t groups : {1, 2, 10, 1000, 9000}) {
    for (const std::int32_t levels : {1, 2, 5, kBits + 1}) {
      for (const std::uint64_t most_rows : {1, 2, 50}) {
        std::vector<Pushed> stream = random_stream(rng, groups, levels, most_rows);
        for (const std::int64_t k : {1, 2, 3, 10, 100, 999, 1000, 5000, 9000}) {
          if (k > groups) continue;
          TopK top_k(k, groups, kBits);
          for (const std::int32_t radius : {0, 3, kBits}) {
            expect_equal_to_naive(top_k, stream, k, radius, true);
            expect_equal_to_naive(top_k, stream, k, radius, false);
          }
          if (HasFatalFailure()) return;
        }
        shuffle(rng, stream);
        TopK top_k(10, groups, kBits);
        for (const std::int64_t k : {1, 7, 10}) {
          if (k <= groups) expect_equal_to_naive(top_k, stream, k, kBits, false);
        }
        if (HasFatalFailure()) return;
      }
    }
  }
}

TEST(TopKTest, RisingAndFallingDistancesFillTheBufferManyTimes) {
  constexpr std::int64_t kGroups = 60000;
  std::vector<Pushed> falling;
  for (std::int64_t i = 0; i < kGroups; ++i) {
    const auto distance = static_cast<std::int32_t>(kBits - i * kBits / (kGroups - 1));
    falling.push_back({{i, i, 0, distance}, 1});
  }
  std::vector<Pushed> rising = falling;
  for (std::size_t i = 0; i < rising.size(); ++i) {
    rising[i].hit.distance = falling[falling.size() - 1 - i].hit.distance;
  }
  for (const std::int64_t k : {1, 7, 1024, 2000}) {
    TopK top_k(k, kGroups, kBits);
    for (const bool in_order : {true, false}) {
      expect_equal_to_naive(top_k, falling, k, kBits, in_order);
      expect_equal_to_naive(top_k, rising, k, kBits, in_order);
    }
    std::ranges::reverse(falling);  // equal distances by falling order
    expect_equal_to_naive(top_k, falling, k, kBits, false);
    std::ranges::reverse(falling);
  }
}

// At any time, to any radius: the answer is the right one, unless it is said to be too narrow, and
// that is said only if fewer than k rows lie within.
TEST(TopKTest, NarrowingLosesNothingUnseen) {
  constexpr std::size_t kGroups = 1000;
  Rng rng(5);
  for (const std::int64_t k : {1, 10, 120}) {
    TopK top_k(k, kGroups, kBits);
    int narrow_enough = 0;
    for (std::int32_t radius = 0; radius <= kBits; ++radius) {
      for (const std::size_t at : {std::size_t{0}, std::size_t{50}, kGroups}) {
        for (const bool in_order : {true, false}) {
          const std::vector<Pushed> stream = random_stream(rng, kGroups, kBits + 1, 2);
          top_k.start(k, kBits, in_order);
          std::int64_t rows_within = 0;
          for (std::size_t i = 0; i < kGroups; ++i) {
            if (i == at) top_k.narrow(radius);
            const Pushed& p = stream[i];
            if (p.hit.distance <= radius) rows_within += p.rows;
            if (p.hit.distance <= top_k.bound()) top_k.push(p.hit, p.rows);
          }
          if (at == kGroups) top_k.narrow(radius);
          ASSERT_EQ(top_k.too_narrow(), radius < kBits && rows_within < k) << radius << ", k " << k;
          if (top_k.too_narrow()) continue;
          ++narrow_enough;
          ASSERT_EQ(places_of(top_k.finish()), naive_nearest(stream, k, kBits));
        }
      }
    }
    EXPECT_GT(narrow_enough, 100);
    top_k.start(k, kBits, true);
    EXPECT_FALSE(top_k.too_narrow());
  }
}

TEST(TopKTest, ASearchWithSmallerKUsesTheSameRoom) {
  Rng rng(3);
  const std::vector<Pushed> stream = random_stream(rng, 5000, kBits + 1, 1);
  TopK top_k(500, 5000, kBits);
  for (const std::int64_t k : {500, 1, 499, 20}) {
    expect_equal_to_naive(top_k, stream, k, kBits, true);
  }
}

TEST(TopKTest, TheBoundIsTheLargestDistanceThatCanEnter) {
  TopK top_k(2, 100, kBits);
  top_k.start(2, kBits, true);
  EXPECT_EQ(top_k.bound(), kBits);
  top_k.push({0, 0, 0, 30}, 1);
  EXPECT_EQ(top_k.bound(), kBits);  // one place is free
  top_k.push({1, 1, 0, 10}, 1);
  EXPECT_EQ(top_k.bound(), 29);  // 30 would come after row 0
  top_k.push({2, 2, 0, 10}, 1);
  EXPECT_EQ(top_k.bound(), 9);
  top_k.push({3, 3, 0, 0}, 1);
  top_k.push({4, 4, 0, 0}, 1);
  EXPECT_EQ(top_k.bound(), -1);
  EXPECT_EQ(places_of(top_k.finish()), (std::vector<Place>{{0, 3}, {0, 4}}));
}

TEST(TopKTest, OutOfOrderATieCanStillEnter) {
  TopK top_k(2, 100, kBits);
  top_k.start(2, 25, false);
  EXPECT_EQ(top_k.bound(), 25);
  top_k.push({8, 0, 0, 10}, 1);
  top_k.push({9, 1, 0, 10}, 1);
  EXPECT_EQ(top_k.bound(), 10);
  top_k.push({1, 2, 0, 10}, 1);
  EXPECT_EQ(places_of(top_k.finish()), (std::vector<Place>{{10, 1}, {10, 8}}));
}

TEST(TopKTest, RowsOfAGroupEndTheSearchOfLargerDistances) {
  TopK top_k(50, 100, kBits);
  top_k.start(50, kBits, true);
  top_k.push({0, 0, 0, 7}, 49);
  EXPECT_EQ(top_k.bound(), kBits);
  top_k.push({1, 1, 0, 5}, 1);
  EXPECT_EQ(top_k.bound(), 7);  // 50 rows within 7; ids of a later group at 7 may stand before some
  top_k.push({60, 2, 0, 7}, 1);
  top_k.push({70, 3, 0, 4}, 50);
  EXPECT_EQ(top_k.bound(), 4);
  EXPECT_EQ(places_of(top_k.finish()), (std::vector<Place>{{4, 70}}));
}

TEST(SortByDistanceTest, OrdersLevelsByTheirNumbers) {
  const std::vector<Hit> hits = {
      {0, 0, 0, 3}, {4, 1, 0, 1}, {5, 2, 1, 3}, {6, 3, 0, 0}, {9, 4, 0, 1}};
  std::vector<std::int64_t> places(4);
  std::vector<Hit> sorted(5);
  const std::vector<Place> expected = {{0, 6}, {1, 4}, {1, 9}, {3, 0}, {3, 5}};
  sort_by_distance(hits, true, places.data(), 4, sorted.data());
  EXPECT_EQ(places_of(sorted), expected);
  const std::vector<Hit> reversed(hits.rbegin(), hits.rend());
  sort_by_distance(reversed, false, places.data(), 4, sorted.data());
  EXPECT_EQ(places_of(sorted), expected);
}

}  // namespace
}  // namespace orthant
