#include "data/live_rows.h"

#include <gtest/gtest.h>

#include <set>
#include <vector>

#include "base/rng.h"

namespace orthant {
namespace {

void expect_dead(const LiveRows& live, const std::set<std::int64_t>& dead) {
  EXPECT_EQ(live.live_count(), live.rows() - static_cast<std::int64_t>(dead.size()));
  for (std::int64_t row = 0; row < live.rows(); ++row) {
    ASSERT_EQ(live.is_live(row), !dead.contains(row)) << "row " << row;
  }
}

TEST(LiveRowsTest, AllAreLiveAtFirst) {
  for (const std::int64_t rows : {0, 1, 4095, 4096, 4097}) expect_dead(LiveRows(rows), {});
}

TEST(LiveRowsTest, ADeletionLeavesEarlierOnesAsTheyWere) {
  Rng rng(4);
  constexpr std::int64_t kRows = 20000;
  std::vector<std::shared_ptr<const LiveRows>> states = {std::make_shared<LiveRows>(kRows)};
  std::vector<std::set<std::int64_t>> dead = {{}};
  for (int step = 0; step < 8; ++step) {
    std::set<std::int64_t> more;
    while (more.size() < 50) {
      const auto row = static_cast<std::int64_t>(rng.below(kRows));
      if (!dead.back().contains(row)) more.insert(row);
    }
    states.push_back(states.back()->without(std::vector(more.begin(), more.end())));
    more.insert(dead.back().begin(), dead.back().end());
    dead.push_back(more);
  }
  for (std::size_t i = 0; i < states.size(); ++i) expect_dead(*states[i], dead[i]);
}

}  // namespace
}  // namespace orthant
