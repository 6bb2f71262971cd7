#include "learn/zero_shot/orthant_trainer.h"

#include <gtest/gtest.h>

#include <bit>

#include "encode/batch_encoder.h"
#include "encode/semantic_encoder.h"
#include "learn/class_vectors.h"
#include "learn/twins.h"
#include "testing/errors.h"
#include "testing/work.h"

namespace orthant {
namespace {

using naive::Dense;
using naive::transposed;

constexpr std::int64_t kAnchors = 19;

std::uint64_t words_of(const naive::Dense& values, std::size_t row) {
  std::uint64_t word = 0;
  for (std::size_t bit = 0; bit < values.columns(); ++bit) {
    word |= static_cast<std::uint64_t>(values(row, bit) > 0.0) << bit;
  }
  return word;
}

// The scores by naive ridge regression, then the library's bits of them, must be the model's codes.
void expect_twin(const testing::TrainingSet& set) {
  const testing::Trained trained = testing::train("orthant", set,
                                                  {{"bits", 24},
                                                   {"anchors", kAnchors},
                                                   {"rounds", 3},
                                                   {"seed", 9},
                                                   {"balance", 0.4},
                                                   {"visual-bits", 0}});
  Rng rng(9);
  const Work work = testing::uncancelled_work();
  const FeatureMap map = fit_anchors(set.features.view(), true, kAnchors, rng, work);
  const Dense phi(map_rows(map, set.features.view(), work).view());
  Dense targets(phi.rows(), 4);  // the last class has no rows
  const Dense weights = set.weights(false);
  for (std::size_t i = 0; i < phi.rows(); ++i) {
    for (std::size_t k = 0; k < 4; ++k) targets(i, k) = weights(i, k);
  }
  const Dense phit = transposed(phi);
  const Dense w =
      naive::solve(naive::plus(phit * phi, 0.1, naive::identity(phi.columns())), phit * targets);
  const Matrix<double> scores = naive::to_matrix<double>(phi * w);
  const TrainingData data{set.features.view(), set.label_sets(), set.semantics.clone()};
  const Matrix<double> vectors = centred_class_vectors(data).vectors;
  const ClassSpan span = span_of_vectors(data, vectors.view());
  const Matrix<double> shares =
      naive::to_matrix<double>(Dense(vectors.view()) * transposed(Dense(span.shares.view())));
  PresenceBits bits(Presence(scores.view(), span.coordinates.clone(), 0.4, 0.5, work),
                    scores.view(), shares.view(), 0.3, 24, rng, work);
  for (const double objective : trained.objective) {
    EXPECT_NEAR(bits.round(work), objective, 1e-6 * objective);
  }
  const Dense lift(bits.lift().view());
  const Dense of_rows = Dense(bits.presence().of_scores(scores.view(), work).view()) * lift;
  const PackedCodes codes = encode_all(*trained.model, set.features.view(), 1);
  std::int64_t differing = 0;  // values that are zero but for rounding may differ
  for (std::int64_t i = 0; i < codes.rows(); ++i) {
    differing += std::popcount(codes.row(i)[0] ^ words_of(of_rows, static_cast<std::size_t>(i)));
  }
  EXPECT_LE(differing, codes.rows() * 24 / 500);
}

TEST(OrthantTrainer, FollowsItsTwin) { expect_twin(testing::small_set(1)); }

TEST(OrthantTrainer, FollowsItsTwinWithSeveralLabelsARow) {
  expect_twin(testing::small_set(2, 120, true));
}

TEST(OrthantTrainer, TheObjectiveNeverRises) {
  const testing::Trained trained =
      testing::train("orthant", testing::small_set(3), {{"bits", 32}, {"balance", 0.4}});
  for (std::size_t i = 1; i < trained.objective.size(); ++i) {
    EXPECT_LE(trained.objective[i], trained.objective[i - 1] * (1.0 + 1e-12));
  }
}

TEST(OrthantTrainer, HalfTheBitsAreVisualUnlessAskedOtherwise) {
  const testing::TrainingSet set = testing::small_set(4);
  const testing::Trained half = testing::train("orthant", set, {{"bits", 33}, {"rounds", 2}});
  ASSERT_EQ(half.model->groups.size(), 2U);
  EXPECT_EQ(half.model->groups[0].role, BitRole::semantic);
  EXPECT_EQ(half.model->groups[0].projection.rows(), 17);
  EXPECT_EQ(half.model->groups[1].role, BitRole::visual);
  EXPECT_EQ(half.model->groups[1].projection.rows(), 16);
  testing::expect_error(ORTHANT_INVALID_ARGUMENT, "\"visual-bits\" is 8; it must be less than",
                        [&] {
                          (void)testing::train("orthant", set, {{"bits", 8}, {"visual-bits", 8}});
                        });
}

TEST(OrthantTrainer, APictureIsNearestToItsNameInTheSemanticBits) {
  const testing::TrainingSet set = testing::small_set(6);
  const testing::Trained trained = testing::train("orthant", set, {{"bits", 64}, {"balance", 0.4}});
  std::uint64_t mask = 0;
  trained.model->semantic_mask(&mask);
  const PackedCodes codes = encode_all(*trained.model, set.features.view(), 1);
  std::uint64_t names[5] = {};
  encode_semantics(*trained.model, set.semantics.view(), names, nullptr);
  Dense distance(4, 5);
  for (std::int64_t i = 0; i < codes.rows(); ++i) {
    for (std::size_t c = 0; c < 5; ++c) {
      distance(static_cast<std::size_t>(i % 4), c) +=
          std::popcount((codes.row(i)[0] ^ names[c]) & mask);
    }
  }
  for (std::size_t c = 0; c < 4; ++c) {
    for (std::size_t other = 0; other < 5; ++other) {
      if (other == c) continue;
      EXPECT_LT(distance(c, c), distance(c, other)) << c << " and " << other;
    }
  }
}

TEST(OrthantTrainer, AChosenBalanceGivesTheModelOfThatBalance) {
  const testing::TrainingSet set = testing::small_set(7, 200);
  const testing::Trained chosen = testing::train("orthant", set, {{"bits", 16}, {"rounds", 4}});
  const std::string& lines = chosen.model->provenance;
  const std::size_t at = lines.find("\nbalance=");
  ASSERT_NE(at, std::string::npos);
  EXPECT_NE(lines.find("\nbalance-curve=0:"), std::string::npos);
  const double balance = std::stod(lines.substr(at + 9));
  const testing::Trained given =
      testing::train("orthant", set, {{"bits", 16}, {"rounds", 4}, {"balance", balance}});
  EXPECT_EQ(chosen.objective, given.objective);
  testing::expect_error(ORTHANT_INVALID_ARGUMENT, "\"balance\" is -0.5; it must be 0 to 1, or -1",
                        [&] {
                          (void)testing::train("orthant", set, {{"balance", -0.5}});
                        });
}

// A ridge so heavy that scores stay below the higher balances of the grid.
TEST(OrthantTrainer, BalancesAboveEveryScoreAreNotChosenAndAreRefusedWhenGiven) {
  const testing::TrainingSet set = testing::small_set(8);
  const testing::Settings weak = {{"bits", 16}, {"meaning", 0}, {"ridge", 1000}};
  const testing::Trained chosen = testing::train("orthant", set, weak);
  EXPECT_NE(chosen.model->provenance.find(",0.7:0:0\n"), std::string::npos)
      << chosen.model->provenance;
  testing::Settings given = weak;
  given.emplace_back("balance", 0.7);
  testing::expect_error(ORTHANT_TRAINING_FAILED,
                        "no row has a score above balance 0.7, and meaning is 0: lower balance",
                        [&] { (void)testing::train("orthant", set, given); });
}

TEST(OrthantTrainer, AClassWithRowsAndWithoutAVectorIsRefused) {
  testing::TrainingSet set = testing::small_set(9);
  for (float& value : set.semantics.row(2)) value = 0.0F;
  testing::expect_error(ORTHANT_INVALID_ARGUMENT, "class 2 has 30 training rows but no vector",
                        [&] { (void)testing::train("orthant", set, {}); });
}

}  // namespace
}  // namespace orthant
