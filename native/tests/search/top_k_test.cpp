// Counting top-k against a stable sort, on streams that make every push win, lose or tie.
#include "search/top_k.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "base/rng.h"

namespace orthant {
namespace {

constexpr std::int32_t kBits = 40;

std::vector<Hit> naive_nearest(const std::vector<std::int32_t>& distances, std::int64_t k) {
  std::vector<Hit> hits;
  for (std::size_t i = 0; i < distances.size(); ++i) {
    hits.push_back({static_cast<std::int64_t>(i), distances[i]});
  }
  std::stable_sort(hits.begin(), hits.end(),
                   [](const Hit& a, const Hit& b) { return a.distance < b.distance; });
  hits.resize(std::min(hits.size(), static_cast<std::size_t>(k)));
  return hits;
}

// bits + 1 distances are possible; each prefix's bound is the largest distance that can still
// enter.
void expect_equal_to_naive(TopK& top_k, const std::vector<std::int32_t>& distances,
                           std::int64_t k) {
  top_k.start(k);
  for (std::size_t i = 0; i < distances.size(); ++i) {
    top_k.push(static_cast<std::int64_t>(i), distances[i]);
  }
  const std::vector<Hit> expected = naive_nearest(distances, k);
  std::vector<std::int64_t> ids(static_cast<std::size_t>(k));
  std::vector<std::int32_t> found(static_cast<std::size_t>(k));
  const std::int64_t count = top_k.finish(ids.data(), found.data());
  ASSERT_EQ(count, static_cast<std::int64_t>(expected.size()));
  for (std::size_t i = 0; i < expected.size(); ++i) {
    ASSERT_EQ(ids[i], expected[i].id) << "place " << i << " of " << k;
    ASSERT_EQ(found[i], expected[i].distance) << "place " << i << " of " << k;
  }
}

std::vector<std::int32_t> random_distances(Rng& rng, std::int64_t rows, std::int32_t levels) {
  std::vector<std::int32_t> distances(static_cast<std::size_t>(rows));
  for (std::int32_t& d : distances) {
    d = static_cast<std::int32_t>(rng.below(static_cast<std::uint64_t>(levels)));
  }
  return distances;
}

TEST(TopKTest, EqualsAStableSort) {
  Rng rng(1);
  for (const std::int64_t rows : {1, 2, 10, 1000, 9000}) {
    for (const std::int32_t levels : {1, 2, 5, kBits + 1}) {
      const std::vector<std::int32_t> distances = random_distances(rng, rows, levels);
      for (const std::int64_t k : {1, 2, 3, 10, 100, 999, 1000, 5000, 9000}) {
        if (k > rows) continue;
        TopK top_k(k, rows, kBits);
        expect_equal_to_naive(top_k, distances, k);
      }
    }
  }
}

TEST(TopKTest, RisingAndFallingDistancesFillTheBufferManyTimes) {
  constexpr std::int64_t kRows = 60000;
  std::vector<std::int32_t> falling;
  for (std::int64_t i = 0; i < kRows; ++i) {
    falling.push_back(static_cast<std::int32_t>(kBits - i * kBits / (kRows - 1)));
  }
  std::vector<std::int32_t> rising(falling.rbegin(), falling.rend());
  for (const std::int64_t k : {1, 7, 1024, 2000}) {
    TopK top_k(k, kRows, kBits);
    expect_equal_to_naive(top_k, falling, k);
    expect_equal_to_naive(top_k, rising, k);
  }
}

TEST(TopKTest, ASearchWithSmallerKUsesTheSameRoom) {
  Rng rng(3);
  const std::vector<std::int32_t> distances = random_distances(rng, 5000, kBits + 1);
  TopK top_k(500, 5000, kBits);
  for (const std::int64_t k : {500, 1, 499, 20}) expect_equal_to_naive(top_k, distances, k);
}

TEST(TopKTest, TheBoundIsTheLargestDistanceThatCanEnter) {
  TopK top_k(2, 100, kBits);
  top_k.start(2);
  EXPECT_EQ(top_k.bound(), kBits);
  top_k.push(0, 30);
  EXPECT_EQ(top_k.bound(), kBits);  // one place is free
  top_k.push(1, 10);
  EXPECT_EQ(top_k.bound(), 29);  // 30 would come after row 0
  top_k.push(2, 10);
  EXPECT_EQ(top_k.bound(), 9);
  top_k.push(3, 0);
  top_k.push(4, 0);
  EXPECT_EQ(top_k.bound(), -1);
  top_k.push(5, 0);
  std::vector<std::int64_t> ids(2);
  std::vector<std::int32_t> distances(2);
  ASSERT_EQ(top_k.finish(ids.data(), distances.data()), 2);
  EXPECT_EQ(ids, (std::vector<std::int64_t>{3, 4}));
}

TEST(SortByDistanceTest, IsStable) {
  const std::vector<Hit> hits = {{0, 3}, {4, 1}, {5, 3}, {6, 0}, {9, 1}};
  std::vector<std::int64_t> places(4);
  std::vector<std::int64_t> ids(5);
  std::vector<std::int32_t> distances(5);
  EXPECT_EQ(sort_by_distance(hits.data(), 5, places.data(), 4, ids.data(), distances.data()), 5);
  EXPECT_EQ(ids, (std::vector<std::int64_t>{6, 4, 9, 0, 5}));
  EXPECT_EQ(distances, (std::vector<std::int32_t>{0, 1, 1, 3, 3}));
}

}  // namespace
}  // namespace orthant
