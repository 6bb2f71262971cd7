#include "learn/discrete/balanced_codes.h"

#include <gtest/gtest.h>

#include "learn/discrete/naive_balanced_codes.h"
#include "learn/feature_fit.h"
#include "learn/naive_data.h"
#include "testing/work.h"

namespace orthant {
namespace {

using naive::Dense;

constexpr BalanceWeights kWeights{10.0, 0.1, 1.0};

struct Start {
  testing::TrainingSet set;
  Labels labels;
  Matrix<float> phi;

  Start(std::uint64_t seed, bool several_labels)
      : set(testing::small_set(seed, 120, several_labels)), labels(set.label_sets()) {
    Rng rng(seed);
    const Work work = testing::uncancelled_work();
    phi =
        map_rows(fit_anchors(set.features.view(), true, 19, rng, work), set.features.view(), work);
  }
};

// The whole objective with every matrix in full.
double full_objective(const Start& start, const BalancedCodes& codes, BalanceWeights w) {
  const Dense b(codes.codes());
  const Dense z(codes.balanced());
  const Dense p(codes.projection());
  return naive::balanced_objective(b, z, p, Dense(start.phi.view()),
                                   testing::naive_similarity(start.set), w);
}

void expect_monotone(const Start& start, BalanceWeights weights, std::int64_t bits) {
  const Work work = testing::uncancelled_work();
  Rng rng(3);
  BalancedCodes codes(std::make_shared<MatrixRows>(start.phi.view()), start.labels, weights, bits,
                      rng, work);
  double last = codes.objective(work);
  const auto expect_no_rise = [&](const char* block) {
    const double now = codes.objective(work);
    EXPECT_LE(now, last * (1.0 + 1e-12)) << block;
    EXPECT_NEAR(now, full_objective(start, codes, weights), 1e-9 * now) << block;
    last = now;
  };
  for (int round = 0; round < 4; ++round) {
    (void)codes.code_step(work);
    expect_no_rise("codes");
    codes.feature_step(work);
    expect_no_rise("features");
    codes.balance_step(rng, work);
    expect_no_rise("balance");
  }
}

TEST(BalancedCodes, NoBlockRaisesTheObjective) {
  for (const bool several : {false, true}) {
    const Start start(1, several);
    expect_monotone(start, kWeights, 16);
    expect_monotone(start, {1e3, 100.0, 1.0}, 24);  // the features and Z matter
    expect_monotone(start, {10.0, 0.0, 1.0}, 16);   // r S B lacks rank
  }
}

TEST(BalancedCodes, Oracle11HoldsAfterEveryRound) {
  const Start start(2, false);
  const Work work = testing::uncancelled_work();
  Rng rng(4);
  BalancedCodes codes(std::make_shared<MatrixRows>(start.phi.view()), start.labels, kWeights, 16,
                      rng, work);
  for (int round = 0; round < 3; ++round) {
    (void)codes.code_step(work);
    codes.feature_step(work);
    codes.balance_step(rng, work);
    const Dense z(codes.balanced());
    EXPECT_LT(naive::largest_difference(naive::transposed(z) * z,
                                        naive::plus(Dense(16, 16), 120.0, naive::identity(16))),
              1e-6 * 120.0);
    for (std::size_t k = 0; k < 16; ++k) {
      double sum = 0.0;
      for (std::size_t i = 0; i < 120; ++i) sum += z(i, k);
      EXPECT_NEAR(sum, 0.0, 1e-6 * 120.0);
    }
  }
}

// Oracle 3: moving P off its solution raises the objective, whichever way.
TEST(BalancedCodes, Oracle3TheFeatureStepIsAMinimum) {
  const Start start(3, false);
  const Work work = testing::uncancelled_work();
  Rng rng(5);
  const BalancedCodes codes(std::make_shared<MatrixRows>(start.phi.view()), start.labels, kWeights,
                            8, rng, work);
  const Dense b(codes.codes());
  const Dense p(codes.projection());
  const Dense phi(start.phi.view());
  const auto value = [&](const Dense& q) {
    return kWeights.lambda * naive::squared_norm(naive::plus(b, -1.0, phi * q)) +
           kWeights.beta * naive::squared_norm(q);
  };
  for (int i = 0; i < 50; ++i) {
    const Dense step = naive::random(p.rows(), p.columns(), rng);
    EXPECT_GT(value(naive::plus(p, 1e-3, step)), value(p));
  }
  const Dense residual = naive::plus(phi * p, -1.0, b);
  const Dense gradient =
      naive::plus(naive::transposed(phi) * residual, kWeights.beta / kWeights.lambda, p);
  EXPECT_LT(naive::squared_norm(gradient), 1e-16 * naive::squared_norm(phi));
}

}  // namespace
}  // namespace orthant
