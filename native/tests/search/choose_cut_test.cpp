#include <gtest/gtest.h>

#include <vector>

#include "search/chunk_tables.h"
#include "search/table_data.h"

namespace orthant {
namespace {

using testing::codes_of_kind;

DistanceSample sample_of(const char* kind, std::int64_t rows, std::int32_t bits) {
  Rng rng(1);
  return DistanceSample(codes_of_kind(kind, rng, rows, bits), Parallel(1));
}

TEST(ChooseCut, MakesAsManyChunksAsAsked) {
  const DistanceSample sample = sample_of("uniform", 5000, 100);
  for (const std::int32_t chunks : {1, 2, 7, 100}) {
    EXPECT_EQ(choose_cut(sample, chunks).size(), static_cast<std::size_t>(chunks));
  }
}

TEST(ChooseCut, StaysNearBitsOverLogRows) {
  for (const char* kind : {"uniform", "clustered", "skewed"}) {
    for (const std::int32_t bits : {32, 64, 128, 256}) {
      const std::vector<Chunk> chunks = choose_cut(sample_of(kind, 1 << 15, bits), 0);
      EXPECT_GE(chunks.size(), 1U);
      EXPECT_LE(static_cast<double>(chunks.size()), 1.5 * bits / 15 + 1) << kind << ' ' << bits;
      for (const Chunk& chunk : chunks) EXPECT_LE(chunk.width, 16) << kind << ' ' << bits;
    }
  }
}

TEST(ChooseCut, MakesMoreChunksForLongerCodes) {
  EXPECT_LT(choose_cut(sample_of("clustered", 1 << 15, 64), 0).size(),
            choose_cut(sample_of("clustered", 1 << 15, 256), 0).size());
}

TEST(ChooseCut, CutsFewCodesEvenly) {
  for (const std::int64_t rows : {0, 1, 1000}) {
    EXPECT_EQ(choose_cut(sample_of("uniform", rows, 64), 0).size(), 6U);
    EXPECT_EQ(choose_cut(sample_of("uniform", rows, 64), 3).size(), 3U);
    EXPECT_EQ(choose_cut(sample_of("uniform", rows, 1), 0).size(), 1U);
  }
}

TEST(ChooseCut, ServesNearSearchesWhereNeighboursAreFar) {
  const DistanceSample sample = sample_of("uniform", 1 << 15, 256);
  ASSERT_GT(sample.kth_distance(0, 10), 80);
  const std::vector<Chunk> chunks = choose_cut(sample, 0);
  EXPECT_GT(chunks.size(), 6U);
  EXPECT_GT(chunks.front().width, 6);
}

}  // namespace
}  // namespace orthant
