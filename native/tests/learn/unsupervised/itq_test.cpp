#include "learn/unsupervised/itq.h"

#include <gtest/gtest.h>

#include "learn/feature_fit.h"
#include "learn/naive_data.h"
#include "learn/unsupervised/naive_rotation_search.h"
#include "linalg/pca.h"
#include "testing/work.h"

namespace orthant {
namespace {

using naive::Dense;
using naive::transposed;

// More bits than the 12 columns: a lift.
class ItqTwin : public ::testing::TestWithParam<std::int64_t> {};

TEST_P(ItqTwin, IsFollowedRoundByRound) {
  const std::int64_t bits = GetParam();
  const std::int64_t q = std::min<std::int64_t>(bits, 12);
  const testing::TrainingSet set = testing::small_set(1);
  const testing::Trained trained =
      testing::train("itq", set, {{"bits", static_cast<double>(bits)}, {"rounds", 3}, {"seed", 5}});

  const Work work = testing::uncancelled_work();
  const FeatureMap map = fit_linear(set.features.view(), true, work);
  const Matrix<float> rows = map_rows(map, set.features.view(), work);
  const Dense x(rows.view());
  const Dense own = naive::eigen_of_gram(transposed(x) * x).vectors;
  // A direction is known up to its sign: take the library's.
  const Dense directions = naive::with_signs_of(own, Dense(pca(rows.view(), q, work).view()));
  const Dense v = x * transposed(directions);
  Rng rng(5);
  Dense r = naive::drawn_rotation(static_cast<std::size_t>(q), static_cast<std::size_t>(bits), rng);
  ASSERT_EQ(trained.objective.size(), 3U);
  for (const double objective : trained.objective) {
    const double expected = naive::rotation_round(v, r);
    EXPECT_NEAR(objective, expected, 1e-6 * expected);
  }
  const Dense projection = transposed(transposed(directions) * r);
  EXPECT_LT(
      naive::largest_difference(Dense(trained.model->groups[0].projection.view()), projection),
      1e-5);
}

INSTANTIATE_TEST_SUITE_P(Itq, ItqTwin, ::testing::Values(4, 12, 16));

TEST(Itq, TheObjectiveNeverRises) {
  const testing::Trained trained = testing::train("itq", testing::small_set(2), {{"bits", 8}});
  for (std::size_t i = 1; i < trained.objective.size(); ++i) {
    EXPECT_LE(trained.objective[i], trained.objective[i - 1] * (1.0 + 1e-12));
  }
}

TEST(Itq, NeedsNoLabels) {
  const testing::TrainingSet set = testing::small_set(3);
  TrainingRun run("itq");
  run.set("bits", 8);
  run.features(set.features.view());
  while (run.step()) {
  }
  const auto model = run.finish();
  EXPECT_EQ(model->bits(), 8);
  EXPECT_EQ(model->groups[0].role, BitRole::visual);
  EXPECT_TRUE(model->groups[0].features.unit_rows);
  EXPECT_EQ(model->groups[0].features.mean.size(), 12U);
}

}  // namespace
}  // namespace orthant
