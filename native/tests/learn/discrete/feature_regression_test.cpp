#include "learn/discrete/feature_regression.h"

#include <gtest/gtest.h>

#include "learn/discrete/discrete_codes.h"
#include "linalg/naive_linalg.h"
#include "testing/errors.h"
#include "testing/work.h"

namespace orthant {
namespace {

using naive::Dense;

struct Problem {
  Rng rng{1};
  Matrix<float> phi = naive::to_matrix<float>(naive::random(50, 7, rng));
  Matrix<float> signs = random_signs(50, 4, rng);
};

TEST(FeatureRegression, Oracle3PIsTheRidgeSolution) {
  Problem problem;
  const Work work = testing::uncancelled_work();
  const FeatureRegression hash(std::make_shared<MatrixRows>(problem.phi.view()),
                               problem.signs.clone(), 0.3, "ridge", work);
  const Dense phi(problem.phi.view());
  const Dense b(problem.signs.view());
  const Dense p(hash.projection());
  const auto value = [&](const Dense& q) {
    return naive::squared_norm(naive::plus(b, -1.0, phi * q)) + 0.3 * naive::squared_norm(q);
  };
  EXPECT_NEAR(hash.objective(work), value(p), 1e-9);
  for (int i = 0; i < 50; ++i) {
    EXPECT_GT(value(naive::plus(p, 1e-3, naive::random(7, 4, problem.rng))), value(p));
  }
  EXPECT_LT(naive::largest_difference(Dense(hash.predictions().view()), phi * p), 1e-12);
}

TEST(FeatureRegression, SignsOfZeroKeepTheBit) {
  Problem problem;
  const Work work = testing::uncancelled_work();
  FeatureRegression hash(std::make_shared<MatrixRows>(problem.phi.view()), problem.signs.clone(),
                         0.3, "ridge", work);
  EXPECT_FALSE(hash.choose_signs(Matrix<double>(50, 4), work));
  Matrix<double> wanted(50, 4);
  wanted(3, 2) = problem.signs(3, 2) > 0.0F ? -1e-300 : 1e-300;
  EXPECT_TRUE(hash.choose_signs(wanted, work));
  EXPECT_EQ(hash.codes()(3, 2), -problem.signs(3, 2));
  EXPECT_EQ(hash.codes()(3, 1), problem.signs(3, 1));
  EXPECT_FALSE(hash.choose_signs(wanted, work));
}

TEST(FeatureRegression, FeaturesThatLackRankNeedARidgeAndNameIt) {
  Problem problem;
  const Work work = testing::uncancelled_work();
  for (std::int64_t i = 0; i < 50; ++i) problem.phi(i, 6) = problem.phi(i, 0);
  testing::expect_error(ORTHANT_TRAINING_FAILED, "raise the option \"ridge\"", [&] {
    const FeatureRegression hash(std::make_shared<MatrixRows>(problem.phi.view()),
                                 problem.signs.clone(), 0.0, "ridge", work);
  });
}

}  // namespace
}  // namespace orthant
