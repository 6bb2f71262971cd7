#include "base/parallel.h"

#include <atomic>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

namespace orthant {
namespace {

TEST(Parallel, RunsEveryChunkOnce) {
  for (const int threads : {1, 2, 3, 8}) {
    for (const std::int64_t chunks : {0, 1, 2, 7, 1000}) {
      std::vector<std::atomic<int>> runs(static_cast<std::size_t>(chunks));
      Parallel(threads).for_each_chunk(
          chunks, [&](std::int64_t chunk) { ++runs[static_cast<std::size_t>(chunk)]; });
      for (const auto& count : runs) EXPECT_EQ(count, 1);
    }
  }
}

TEST(Parallel, BlocksCoverAllRows) {
  for (const std::int64_t rows : {0, 1, 9, 10, 11, 25}) {
    std::vector<std::atomic<int>> runs(static_cast<std::size_t>(rows));
    Parallel(2).for_each_block(rows, 10, [&](std::int64_t first, std::int64_t last) {
      EXPECT_EQ(first % 10, 0);
      EXPECT_LE(last - first, 10);
      for (std::int64_t row = first; row < last; ++row) ++runs[static_cast<std::size_t>(row)];
    });
    for (const auto& count : runs) EXPECT_EQ(count, 1);
  }
}

TEST(Parallel, RethrowsAfterAllThreadsHaveLeft) {
  for (const int threads : {1, 3}) {
    std::atomic<int> running{0};
    const auto body = [&](std::int64_t chunk) {
      ++running;
      if (chunk == 5) {
        --running;
        throw std::runtime_error("chunk 5");
      }
      --running;
    };
    EXPECT_THROW(Parallel(threads).for_each_chunk(100, body), std::runtime_error);
    EXPECT_EQ(running, 0);
  }
}

}  // namespace
}  // namespace orthant
