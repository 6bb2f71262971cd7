#include "learn/discrete/hc_sdh.h"

#include <gtest/gtest.h>

#include <set>

#include "encode/batch_encoder.h"
#include "learn/discrete/codebook.h"
#include "learn/twins.h"
#include "testing/errors.h"
#include "testing/work.h"

namespace orthant {
namespace {

using naive::Dense;

constexpr std::int64_t kAnchors = 19;

void expect_twin(const testing::TrainingSet& set, CodebookKind kind, std::int64_t bits) {
  const testing::Trained trained = testing::train("hc-sdh", set,
                                                  {{"bits", static_cast<double>(bits)},
                                                   {"anchors", kAnchors},
                                                   {"codebook", static_cast<double>(kind)}});
  Rng rng(1);
  const Work work = testing::uncancelled_work();
  const FeatureMap map = fit_anchors(set.features.view(), true, kAnchors, rng, work);
  const Codebook book = draw_codebook(kind, set.classes, bits, rng, work);
  const Dense phi(map_rows(map, set.features.view(), work).view());
  const Dense b(words_of_rows(set.label_sets(), book.words.view()).view());
  const Dense phit = naive::transposed(phi);
  const Dense p =
      naive::solve(naive::plus(phit * phi, 1e-2, naive::identity(phi.columns())), phit * b);
  const double expected =
      naive::squared_norm(naive::plus(b, -1.0, phi * p)) + 1e-2 * naive::squared_norm(p);
  ASSERT_EQ(trained.objective.size(), 1U);
  EXPECT_NEAR(trained.objective[0], expected, 1e-6 * expected);
  EXPECT_LT(testing::projection_difference(trained.model->groups[0], p), 1e-5);
}

TEST(HcSdh, FollowsItsTwinWithEveryCodebook) {
  expect_twin(testing::small_set(1), CodebookKind::hadamard, 16);
  expect_twin(testing::small_set(2), CodebookKind::bernoulli, 18);
  expect_twin(testing::small_set(3), CodebookKind::distant, 18);
  expect_twin(testing::small_set(4, 120, true), CodebookKind::hadamard, 12);
}

TEST(HcSdh, AnyLengthButAHadamardOneIsRefusedWithWhatToUse) {
  const testing::TrainingSet set = testing::small_set(5);
  testing::expect_error(ORTHANT_INVALID_ARGUMENT,
                        "no Hadamard codebook of 30 bits: use 24 or 32 bits, or codebook 1", [&] {
                          (void)testing::train("hc-sdh", set, {{"bits", 30}});
                        });
  EXPECT_EQ(testing::train("hc-sdh", set, {{"bits", 30}, {"codebook", 2}}).model->bits(), 30);
}

// Oracle 5: one code per class, and P has no more rank.
TEST(HcSdh, Oracle5TheRankOfPIsAtMostTheNumberOfTrainingCodes) {
  const testing::Trained trained =
      testing::train("hc-sdh", testing::small_set(6), {{"bits", 64}, {"anchors", 40}});
  const Dense p(trained.model->groups[0].projection.view());
  const naive::Eigen eigen = naive::eigen_of_gram(p * naive::transposed(p));
  for (std::size_t k = 4; k < eigen.values.size(); ++k) {
    EXPECT_LT(eigen.values[k], 1e-9 * eigen.values[0]);
  }
}

TEST(HcSdh, SaysHowGoodItsCodebookIs) {
  const testing::Trained trained =
      testing::train("hc-sdh", testing::small_set(7), {{"bits", 16}, {"anchors", kAnchors}});
  const std::string& provenance = trained.model->provenance;
  EXPECT_NE(provenance.find("\nleast-distance=8\n"), std::string::npos);
  EXPECT_NE(provenance.find("\ndistinct-columns="), std::string::npos);
  EXPECT_NE(provenance.find("\nanchors=19\n"), std::string::npos);
}

}  // namespace
}  // namespace orthant
