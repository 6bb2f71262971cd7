#include "learn/zero_shot/vsb2_codes.h"

#include <gtest/gtest.h>

#include "learn/class_vectors.h"
#include "learn/discrete/discrete_codes.h"
#include "learn/naive_data.h"
#include "learn/zero_shot/class_relations.h"
#include "learn/zero_shot/naive_vsb2.h"
#include "testing/work.h"

namespace orthant {
namespace {

using naive::Dense;

constexpr std::int64_t kBits = 12;
constexpr Vsb2Weights kWeights{1.0, 1.0, 1.0, 1.0, 0.1, 0.1, 0.01, 0.1};

// A problem with random features; class 4 of 5 has no rows, and is a name if `unseen`.
struct Start {
  testing::TrainingSet set;
  Labels labels;
  Vsb2Problem problem;
  naive::Vsb2Start twin;

  Start(std::uint64_t seed, bool several_labels, bool unseen, Vsb2Weights weights)
      : set(testing::small_set(seed, 60, several_labels)), labels(set.label_sets()) {
    const std::int64_t names = unseen ? 5 : 4;
    Rng rng(seed);
    Matrix<float> phi = naive::to_matrix<float>(naive::random(60, 9, rng));
    problem.rows = naive::to_matrix<float>(naive::random(60, 5, rng));
    problem.vectors =
        naive::to_matrix<double>(naive::random(static_cast<std::size_t>(names), 6, rng));
    for (std::int64_t k = 0; k < names; ++k) problem.class_ids.push_back(k);
    problem.relations = class_relations(problem.vectors.view(), 1, 0.6);
    twin.phi = Dense(phi.view());
    problem.phi = std::make_shared<MatrixRows>(std::move(phi));
    twin.x = Dense(problem.rows.view());
    twin.a = Dense(problem.vectors.view());
    twin.s = Dense(problem.relations.view());
    const Dense all = set.weights(true);
    twin.y1 = Dense(60, static_cast<std::size_t>(names));
    for (std::size_t i = 0; i < 60; ++i) {
      for (std::size_t k = 0; k < twin.y1.columns(); ++k) twin.y1(i, k) = all(i, k);
    }
    twin.w = weights;
  }

  Vsb2Codes codes() {
    Rng rng(7);
    Vsb2Codes made(std::move(problem), labels, twin.w, kBits, rng, testing::uncancelled_work());
    twin.z = Dense(made.name_codes());
    twin.b = Dense(made.codes());
    return made;
  }
};

double full_objective(const Start& start, const Vsb2Codes& codes) {
  naive::Vsb2Start now = start.twin;
  now.b = Dense(codes.codes());
  now.z = Dense(codes.name_codes());
  const Dense d =
      codes.decoder().rows > 0 ? Dense(codes.decoder()) : Dense(now.b.columns(), now.x.columns());
  return naive::vsb2_objective(now, Dense(codes.name_map()), Dense(codes.projection()), d);
}

// All terms, and each one switched off.
std::vector<Vsb2Weights> weight_sets() {
  std::vector<Vsb2Weights> sets(6, kWeights);
  sets[1].classes = 0.0;
  sets[2].relations = 0.0;
  sets[3].names = 0.0;
  sets[4].visual = 0.0;
  sets[5].rebuild = 0.0;
  return sets;
}

TEST(Vsb2Codes, Oracle13NoBlockRaisesTheObjective) {
  const Work work = testing::uncancelled_work();
  for (const Vsb2Weights& weights : weight_sets()) {
    for (const bool several : {false, true}) {
      Start start(1, several, several, weights);
      Vsb2Codes codes = start.codes();
      double last = codes.objective(work);
      const auto expect_no_rise = [&](const char* block) {
        const double now = codes.objective(work);
        EXPECT_LE(now, last * (1.0 + 1e-12)) << block;
        EXPECT_NEAR(now, full_objective(start, codes), 1e-9 * now) << block;
        last = now;
      };
      expect_no_rise("start");
      for (int round = 0; round < 4; ++round) {
        (void)codes.code_step(3, work);
        expect_no_rise("rows");
        (void)codes.name_step(work);
        expect_no_rise("names");
        codes.map_step(work);
        expect_no_rise("maps");
      }
    }
  }
}

TEST(Vsb2Codes, FollowTheirTwinForEverySetOfTerms) {
  const Work work = testing::uncancelled_work();
  for (const Vsb2Weights& weights : weight_sets()) {
    for (const bool several : {false, true}) {
      Start start(2, several, several, weights);
      Vsb2Codes codes = start.codes();
      naive::Vsb2Twin twin(start.twin);
      for (int round = 0; round < 3; ++round) {
        (void)codes.code_step(3, work);
        (void)codes.name_step(work);
        codes.map_step(work);
        const double expected = twin.round(3);
        EXPECT_NEAR(codes.objective(work), expected, 1e-6 * expected);
        EXPECT_EQ(naive::largest_difference(Dense(codes.codes()), twin.p.b), 0.0);
        EXPECT_EQ(naive::largest_difference(Dense(codes.name_codes()), twin.p.z), 0.0);
        EXPECT_LT(naive::largest_difference(Dense(codes.projection()), twin.projection), 1e-9);
        EXPECT_LT(naive::largest_difference(Dense(codes.name_map()), twin.v), 1e-9);
      }
    }
  }
}

// Moving V, P or D off its solution raises the objective, whichever way.
TEST(Vsb2Codes, Oracle3TheMapsAreMinima) {
  Start start(3, false, false, kWeights);
  const Vsb2Codes codes = start.codes();
  const Dense v(codes.name_map());
  const Dense p(codes.projection());
  const Dense d(codes.decoder());
  const double least = naive::vsb2_objective(start.twin, v, p, d);
  Rng rng(4);
  const auto moved = [&](const Dense& m) {
    return naive::plus(m, 1e-3, naive::random(m.rows(), m.columns(), rng));
  };
  for (int i = 0; i < 50; ++i) {
    EXPECT_GT(naive::vsb2_objective(start.twin, moved(v), p, d), least);
    EXPECT_GT(naive::vsb2_objective(start.twin, v, moved(p), d), least);
    EXPECT_GT(naive::vsb2_objective(start.twin, v, p, moved(d)), least);
  }
}

TEST(Vsb2Codes, FlippingAnyBitOfANameAfterItsStepDoesNotLowerTheObjective) {
  const Work work = testing::uncancelled_work();
  Start start(5, false, true, kWeights);
  Vsb2Codes codes = start.codes();
  while (codes.name_step(work)) {
  }
  naive::Vsb2Start now = start.twin;
  now.z = Dense(codes.name_codes());
  const Dense v(codes.name_map());
  const Dense p(codes.projection());
  const Dense d(codes.decoder());
  const double least = naive::vsb2_objective(now, v, p, d);
  for (std::size_t k = 0; k < now.z.rows(); ++k) {
    for (std::size_t bit = 0; bit < kBits; ++bit) {
      now.z(k, bit) = -now.z(k, bit);
      EXPECT_GE(naive::vsb2_objective(now, v, p, d), least * (1.0 - 1e-12));
      now.z(k, bit) = -now.z(k, bit);
    }
  }
}

}  // namespace
}  // namespace orthant
