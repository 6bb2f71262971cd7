#include "base/atomic_min.h"

#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace orthant {
namespace {

TEST(AtomicMin, OnlyLowers) {
  std::atomic<std::int64_t> target{5};
  atomic_min(target, 9);
  EXPECT_EQ(target, 5);
  atomic_min(target, -1);
  EXPECT_EQ(target, -1);
}

TEST(AtomicMin, KeepsTheLeastOfAllThreads) {
  std::atomic<std::int64_t> target{1 << 20};
  std::vector<std::thread> threads;
  for (std::int64_t first = 1; first <= 4; ++first) {
    threads.emplace_back([&target, first] {
      for (std::int64_t value = 4000 + first; value >= first; value -= 4) atomic_min(target, value);
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(target, 1);
}

}  // namespace
}  // namespace orthant
