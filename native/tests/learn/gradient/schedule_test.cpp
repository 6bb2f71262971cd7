#include "learn/gradient/schedule.h"

#include <gtest/gtest.h>

namespace orthant {
namespace {

TEST(Schedule, IsConstant) {
  const Schedule schedule{Schedule::Kind::constant, 0.3, 1e-3, 2};
  EXPECT_EQ(schedule.at(0, 10), 0.3);
  EXPECT_EQ(schedule.at(9, 10), 0.3);
}

TEST(Schedule, IsSpacedAsTheAuthorsOfDsdhSpaceIt) {
  const Schedule schedule{Schedule::Kind::log_spaced, 1e-2, 1e-4, 1};  // logspace(-2, -6, 150)
  EXPECT_DOUBLE_EQ(schedule.at(0, 150), 1e-2);
  EXPECT_NEAR(schedule.at(149, 150), 1e-6, 1e-18);
  const double factor = schedule.at(1, 150) / schedule.at(0, 150);
  EXPECT_NEAR(schedule.at(101, 150) / schedule.at(100, 150), factor, 1e-12);
}

TEST(Schedule, HalvesEverySoManyEpochs) {
  const Schedule schedule{Schedule::Kind::halving, 1.0, 1.0, 10};
  EXPECT_EQ(schedule.at(9, 100), 1.0);
  EXPECT_EQ(schedule.at(10, 100), 0.5);
  EXPECT_EQ(schedule.at(35, 100), 0.125);
}

TEST(Schedule, FallsAlongACosine) {
  const Schedule schedule{Schedule::Kind::cosine, 2.0, 0.1, 1};
  EXPECT_DOUBLE_EQ(schedule.at(0, 11), 2.0);
  EXPECT_DOUBLE_EQ(schedule.at(5, 11), 1.1);
  EXPECT_NEAR(schedule.at(10, 11), 0.2, 1e-15);
}

TEST(Schedule, ASingleEpochHasTheFirstRate) {
  for (const auto kind : {Schedule::Kind::constant, Schedule::Kind::log_spaced,
                          Schedule::Kind::halving, Schedule::Kind::cosine}) {
    EXPECT_DOUBLE_EQ((Schedule{kind, 0.7, 0.01, 3}).at(0, 1), 0.7);
  }
}

}  // namespace
}  // namespace orthant
