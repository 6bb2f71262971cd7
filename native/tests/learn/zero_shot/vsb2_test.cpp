#include "learn/zero_shot/vsb2.h"

#include <gtest/gtest.h>

#include "encode/batch_encoder.h"
#include "encode/semantic_encoder.h"
#include "learn/class_vectors.h"
#include "learn/twins.h"
#include "learn/zero_shot/class_relations.h"
#include "learn/zero_shot/naive_vsb2.h"
#include "testing/errors.h"

namespace orthant {
namespace {

using naive::Dense;

constexpr std::int64_t kAnchors = 19;
constexpr std::int64_t kBits = 16;

struct Case {
  bool centre;
  bool unseen_names;
  bool several_labels;
};

// The trainer's problem as its header states it, drawn as the library draws it.
naive::Vsb2Start start_of(const testing::TrainingSet& set, const Case& which) {
  TrainingData data;
  data.features = set.features.view();
  data.labels = set.label_sets();
  data.semantics = set.semantics.clone();
  const Work work = testing::uncancelled_work();
  Rng rng(1);
  const FeatureMap map = fit_anchors(data.features, true, kAnchors, rng, work);
  naive::Vsb2Start start;
  start.phi = Dense(map_rows(map, data.features, work).view());
  const std::size_t names = which.unseen_names ? 5 : 4;
  const Dense vectors = which.centre ? Dense(centred_class_vectors(data).vectors.view())
                                     : testing::unit_rows(Dense(set.semantics.view()));
  start.a = Dense(names, vectors.columns());
  for (std::size_t k = 0; k < names; ++k) {
    for (std::size_t j = 0; j < vectors.columns(); ++j) start.a(k, j) = vectors(k, j);
  }
  start.s = Dense(class_relations(naive::to_matrix<double>(start.a).view(), 3, 0.6).view());
  const Dense all = set.weights(true);
  start.y1 = Dense(all.rows(), names);
  for (std::size_t i = 0; i < all.rows(); ++i) {
    for (std::size_t k = 0; k < names; ++k) start.y1(i, k) = all(i, k);
  }
  start.x = Dense(map_rows(fit_linear(data.features, true, work), data.features, work).view());
  const double length = naive::squared_norm(start.x) / static_cast<double>(all.rows());
  start.x = naive::plus(Dense(start.x.rows(), start.x.columns()),
                        std::sqrt(static_cast<double>(kBits) / length), start.x);
  start.z = Dense(random_signs(static_cast<std::int64_t>(names), kBits, rng).view());
  start.b = Dense(random_signs(set.features.rows(), kBits, rng).view());
  start.w = {1.0, 1.0, 1.0, 1.0, 0.1, 0.1, 1e-2, 0.1};
  return start;
}

void expect_twin(std::uint64_t seed, const Case& which) {
  const testing::TrainingSet set = testing::small_set(seed, 120, which.several_labels);
  const testing::Trained trained = testing::train("vsb2", set,
                                                  {{"bits", kBits},
                                                   {"anchors", kAnchors},
                                                   {"rounds", 3},
                                                   {"centre", which.centre},
                                                   {"unseen-names", which.unseen_names}});
  naive::Vsb2Twin twin(start_of(set, which));
  double last = twin.objective();
  ASSERT_EQ(trained.objective.size(), 3U);
  for (const double objective : trained.objective) {
    const double expected = twin.round(3, [&] {
      EXPECT_LE(twin.objective(), last * (1.0 + 1e-12));
      last = twin.objective();
    });
    EXPECT_NEAR(objective, expected, 1e-6 * expected);
  }
  EXPECT_LT(testing::projection_difference(trained.model->groups[0], twin.projection), 1e-5);
  const Dense map(trained.model->semantics.map.view());
  EXPECT_LT(naive::largest_difference(map, naive::transposed(twin.v)), 1e-5);
}

TEST(Vsb2, FollowsItsTwinWhichNeverRisesBlockByBlock) {
  expect_twin(1, {true, false, false});
  expect_twin(2, {false, false, false});
  expect_twin(3, {true, true, false});
  expect_twin(4, {true, false, true});
}

TEST(Vsb2, TheObjectiveNeverRises) {
  const testing::Trained trained = testing::train("vsb2", testing::small_set(5),
                                                  {{"bits", 24}, {"rounds", 20}, {"rebuild", 1.0}});
  for (std::size_t i = 1; i < trained.objective.size(); ++i) {
    EXPECT_LE(trained.objective[i], trained.objective[i - 1] * (1.0 + 1e-12));
  }
}

TEST(Vsb2, APictureIsNearestToItsName) {
  const testing::TrainingSet set = testing::small_set(6);
  const testing::Trained trained = testing::train("vsb2", set, {{"bits", 64}, {"anchors", 60}});
  const PackedCodes rows = encode_all(*trained.model, set.features.view(), 1);
  PackedCodes names(5, 64);
  encode_semantics(*trained.model, set.semantics.view(), names.data(), nullptr);
  int right = 0;
  for (std::int64_t i = 0; i < 120; ++i) {
    int nearest = 0;
    for (int c = 1; c < 4; ++c) {
      const auto distance = [&](int name) {
        return std::popcount(rows.row(i)[0] ^ names.row(name)[0]);
      };
      if (distance(c) < distance(nearest)) nearest = c;
    }
    right += nearest == i % 4 ? 1 : 0;
  }
  EXPECT_GT(right, 100);
}

// A model that cannot be used is no ablation: without its term, each map is fitted at the end.
TEST(Vsb2, EveryTermCanBeSwitchedOffAndBothMapsRemain) {
  for (const char* term : {"classes", "relations", "names", "visual", "rebuild"}) {
    const testing::Trained trained =
        testing::train("vsb2", testing::small_set(7),
                       {{"bits", kBits}, {"anchors", kAnchors}, {"rounds", 3}, {term, 0.0}});
    const auto largest = [](const Matrix<float>& m) {
      float value = 0.0F;
      for (std::int64_t i = 0; i < m.rows() * m.columns(); ++i) {
        value = std::max(value, std::abs(m.data()[i]));
      }
      return value;
    };
    EXPECT_GT(largest(trained.model->groups[0].projection), 0.0F) << term;
    EXPECT_GT(largest(trained.model->semantics.map), 0.0F) << term;
  }
}

TEST(Vsb2, AllBitsAreSemanticAndTheProvenanceCountsTheNames) {
  const testing::TrainingSet set = testing::small_set(8);
  const testing::Settings settings = {{"bits", kBits}, {"anchors", kAnchors}, {"rounds", 1}};
  const testing::Trained trained = testing::train("vsb2", set, settings);
  ASSERT_EQ(trained.model->groups.size(), 1U);
  EXPECT_EQ(trained.model->groups[0].role, BitRole::semantic);
  EXPECT_NE(trained.model->provenance.find("\nnames=4\n"), std::string::npos);
  testing::Settings known = settings;
  known.emplace_back("unseen-names", 1);
  EXPECT_NE(testing::train("vsb2", set, known).model->provenance.find("\nnames=5\n"),
            std::string::npos);
}

TEST(Vsb2, TooManyClassesAreRefusedWithWhatToUse) {
  testing::TrainingSet set = testing::small_set(9, 60);
  set.classes = static_cast<std::int32_t>(Vsb2Trainer::kMostNames) + 1;
  set.semantics = Matrix<float>(set.classes, 2);
  for (std::int64_t c = 0; c < set.classes; ++c) set.semantics(c, c % 2) = 1.0F;
  testing::expect_error(ORTHANT_INVALID_ARGUMENT,
                        "takes at most 16384 classes, not 16385; use semantic-itq", [&] {
                          (void)testing::train("vsb2", set, {{"unseen-names", 1}, {"centre", 0}});
                        });
}

}  // namespace
}  // namespace orthant
