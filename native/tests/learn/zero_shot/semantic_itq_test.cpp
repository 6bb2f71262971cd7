#include "learn/zero_shot/semantic_itq.h"

#include <gtest/gtest.h>

#include "encode/batch_encoder.h"
#include "encode/semantic_encoder.h"
#include "learn/twins.h"
#include "learn/unsupervised/naive_rotation_search.h"
#include "testing/errors.h"

namespace orthant {
namespace {

using naive::Dense;
using naive::plus;
using naive::transposed;

constexpr std::int64_t kAnchors = 19;
constexpr std::size_t kNameWeight = 60;

// Unit length, centred on the mean of the classes that have rows, unit length.
Dense centred_names(const testing::TrainingSet& set) {
  Dense e = testing::unit_rows(Dense(set.semantics.view()));
  const Dense m = set.weights(true);
  std::vector<std::size_t> seen;
  for (std::size_t c = 0; c < e.rows(); ++c) {
    double rows = 0.0;
    for (std::size_t i = 0; i < m.rows(); ++i) rows += m(i, c);
    if (rows > 0.0) seen.push_back(c);
  }
  for (std::size_t j = 0; j < e.columns(); ++j) {
    double mean = 0.0;
    for (const std::size_t c : seen) mean += e(c, j) / static_cast<double>(seen.size());
    for (std::size_t c = 0; c < e.rows(); ++c) e(c, j) -= mean;
  }
  return testing::unit_rows(e);
}

struct Twin {
  Dense regression;  // W
  Dense stacked;     // S, each name 60 times
};

Twin stack(const testing::TrainingSet& set, std::uint64_t seed, Rng& rng) {
  rng = Rng(seed);
  const Work work = testing::uncancelled_work();
  const FeatureMap map = fit_anchors(set.features.view(), true, kAnchors, rng, work);
  const Dense phi(map_rows(map, set.features.view(), work).view());
  const Dense names = centred_names(set);
  const Dense phit = transposed(phi);
  Twin twin;
  twin.regression = naive::solve(plus(phit * phi, 0.1, naive::identity(phi.columns())),
                                 phit * set.weights(true) * names);
  const Dense f = testing::unit_rows(phi * twin.regression);
  twin.stacked = Dense(f.rows() + kNameWeight * names.rows(), f.columns());
  for (std::size_t i = 0; i < twin.stacked.rows(); ++i) {
    for (std::size_t j = 0; j < f.columns(); ++j) {
      twin.stacked(i, j) = i < f.rows() ? f(i, j) : names((i - f.rows()) % names.rows(), j);
    }
  }
  return twin;
}

void expect_twin(const testing::TrainingSet& set, std::int64_t bits, std::size_t rank) {
  const testing::Trained trained = testing::train(
      "semantic-itq", set,
      {{"bits", static_cast<double>(bits)}, {"anchors", kAnchors}, {"rounds", 3}, {"seed", 9}});
  const HashModel& model = *trained.model;
  Rng rng(9);
  const Twin twin = stack(set, 9, rng);
  const Dense own = naive::eigen_of_gram(transposed(twin.stacked) * twin.stacked).vectors;
  const Dense basis(model.semantics.basis.view());
  ASSERT_EQ(basis.rows(), rank);
  const Dense directions = naive::with_signs_of(own, basis);  // signs are the library's
  EXPECT_LT(naive::largest_difference(directions, basis), 1e-5);

  const Dense v = twin.stacked * transposed(directions);
  Dense r = naive::drawn_rotation(rank, static_cast<std::size_t>(bits), rng);
  for (const double objective : trained.objective) {
    const double expected = naive::rotation_round(v, r);
    EXPECT_NEAR(objective, expected, 1e-6 * expected);
  }
  const Dense lift = transposed(directions) * r;  // A
  EXPECT_LT(naive::largest_difference(Dense(model.semantics.map.view()), transposed(lift)), 1e-5);
  EXPECT_LT(testing::projection_difference(model.groups[0], twin.regression * lift), 1e-5);
}

// Four seen classes, centred, span 3 dimensions; the unseen name adds one.
TEST(SemanticItq, FollowsItsTwin) { expect_twin(testing::small_set(1), 16, 4); }

TEST(SemanticItq, FollowsItsTwinWithFewerBitsThanRank) { expect_twin(testing::small_set(2), 2, 2); }

TEST(SemanticItq, FollowsItsTwinWithSeveralLabelsARow) {
  expect_twin(testing::small_set(3, 120, true), 16, 4);
}

TEST(SemanticItq, TheObjectiveNeverRises) {
  for (const double visual : {0.0, 8.0}) {
    const testing::Trained trained = testing::train("semantic-itq", testing::small_set(4),
                                                    {{"bits", 24}, {"visual-bits", visual}});
    for (std::size_t i = 1; i < trained.objective.size(); ++i) {
      EXPECT_LE(trained.objective[i], trained.objective[i - 1] * (1.0 + 1e-12));
    }
  }
}

TEST(SemanticItq, VisualBitsStandBesideTheSemanticOnes) {
  const testing::Trained trained = testing::train(
      "semantic-itq", testing::small_set(5), {{"bits", 24}, {"visual-bits", 8}, {"rounds", 3}});
  const HashModel& model = *trained.model;
  EXPECT_EQ(model.bits(), 24);
  ASSERT_EQ(model.groups.size(), 2U);
  EXPECT_EQ(model.groups[0].role, BitRole::semantic);
  EXPECT_EQ(model.groups[0].projection.rows(), 16);
  EXPECT_EQ(model.groups[1].role, BitRole::visual);
  EXPECT_EQ(model.groups[1].projection.rows(), 8);
  EXPECT_TRUE(model.groups[1].features.anchors.empty());
  std::uint64_t mask = 0;
  model.semantic_mask(&mask);
  EXPECT_EQ(mask, 0xFFFFU);
  testing::expect_error(ORTHANT_INVALID_ARGUMENT,
                        "\"visual-bits\" is 8; it must be less than \"bits\"", [] {
                          (void)testing::train("semantic-itq", testing::small_set(5),
                                               {{"bits", 8}, {"visual-bits", 8}});
                        });
}

// Mean Hamming distance of the rows of each class (row) to each class's name (column).
Dense distances_to_names(const testing::TrainingSet& set, const HashModel& model) {
  const PackedCodes codes = encode_all(model, set.features.view(), 1);
  std::vector<std::uint64_t> names(static_cast<std::size_t>(set.classes));
  encode_semantics(model, set.semantics.view(), names.data(), nullptr);
  Dense mean(4, names.size());
  for (std::int64_t i = 0; i < codes.rows(); ++i) {
    for (std::size_t c = 0; c < names.size(); ++c) {
      mean(static_cast<std::size_t>(i % 4), c) += std::popcount(codes.row(i)[0] ^ names[c]);
    }
  }
  return mean;
}

TEST(SemanticItq, APictureIsNearestToItsName) {
  const testing::TrainingSet set = testing::small_set(6);
  const testing::Trained trained = testing::train("semantic-itq", set, {{"bits", 64}});
  const Dense mean = distances_to_names(set, *trained.model);
  for (std::size_t c = 0; c < 4; ++c) {
    for (std::size_t other = 0; other < 5; ++other) {
      if (other == c) continue;
      EXPECT_LT(mean(c, c), mean(c, other)) << c << " and " << other;
    }
  }
}

TEST(SemanticItq, NamesKnownAtTrainingLieInsideAndOthersPartlyOutside) {
  testing::TrainingSet set = testing::small_set(7);
  const Matrix<float> names = set.semantics.clone();
  std::vector<float> outside(5);
  std::vector<std::uint64_t> codes(5);
  const testing::Trained known = testing::train("semantic-itq", set, {{"bits", 32}});
  encode_semantics(*known.model, names.view(), codes.data(), outside.data());
  for (const float share : outside) EXPECT_LT(share, 1e-3F);
  for (float& value : set.semantics.row(4)) value = 0.0F;  // the unseen class's name is not given
  const testing::Trained later = testing::train("semantic-itq", set, {{"bits", 32}});
  EXPECT_EQ(later.model->semantics.basis.rows(), 3);
  encode_semantics(*later.model, names.view(), codes.data(), outside.data());
  for (std::size_t c = 0; c < 4; ++c) EXPECT_LT(outside[c], 1e-3F);
  EXPECT_GT(outside[4], 0.1F);
}

}  // namespace
}  // namespace orthant
