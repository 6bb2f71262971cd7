#include "learn/unsupervised/pca_rr.h"

#include <gtest/gtest.h>

#include "learn/naive_data.h"

namespace orthant {
namespace {

using naive::Dense;

TEST(PcaRr, ItsHyperplanesAreARotationOfThePrincipalDirections) {
  const testing::TrainingSet set = testing::small_set(1);
  const testing::Trained trained = testing::train("pca-rr", set, {{"bits", 5}});
  const Dense w(trained.model->groups[0].projection.view());
  EXPECT_LT(naive::largest_difference(w * naive::transposed(w), naive::identity(5)), 1e-5);
  // What the five leading directions span: the rows' variance along them is the largest there is.
  const FeatureMap& map = trained.model->groups[0].features;
  Dense x(set.features.view());
  for (std::size_t i = 0; i < x.rows(); ++i) {
    double squares = 0.0;
    for (std::size_t j = 0; j < x.columns(); ++j) squares += x(i, j) * x(i, j);
    for (std::size_t j = 0; j < x.columns(); ++j) {
      x(i, j) = x(i, j) / std::sqrt(squares) - map.mean.data()[j];
    }
  }
  const naive::Eigen eigen = naive::eigen_of_gram(naive::transposed(x) * x);
  double expected = 0.0;
  for (std::size_t k = 0; k < 5; ++k) expected += eigen.values[k];
  EXPECT_NEAR(naive::squared_norm(x * naive::transposed(w)), expected, 1e-5 * expected);
}

TEST(PcaRr, IsOneRoundWithoutAnObjectiveAndDependsOnTheSeed) {
  const testing::TrainingSet set = testing::small_set(2);
  const testing::Trained a = testing::train("pca-rr", set, {{"bits", 8}, {"seed", 1}});
  const testing::Trained b = testing::train("pca-rr", set, {{"bits", 8}, {"seed", 2}});
  EXPECT_EQ(a.objective.size(), 1U);
  EXPECT_EQ(a.model->provenance.find("objective="), std::string::npos);
  EXPECT_NE(a.model->groups[0].projection(0, 0), b.model->groups[0].projection(0, 0));
}

TEST(PcaRr, MoreBitsThanColumnsAreLifted) {
  const testing::Trained trained = testing::train("pca-rr", testing::small_set(3), {{"bits", 40}});
  EXPECT_EQ(trained.model->bits(), 40);
}

}  // namespace
}  // namespace orthant
