#include "learn/discrete/discrete_codes.h"

#include <gtest/gtest.h>

#include "learn/discrete/naive_discrete_codes.h"
#include "learn/naive_data.h"
#include "testing/errors.h"
#include "testing/work.h"

namespace orthant {
namespace {

using naive::Dense;
using naive::plus;
using naive::squared_norm;
using naive::transposed;
using testing::uncancelled_work;

constexpr double kLambda = 0.3;
constexpr double kAlpha = 0.7;
constexpr double kBeta = 0.2;

class DiscreteCodesTest : public ::testing::Test {
 protected:
  DiscreteCodesTest() : set_(testing::small_set(1)), labels_(set_.label_sets()) {
    Rng rng(2);
    phi_ = naive::random(120, 9, rng);
    const Dense root = naive::random(9, 9, rng);
    smoothness_ = root * transposed(root);
    vectors_ = naive::random(5, 7, rng);
  }

  // ||Y - B W||^2 + ... with everything explicit.
  double objective(const Dense& b, const Dense& w, const Dense& p) const {
    return squared_norm(plus(set_.weights(true) * vectors_, -1.0, b * w)) +
           kLambda * squared_norm(w) + kAlpha * squared_norm(plus(b, -1.0, phi_ * p)) +
           kBeta * squared_norm(p) + naive::trace(transposed(p) * smoothness_ * p);
  }

  testing::TrainingSet set_;
  Labels labels_;
  Dense phi_;
  Dense smoothness_;
  Dense vectors_;
};

// Oracle 3, with the graph term on.
TEST_F(DiscreteCodesTest, Oracle3EveryStepAwayFromWAndPRaisesTheObjective) {
  const Work work = uncancelled_work();
  Rng rng(3);
  const Matrix<float> phi = naive::to_matrix<float>(phi_);
  phi_ = Dense(phi.view());
  const ClassTargets targets(labels_, naive::to_matrix<double>(vectors_),
                             ClassTargets::Combine::mean);
  DiscreteCodes codes(phi.clone(), {kLambda, kAlpha, kBeta, "beta"},
                      naive::to_matrix<double>(smoothness_), 10, rng, work);
  codes.class_step(targets, targets.class_sums(codes.codes(), work), work);
  codes.feature_step(work);
  const Dense b(codes.codes());
  const Dense w(codes.class_map());
  const Dense p(codes.projection());
  const double best = objective(b, w, p);
  EXPECT_NEAR(codes.objective(targets, work), best, 1e-9 * best);
  for (int i = 0; i < 50; ++i) {
    EXPECT_GT(objective(b, plus(w, 1e-3, naive::random(10, 7, rng)), p), best);
    EXPECT_GT(objective(b, w, plus(p, 1e-3, naive::random(9, 10, rng))), best);
  }
}

TEST_F(DiscreteCodesTest, ASingularFeatureStepNamesItsOption) {
  Rng rng(4);
  Matrix<float> phi(120, 3);  // constant columns
  for (std::int64_t i = 0; i < 360; ++i) phi.data()[i] = 1.0F;
  testing::expect_error(ORTHANT_TRAINING_FAILED, "raise the option \"beta\"", [&] {
    DiscreteCodes(phi.clone(), {kLambda, kAlpha, 0.0, "beta"}, {}, 8, rng, uncancelled_work());
  });
  EXPECT_NO_THROW(
      DiscreteCodes(phi.clone(), {kLambda, kAlpha, kBeta, "beta"}, {}, 8, rng, uncancelled_work()));
}

TEST(DiscreteCodes, RandomSignsAreBalanced) {
  Rng rng(5);
  const Matrix<float> signs = random_signs(1000, 16, rng);
  double sum = 0.0;
  for (std::int64_t i = 0; i < 16000; ++i) {
    ASSERT_EQ(std::abs(signs.data()[i]), 1.0F);
    sum += signs.data()[i];
  }
  EXPECT_LT(std::abs(sum), 600.0);
}

TEST(DiscreteCodes, AProjectionIsTurnedIntoBitsByColumns) {
  Rng rng(6);
  const Matrix<double> p = naive::to_matrix<double>(naive::random(3, 5, rng));
  const Matrix<float> turned = bits_by_columns(p.view());
  ASSERT_EQ(turned.rows(), 5);
  ASSERT_EQ(turned.columns(), 3);
  EXPECT_EQ(turned(4, 1), static_cast<float>(p(1, 4)));
}

}  // namespace
}  // namespace orthant
