#include "learn/discrete/cosdish.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "learn/classes_apart.h"
#include "testing/errors.h"

namespace orthant {
namespace {

const testing::Settings kPublished = {
    {"bits", 24}, {"anchors", 0}, {"ridge", 1}, {"balanced", 0}, {"undo", 0}};

TEST(Cosdish, TheLastValueLiesBelowTheFirst) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const testing::Trained trained =
        testing::train("cosdish", testing::small_set(seed, 400, seed % 2 == 0), {{"bits", 24}});
    ASSERT_EQ(trained.objective.size(), 10U);
    EXPECT_LT(trained.objective.back(), trained.objective.front()) << seed;
    for (std::size_t i = 1; i < trained.objective.size(); ++i) {
      EXPECT_LE(trained.objective[i], trained.objective[i - 1]) << seed;
    }
  }
}

// Random codes: the mean of (r s - b_i . b_j)^2 is r^2 + r and more.
TEST(Cosdish, AsPublishedItEndsFarBelowRandomCodes) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const testing::Trained trained =
        testing::train("cosdish", testing::small_set(seed, 400), kPublished);
    for (const double objective : trained.objective) EXPECT_LT(objective, 0.9 * 24 * 25) << seed;
  }
}

TEST(Cosdish, TheModelHashesTrainingRowsOfAClassAlike) {
  const testing::TrainingSet set = testing::small_set(6, 400);
  testing::expect_classes_apart(testing::train("cosdish", set, {{"bits", 32}}), set);
  testing::expect_classes_apart(testing::train("cosdish", set, kPublished), set);
}

// A cut of 4,000 rows takes 5 s and more: the answer must not wait for its end.
TEST(Cosdish, IsCancelledWhileRowsAreCut) {
  const testing::TrainingSet set = testing::small_set(9, 4000);
  TrainingRun run("cosdish");
  testing::apply({{"bits", 8}, {"anchors", 10}, {"columns", 4000}}, run);
  testing::give(set, run);
  std::chrono::steady_clock::time_point asked;
  std::thread other([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(700));  // the cuts begin after less
    asked = std::chrono::steady_clock::now();
    run.cancel();
  });
  testing::expect_error(ORTHANT_CANCELLED, "cancelled", [&] { (void)run.step(); });
  const auto answered = std::chrono::steady_clock::now();
  other.join();
  EXPECT_LT(std::chrono::duration<double>(answered - asked).count(), 2.0);
}

TEST(Cosdish, RefusesAValueOfDissimilarPairsLikeThatOfSimilarOnes) {
  testing::expect_error(ORTHANT_INVALID_ARGUMENT, "lower the option \"dissimilar\"", [] {
    (void)testing::train("cosdish", testing::small_set(7), {{"dissimilar", 1}, {"balanced", 0}});
  });
}

TEST(Cosdish, RefusesRowsThatAllShareAClass) {
  testing::TrainingSet set = testing::small_set(8, 40);
  set.labels.clear();
  set.offsets = {0};
  for (std::int32_t i = 0; i < 40; ++i) {
    set.labels.push_back(4);
    if (i % 2 == 0) set.labels.push_back(1);
    set.offsets.push_back(static_cast<std::int64_t>(set.labels.size()));
  }
  testing::expect_error(ORTHANT_INVALID_ARGUMENT, "share a class",
                        [&] { (void)testing::train("cosdish", set, {}); });
}

}  // namespace
}  // namespace orthant
