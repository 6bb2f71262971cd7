#include "linalg/work.h"

#include <gtest/gtest.h>

#include "testing/errors.h"
#include "testing/work.h"

namespace orthant {
namespace {

TEST(Work, SumsBlocksInTheirOrderAtAnyNumberOfThreads) {
  const auto body = [](std::int64_t first, std::int64_t last) {
    double sum = 0.0;
    for (std::int64_t i = first; i < last; ++i) sum += 1.0 / static_cast<double>(i + 1);
    return sum;
  };
  const double one = testing::uncancelled_work(1).sum_over_blocks(1000, 7, body);
  EXPECT_NEAR(one, 7.485470860550345, 1e-12);
  EXPECT_EQ(testing::uncancelled_work(3).sum_over_blocks(1000, 7, body), one);
  EXPECT_EQ(testing::uncancelled_work(3).sum_over_blocks(0, 7, body), 0.0);
}

TEST(Work, StopsBetweenBlocksOnceCancelled) {
  std::atomic<bool> cancelled{false};
  const Work work(1, cancelled);
  int blocks = 0;
  testing::expect_error(ORTHANT_CANCELLED, "cancelled", [&] {
    work.for_each_block(100, 10, [&](std::int64_t, std::int64_t) {
      if (++blocks == 3) cancelled = true;
    });
  });
  EXPECT_EQ(blocks, 3);
}

}  // namespace
}  // namespace orthant
