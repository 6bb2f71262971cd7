#include "learn/zero_shot/held_out_ranking.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

#include "base/rng.h"
#include "testing/work.h"

namespace orthant {
namespace {

struct Ranked {
  int distance = 0;
  bool relevant = false;
};

// The mean of AP over all orders of the rows that keep distances rising.
double enumerated(const std::vector<Ranked>& rows) {
  std::vector<std::size_t> order(rows.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  double sum = 0.0;
  std::int64_t orders = 0;
  do {
    double hits = 0.0;
    double precision = 0.0;
    bool rising = true;
    for (std::size_t i = 0; i < order.size(); ++i) {
      rising &= i == 0 || rows[order[i - 1]].distance <= rows[order[i]].distance;
      if (!rows[order[i]].relevant) continue;
      hits += 1.0;
      precision += hits / static_cast<double>(i + 1);
    }
    if (!rising) continue;
    sum += precision / hits;
    ++orders;
  } while (std::next_permutation(order.begin(), order.end()));
  return sum / static_cast<double>(orders);
}

TEST(HeldOutRanking, AveragePrecisionIsTheMeanOverAllOrdersOfTies) {
  Rng rng(1);
  for (int trial = 0; trial < 40; ++trial) {
    std::vector<Ranked> rows(1 + rng.below(6));
    std::vector<Level> levels(4);
    for (Ranked& row : rows) {
      row = {static_cast<int>(rng.below(4)), rng.below(2) == 0};
      Level& level = levels[static_cast<std::size_t>(row.distance)];
      ++level.rows;
      level.relevant += row.relevant ? 1 : 0;
    }
    if (std::ranges::none_of(rows, [](const Ranked& row) { return row.relevant; })) {
      EXPECT_TRUE(std::isnan(average_precision(levels)));
      continue;
    }
    EXPECT_NEAR(average_precision(levels), enumerated(rows), 1e-12);
  }
}

TEST(HeldOutRanking, EachCodeIsAskedAgainstAllOthers) {
  // Rows 2, 5, 0, 3 of the labels; 0 and 3 share label 1.
  const Labels labels({1, 0, 2, 0, 1, 3, 2}, {0, 1, 2, 3, 5, 6, 7}, 4);
  PackedCodes codes(4, 8);
  const std::uint64_t words[] = {0b0000, 0b0001, 0b0111, 0b1111};
  for (std::int64_t i = 0; i < 4; ++i) codes.row(i)[0] = words[i];
  const std::vector<double> precision =
      leave_one_out_precision(codes, labels, {2, 5, 0, 3}, testing::uncancelled_work(2));
  ASSERT_EQ(precision.size(), 4U);
  EXPECT_DOUBLE_EQ(precision[0], 1.0);  // 5 is nearest and shares label 2
  EXPECT_DOUBLE_EQ(precision[1], 1.0);  // 2 at 1, 0 at 2
  EXPECT_DOUBLE_EQ(precision[2], 1.0);  // 3 at 1
  EXPECT_DOUBLE_EQ(precision[3], 1.0);  // 0 at 1
  codes.row(3)[0] = 0b0000;             // now beside 2
  EXPECT_DOUBLE_EQ(
      leave_one_out_precision(codes, labels, {2, 5, 0, 3}, testing::uncancelled_work())[2],
      (1.0 / 2.0 + 1.0 / 3.0) / 2.0);  // 5 at 2, then 2 and 3 tied at 3
}

}  // namespace
}  // namespace orthant
