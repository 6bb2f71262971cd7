#include "data/live_rows.h"

#include <vector>

#include <gtest/gtest.h>

#include "base/rng.h"

namespace orthant {
namespace {

void expect_equal(const LiveRows& rows, const std::vector<bool>& dead) {
  std::int64_t count = 0;
  for (std::size_t i = 0; i < dead.size(); ++i) {
    ASSERT_EQ(rows.is_live(static_cast<std::int64_t>(i)), !dead[i]) << i;
    if (dead[i]) ++count;
  }
  EXPECT_EQ(rows.dead_count(), count);
  EXPECT_EQ(rows.live_count(), static_cast<std::int64_t>(dead.size()) - count);
}

std::vector<std::int64_t> some_live(Rng& rng, const LiveRows& rows, std::int64_t one_in) {
  std::vector<std::int64_t> chosen;
  for (std::int64_t i = 0; i < rows.rows(); ++i) {
    if (rows.is_live(i) && rng.below(static_cast<std::uint64_t>(one_in)) == 0) chosen.push_back(i);
  }
  return chosen;
}

TEST(LiveRows, ADeletionMakesANewOneAndLeavesTheOldAsItWas) {
  Rng rng(1);
  for (const std::int64_t rows : {1, 63, 64, 4096, 4097, 20000, 600000}) {
    std::vector<bool> dead(static_cast<std::size_t>(rows));
    auto current = std::make_shared<const LiveRows>(rows);
    for (int step = 0; step < 4; ++step) {
      const auto before = current;
      const std::vector<bool> dead_before = dead;
      const auto victims = some_live(rng, *current, step == 0 ? rows : 3);
      current = current->without(victims);
      for (const std::int64_t row : victims) dead[static_cast<std::size_t>(row)] = true;
      expect_equal(*before, dead_before);
      expect_equal(*current, dead);
      EXPECT_EQ(LiveRows::deaths_between(before.get(), current.get()), victims);
    }
    EXPECT_EQ(LiveRows::deaths_between(nullptr, current.get()).size(),
              static_cast<std::size_t>(current->dead_count()));
    EXPECT_TRUE(LiveRows::deaths_between(current.get(), current.get()).empty());
    EXPECT_TRUE(LiveRows::deaths_between(nullptr, nullptr).empty());
    expect_equal(LiveRows(rows, current->dead_bits()), dead);
  }
}

TEST(LiveRows, NoRowsAreNoPages) {
  const LiveRows none(0);
  EXPECT_EQ(none.live_count(), 0);
  EXPECT_TRUE(none.dead_bits().empty());
  EXPECT_EQ(none.without({})->rows(), 0);
}

}  // namespace
}  // namespace orthant
