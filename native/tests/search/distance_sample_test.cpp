#include "search/distance_sample.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "search/table_data.h"

namespace orthant {
namespace {

using testing::codes_of_kind;
using testing::naive_distance;

// The distances of all codes from the one that serves as `query`, sorted; itself is the first.
std::vector<std::int32_t> sorted_distances(const PackedCodes& codes, std::int64_t row) {
  std::vector<std::int32_t> all;
  for (std::int64_t i = 0; i < codes.rows(); ++i) {
    all.push_back(naive_distance(codes.row(row), codes.row(i), codes.words(), nullptr));
  }
  std::sort(all.begin(), all.end());
  return all;
}

TEST(DistanceSample, KnowsTheNearestOfItsQueries) {
  Rng rng(1);
  const PackedCodes codes = codes_of_kind("clustered", rng, 6400, 70);
  const DistanceSample sample(codes, Parallel(1));
  ASSERT_EQ(sample.queries(), DistanceSample::kMostQueries);
  for (std::int64_t query = 0; query < sample.queries(); ++query) {
    const std::vector<std::int32_t> naive = sorted_distances(codes, query * 200);
    for (const std::int64_t k : {1, 10, 100, 1000, 1024}) {
      EXPECT_EQ(sample.kth_distance(query, k), naive[static_cast<std::size_t>(k)]);
    }
  }
}

TEST(DistanceSample, KnowsNothingBeyondTheCodes) {
  Rng rng(2);
  for (const std::int64_t rows : {0, 1, 2, 40}) {
    const DistanceSample sample(codes_of_kind("uniform", rng, rows, 100), Parallel(2));
    EXPECT_EQ(sample.queries(), std::min(rows, DistanceSample::kMostQueries));
    for (std::int64_t query = 0; query < sample.queries(); ++query) {
      EXPECT_EQ(sample.kth_distance(query, rows), 100);
    }
    EXPECT_EQ(sample.pairs() > 0, rows > 1);
  }
}

TEST(DistanceSample, DrawsPairsOfTheCodes) {
  PackedCodes codes(2, 3);
  codes.row(0)[0] = 0b101;
  codes.row(1)[0] = 0b011;
  const DistanceSample sample(codes, Parallel(1));
  for (std::int64_t i = 0; i < sample.pairs(); ++i) EXPECT_EQ(*sample.pair(i), 0b110U);
}

TEST(DistanceSample, IsTheSameAtAnyNumberOfThreads) {
  Rng rng(3);
  const PackedCodes codes = codes_of_kind("skewed", rng, 20'000, 33);
  const DistanceSample one(codes, Parallel(1));
  const DistanceSample four(codes, Parallel(4));
  for (std::int64_t query = 0; query < one.queries(); ++query) {
    for (const std::int64_t k : {1, 30, 900}) {
      EXPECT_EQ(one.kth_distance(query, k), four.kth_distance(query, k));
    }
  }
  for (std::int64_t i = 0; i < one.pairs(); ++i) EXPECT_EQ(*one.pair(i), *four.pair(i));
}

}  // namespace
}  // namespace orthant
