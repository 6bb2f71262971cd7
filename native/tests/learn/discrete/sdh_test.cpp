#include "learn/discrete/sdh.h"

#include <gtest/gtest.h>

#include <set>

#include "learn/classes_apart.h"
#include "learn/twins.h"

namespace orthant {
namespace {

using naive::Dense;

constexpr std::int64_t kAnchors = 19;
constexpr std::int64_t kBits = 16;

const testing::Settings kSmall = {{"bits", kBits}, {"anchors", kAnchors}, {"rounds", 3}};

testing::Settings with(testing::Settings settings, const char* name, double value) {
  settings.emplace_back(name, value);
  return settings;
}

void expect_twin(const testing::TrainingSet& set, bool restart) {
  const testing::Trained trained = testing::train("sdh", set, with(kSmall, "restart", restart));
  naive::DiscreteProblem problem = testing::discrete_start(set, 1, kAnchors, kBits);
  problem.y = set.weights(false);
  problem.lambda = 1.0;
  problem.alpha = 1e-5;
  problem.beta = 1e-5 * 1e-2;
  problem.sweeps = 5;
  problem.restart = restart;
  naive::DiscreteTwin twin(problem, naive::identity(problem.y.columns()));
  ASSERT_GE(trained.objective.size(), 1U);
  for (const double objective : trained.objective) {
    const double expected = twin.round(
        [](const Dense& y, const Dense&, const Dense&) { return naive::identity(y.columns()); });
    EXPECT_NEAR(objective, expected, 1e-6 * expected);
  }
  EXPECT_LT(testing::projection_difference(trained.model->groups[0], twin.projection), 1e-5);
}

TEST(Sdh, FollowsItsTwin) {
  for (const std::uint64_t seed : {1U, 2U}) expect_twin(testing::small_set(seed), false);
}

TEST(Sdh, FollowsItsTwinWithARestart) { expect_twin(testing::small_set(3), true); }

TEST(Sdh, FollowsItsTwinWithSeveralLabelsARow) {
  expect_twin(testing::small_set(4, 120, true), false);
}

TEST(Sdh, TheObjectiveNeverRises) {
  const testing::Trained trained =
      testing::train("sdh", testing::small_set(5), {{"bits", 24}, {"rounds", 20}, {"nu", 0.1}});
  for (std::size_t i = 1; i < trained.objective.size(); ++i) {
    EXPECT_LE(trained.objective[i], trained.objective[i - 1] * (1.0 + 1e-12));
  }
}

TEST(Sdh, StopsOnceNoCodeChanges) {
  const testing::Trained trained =
      testing::train("sdh", testing::small_set(6), {{"bits", 8}, {"rounds", 1000}});
  EXPECT_LT(trained.objective.size(), 1000U);
  const std::size_t n = trained.objective.size();
  ASSERT_GE(n, 2U);
  EXPECT_EQ(trained.objective[n - 1], trained.objective[n - 2]);
}

// The codes that the trainer's parts choose, row by row.
std::set<std::vector<float>> distinct(MatrixView<float> codes) {
  std::set<std::vector<float>> words;
  for (std::int64_t i = 0; i < codes.rows; ++i) {
    words.emplace(codes.row(i).begin(), codes.row(i).end());
  }
  return words;
}

std::size_t rank_of(const Dense& a) {
  const naive::Eigen eigen = naive::eigen_of_gram(naive::transposed(a) * a);
  std::size_t rank = 0;
  for (const double value : eigen.values) rank += value > 1e-9 * eigen.values[0] ? 1U : 0U;
  return rank;
}

// Oracles 6 and 5, claim D: as nu goes to 0, codes from zeros are one per class, and P has no more
// rank.
TEST(Sdh, Oracles5And6CodesAreOnePerClassWithoutTheFeatureTerm) {
  const testing::TrainingSet set = testing::small_set(7);
  const Labels labels = set.label_sets();
  const Work work = testing::uncancelled_work();
  Rng rng(1);
  const FeatureMap map = fit_anchors(set.features.view(), true, 40, rng, work);
  const ClassTargets targets(labels);
  DiscreteCodes codes(map_rows(map, set.features.view(), work), {1.0, 1e-12, 1e-14, "ridge"}, {},
                      16, rng, work);
  codes.class_step(targets, targets.class_sums(codes.codes(), work), work);
  codes.feature_step(work);
  for (int round = 0; round < 3; ++round) {
    codes.code_step(targets, 5, true, work);
    codes.class_step(targets, targets.class_sums(codes.codes(), work), work);
    codes.feature_step(work);
  }
  EXPECT_EQ(distinct(codes.codes()).size(), 4U);  // the seen classes
  EXPECT_LE(rank_of(Dense(codes.projection())), 4U);
}

TEST(Sdh, TheModelHashesTrainingRowsOfAClassAlike) {
  const testing::TrainingSet set = testing::small_set(8);
  const testing::Trained trained = testing::train("sdh", set, {{"bits", 32}, {"anchors", 60}});
  testing::expect_classes_apart(trained, set);
}

TEST(Sdh, ItsBitsAreVisualAndItEncodesNoNames) {
  const testing::Trained trained = testing::train("sdh", testing::small_set(9), kSmall);
  ASSERT_EQ(trained.model->groups.size(), 1U);
  EXPECT_EQ(trained.model->groups[0].role, BitRole::visual);
  EXPECT_EQ(trained.model->semantics.dimension(), 0);
  EXPECT_NE(trained.model->provenance.find("\nanchors=19\n"), std::string::npos);
}

}  // namespace
}  // namespace orthant
