#include "learn/zero_shot/balance_choice.h"

#include <gtest/gtest.h>

#include "learn/discrete/class_targets.h"
#include "learn/naive_data.h"
#include "linalg/tall.h"
#include "testing/work.h"

namespace orthant {
namespace {

// A problem over the features themselves, which the struct keeps alive.
struct Given {
  testing::TrainingSet set;
  Labels labels;
  Matrix<float> phi;
  Matrix<double> squares;
  Matrix<double> sums;
  Matrix<double> coordinates;
  Matrix<float> visual;
  BalanceProblem problem;
};

std::vector<BalancePoint> curve_of(std::int32_t seen, int threads) {
  Given given;
  given.set = testing::small_set(5, 400);
  const Work work = testing::uncancelled_work(threads);
  given.phi = given.set.features.clone();
  for (std::int32_t& label : given.set.labels) label %= seen;
  given.labels = given.set.label_sets();
  given.squares = gram(given.phi.view(), work);
  const Matrix<double> sums = ClassTargets(given.labels).class_sums(given.phi.view(), work);
  given.sums = Matrix<double>::copy_of(sums.view().block(0, seen));
  given.coordinates = Matrix<double>(seen, seen);
  std::vector<std::int32_t> classes;
  for (std::int32_t c = 0; c < seen; ++c) {
    given.coordinates(c, c) = 1.0;
    classes.push_back(c);
  }
  given.visual = Matrix<float>(400, 8);
  for (std::int64_t i = 0; i < 400 * 8; ++i) {
    given.visual.data()[i] = given.phi(i / 8, i % 8) > 0.0F ? 1.0F : -1.0F;
  }
  Rng rng(3);
  return balance_curve({given.phi.view(), given.squares.view(), given.sums.view(), &given.labels,
                        classes, given.coordinates.view(), given.visual.view(), 8, 0.1, 0.5},
                       rng, work);
}

TEST(BalanceChoice, MeasuresBothSidesTheSameAtAnyNumberOfThreads) {
  const std::vector<BalancePoint> one = curve_of(4, 1);
  const std::vector<BalancePoint> three = curve_of(4, 3);
  ASSERT_FALSE(one.empty());
  ASSERT_EQ(one.size(), three.size());
  for (std::size_t i = 0; i < one.size(); ++i) {
    EXPECT_EQ(one[i].zero_shot, three[i].zero_shot);
    EXPECT_EQ(one[i].seen, three[i].seen);
    EXPECT_GT(one[i].zero_shot, 0.25);  // chance: a quarter of the rows are relevant
    EXPECT_GT(one[i].seen, 0.25);
    EXPECT_LE(one[i].zero_shot, 1.0);
    EXPECT_LE(one[i].seen, 1.0);
  }
}

TEST(BalanceChoice, NeedsThreeSeenClasses) { EXPECT_TRUE(curve_of(2, 1).empty()); }

TEST(BalanceChoice, TakesTheBestZeroShotFigureThatKeepsTheSeenOne) {
  EXPECT_EQ(chosen_balance({{0.0, 0.2, 0.8}, {0.3, 0.3, 0.77}, {0.5, 0.4, 0.75}}), 0.3);
  EXPECT_EQ(chosen_balance({{0.0, 0.2, 0.8}, {0.3, 0.3, 0.77}, {0.5, 0.4, 0.77}}), 0.5);
  EXPECT_EQ(chosen_balance({{0.0, 0.2, 0.8}, {0.3, 0.1, 0.9}}), 0.3);
}

}  // namespace
}  // namespace orthant
