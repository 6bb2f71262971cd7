#include "base/parallel.h"

#include <atomic>
#include <chrono>
#include <functional>
#include <limits>
#include <new>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "testing/few_allocations.h"

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

TEST(Parallel, RethrowsWhatTheFirstChunkThatFailedThrew) {
  for (const int threads : {1, 2, 4}) {
    const auto body = [](std::int64_t chunk) {
      if (chunk == 5) std::this_thread::sleep_for(std::chrono::milliseconds(20));
      if (chunk >= 5) throw std::runtime_error("chunk " + std::to_string(chunk));
    };
    try {
      Parallel(threads).for_each_chunk(100, body);
      ADD_FAILURE() << "nothing was thrown";
    } catch (const std::runtime_error& failure) {
      EXPECT_STREQ(failure.what(), "chunk 5") << threads << " threads";
    }
  }
}

TEST(Parallel, MemoryThatRunsOutWhileThreadsStartEndsNothing) {
  for (int allocations = 0; allocations < 6; ++allocations) {
    std::atomic<int> runs{0};
    const std::function<void(std::int64_t)> body = [&](std::int64_t) { ++runs; };
    bool refused = false;
    try {
      const testing::FewAllocations few(allocations);
      Parallel(4).for_each_chunk(100, body);
    } catch (const std::bad_alloc&) {
      refused = true;
    }
    EXPECT_EQ(runs, refused ? 0 : 100) << allocations << " allocations";
    EXPECT_EQ(refused, allocations == 0);  // the list of threads
  }
}

}  // namespace
}  // namespace orthant
