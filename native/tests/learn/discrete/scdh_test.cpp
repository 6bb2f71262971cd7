#include "learn/discrete/scdh.h"

#include <gtest/gtest.h>

#include "learn/discrete/naive_balanced_codes.h"
#include "learn/twins.h"
#include "testing/errors.h"

namespace orthant {
namespace {

constexpr std::int64_t kAnchors = 19;
constexpr std::int64_t kBits = 16;

// Weights that keep the codes of a class apart: then r S B + alpha B has full rank, and Z is
// unique. (With the defaults, codes are soon one per class, and Z is completed at random.)
constexpr BalanceWeights kWeights{2000.0, 500.0, 20.0};
const testing::Settings kSmall = {
    {"bits", kBits},           {"anchors", kAnchors},  {"rounds", 3}, {"lambda", kWeights.lambda},
    {"alpha", kWeights.alpha}, {"beta", kWeights.beta}};

void expect_twin(const testing::TrainingSet& set) {
  const testing::Trained trained = testing::train("scdh", set, kSmall);
  naive::DiscreteProblem start = testing::discrete_start(set, 1, kAnchors, kBits);
  naive::BalancedTwin twin(start.phi, start.b, testing::naive_similarity(set), kWeights);
  ASSERT_EQ(trained.objective.size(), 3U);
  for (const double objective : trained.objective) {
    const double expected = twin.round();
    EXPECT_NEAR(objective, expected, 1e-6 * expected);
  }
  EXPECT_LT(testing::projection_difference(trained.model->groups[0], twin.projection), 1e-5);
}

TEST(Scdh, FollowsItsTwin) {
  for (const std::uint64_t seed : {1U, 2U}) expect_twin(testing::small_set(seed));
}

TEST(Scdh, FollowsItsTwinWithSeveralLabelsARow) { expect_twin(testing::small_set(3, 120, true)); }

TEST(Scdh, TheObjectiveNeverRises) {
  for (const double alpha : {0.0, 0.1, 50.0}) {
    const testing::Trained trained =
        testing::train("scdh", testing::small_set(5),
                       {{"bits", 24}, {"rounds", 20}, {"alpha", alpha}, {"lambda", 1e3}});
    for (std::size_t i = 1; i < trained.objective.size(); ++i) {
      EXPECT_LE(trained.objective[i], trained.objective[i - 1] * (1.0 + 1e-12));
    }
  }
}

TEST(Scdh, AsManyBitsAsRowsAreRefusedWithWhatToUse) {
  const testing::TrainingSet set = testing::small_set(6, 24);
  testing::expect_error(ORTHANT_INVALID_ARGUMENT,
                        "24 bits were asked for, the features have 24 rows; use fewer bits, or sdh",
                        [&] {
                          (void)testing::train("scdh", set, {{"bits", 24}});
                        });
  EXPECT_EQ(testing::train("scdh", set, {{"bits", 23}}).model->bits(), 23);
}

TEST(Scdh, ItsBitsAreVisualAndItEncodesNoNames) {
  const testing::Trained trained = testing::train("scdh", testing::small_set(9), kSmall);
  ASSERT_EQ(trained.model->groups.size(), 1U);
  EXPECT_EQ(trained.model->groups[0].role, BitRole::visual);
  EXPECT_EQ(trained.model->semantics.dimension(), 0);
  EXPECT_NE(trained.model->provenance.find("\nanchors=19\n"), std::string::npos);
}

}  // namespace
}  // namespace orthant
