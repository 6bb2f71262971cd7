#include "learn/zero_shot/zsh.h"

#include <gtest/gtest.h>

#include <ostream>

#include "encode/semantic_encoder.h"
#include "learn/twins.h"
#include "learn/zero_shot/naive_graph.h"
#include "linalg/rotation.h"

namespace orthant {
namespace {

using naive::Dense;
using naive::transposed;

constexpr std::int64_t kAnchors = 19;
constexpr std::int64_t kBits = 16;

struct Case {
  int rotation;
  int graph;
  bool published;
  bool several_labels;
};

// Or GoogleTest prints the bytes between the fields.
void PrintTo(const Case& which, std::ostream* out) {
  *out << "rotation " << which.rotation << ", graph " << which.graph;
}

testing::Settings settings_of(const Case& which) {
  testing::Settings settings = {{"bits", kBits}, {"anchors", kAnchors}};
  if (which.published) {
    settings.insert(settings.end(), {{"lambda", 1e-2}, {"alpha", 1e-5}, {"beta", 1e-4}});
    settings.emplace_back("gamma", 1e-6);
  }
  settings.emplace_back("rounds", 3);
  settings.emplace_back("rotation", which.rotation);
  settings.emplace_back("graph", which.graph);
  // Large enough for the graph to matter.
  if (!which.published) settings.emplace_back("gamma", 1e-2);
  return settings;
}

naive::DiscreteProblem problem_of(const Case& which, const testing::TrainingSet& set) {
  naive::DiscreteProblem problem = testing::discrete_start(set, 1, kAnchors, kBits);
  problem.y = set.weights(true) * testing::unit_rows(Dense(set.semantics.view()));
  problem.lambda = 1e-2;
  problem.alpha = which.published ? 1e-5 : 1e-2;
  problem.beta = which.published ? 1e-4 : 1e-2;
  problem.gamma = which.published ? 1e-6 : 1e-2;
  problem.sweeps = 5;
  if (which.graph != 0) problem.laplacian = naive::normalised_laplacian(problem.phi, 5);
  problem.graph_on_codes = which.graph == 1;
  return problem;
}

// R as the rotation step of the paper chooses it; "random" need not be the library's random one,
// because the objective does not depend on R (claim A).
naive::DiscreteTwin::Rotate rotate_of(int rotation) {
  return [rotation](const Dense& y, const Dense& b, const Dense& w) {
    static Rng rng(99);
    const std::size_t c = y.columns();
    if (rotation == 0) return naive::identity(c);
    if (rotation == 1) return naive::nearest_rotation(transposed(y) * b * w);
    return naive::nearest_rotation(naive::random(c, c, rng));
  };
}

class ZshTwin : public ::testing::TestWithParam<Case> {};

TEST_P(ZshTwin, IsFollowedRoundByRound) {
  const Case which = GetParam();
  const testing::TrainingSet set = testing::small_set(11, 120, which.several_labels);
  const testing::Trained trained = testing::train("zsh", set, settings_of(which));
  naive::DiscreteProblem problem = problem_of(which, set);
  const std::size_t c = problem.y.columns();
  naive::DiscreteTwin twin(problem, naive::identity(c));
  const naive::DiscreteTwin::Rotate rotate = rotate_of(which.rotation);
  for (const double objective : trained.objective) {
    const double expected = twin.round(rotate);
    EXPECT_NEAR(objective, expected, 1e-6 * expected);
  }
  const HashModel& model = *trained.model;
  EXPECT_LT(testing::projection_difference(model.groups[0], twin.projection), 1e-5);
  const Dense map = twin.w * transposed(twin.rotation());  // W R^T, the same for every R
  EXPECT_LT(naive::largest_difference(Dense(model.semantics.map.view()), map), 1e-5);
}

std::string case_name(const ::testing::TestParamInfo<Case>& info) {
  static const char* const kRotations[] = {"None", "Procrustes", "Random"};
  static const char* const kGraphs[] = {"None", "Codes", "Semantics"};
  return std::string("Rotation") + kRotations[info.param.rotation] + "Graph" +
         kGraphs[info.param.graph] + (info.param.published ? "Published" : "Default") +
         (info.param.several_labels ? "SeveralLabels" : "");
}

INSTANTIATE_TEST_SUITE_P(Zsh, ZshTwin,
                         ::testing::Values(Case{0, 0, false, false}, Case{1, 0, false, false},
                                           Case{2, 0, false, false}, Case{0, 1, false, false},
                                           Case{1, 1, false, false}, Case{2, 1, false, false},
                                           Case{0, 2, false, false}, Case{1, 2, false, false},
                                           Case{2, 2, false, false}, Case{1, 1, true, false},
                                           Case{0, 0, true, false}, Case{0, 1, false, true},
                                           Case{1, 2, false, true}),
                         case_name);

testing::Trained train_with(double rotation, double graph) {
  return testing::train(
      "zsh", testing::small_set(12),
      {{"bits", 16}, {"anchors", 30}, {"rotation", rotation}, {"graph", graph}, {"gamma", 1e-2}});
}

double projection_difference(const testing::Trained& a, const testing::Trained& b) {
  return naive::largest_difference(Dense(a.model->groups[0].projection.view()),
                                   Dense(b.model->groups[0].projection.view()));
}

// Oracle 1, claim A.
TEST(Zsh, Oracle1TheRotationChangesNothing) {
  const testing::Trained none = train_with(0, 0);
  for (const double rotation : {1.0, 2.0}) {
    const testing::Trained rotated = train_with(rotation, 0);
    EXPECT_LT(projection_difference(none, rotated), 1e-5);
    EXPECT_LT(naive::largest_difference(Dense(none.model->semantics.map.view()),
                                        Dense(rotated.model->semantics.map.view())),
              1e-5);
  }
}

// Oracle 1b, claim B.
TEST(Zsh, Oracle1bTheGraphActsOnCodesAndNotOnSemantics) {
  const testing::Trained none = train_with(0, 0);
  EXPECT_GT(projection_difference(none, train_with(0, 1)), 1e-3);
  const testing::Trained semantics = train_with(0, 2);
  EXPECT_EQ(projection_difference(none, semantics), 0.0);
  const double added = semantics.objective[0] - none.objective[0];
  EXPECT_GT(added, 0.0);
  for (std::size_t i = 0; i < none.objective.size(); ++i) {
    EXPECT_NEAR(semantics.objective[i] - none.objective[i], added, 1e-9 * none.objective[i]);
  }
}

// Oracle 2, claim B: tr(R^T Y^T L Y R) does not depend on R.
TEST(Zsh, Oracle2TheGraphTermOnSemanticsIsTheSameForEveryRotation) {
  const testing::TrainingSet set = testing::small_set(13);
  const Dense y = set.weights(true) * Dense(set.semantics.view());
  const Dense l = naive::normalised_laplacian(Dense(set.features.view()), 5);
  const double expected = naive::trace(transposed(y) * l * y);
  Rng rng(1);
  for (int i = 0; i < 5; ++i) {
    const Dense yr = y * Dense(random_rotation(7, 7, rng).view());
    EXPECT_NEAR(naive::trace(transposed(yr) * l * yr), expected, 1e-10 * expected);
  }
}

TEST(Zsh, TheObjectiveNeverRises) {
  for (const double graph : {0.0, 1.0, 2.0}) {
    const testing::Trained trained = testing::train(
        "zsh", testing::small_set(14),
        {{"bits", 24}, {"rounds", 20}, {"rotation", 1}, {"graph", graph}, {"gamma", 1e-2}});
    for (std::size_t i = 1; i < trained.objective.size(); ++i) {
      EXPECT_LE(trained.objective[i], trained.objective[i - 1] * (1.0 + 1e-9));
    }
  }
}

TEST(Zsh, AllBitsAreSemanticAndNamesAreEncoded) {
  const testing::TrainingSet set = testing::small_set(15);
  const testing::Trained trained = testing::train("zsh", set, {{"bits", 32}});
  const HashModel& model = *trained.model;
  std::uint64_t mask = 0;
  model.semantic_mask(&mask);
  EXPECT_EQ(mask, 0xFFFFFFFFU);
  EXPECT_EQ(model.semantics.dimension(), 7);
  EXPECT_TRUE(model.semantics.unit_rows);
  EXPECT_EQ(model.semantics.mean.size(), 0U);
  std::vector<std::uint64_t> codes(5);
  encode_semantics(model, set.semantics.view(), codes.data(), nullptr);
  EXPECT_NE(codes[0], codes[1]);
}

}  // namespace
}  // namespace orthant
