#include "learn/discrete/class_similarity.h"

#include <gtest/gtest.h>

#include <cmath>

#include "learn/discrete/naive_similarity.h"
#include "learn/naive_data.h"
#include "testing/work.h"

namespace orthant {
namespace {

using naive::Dense;

class Similarity : public ::testing::TestWithParam<bool> {};  // several labels a row

TEST_P(Similarity, ProductsAndNormsAreThoseOfTheFullMatrix) {
  const testing::TrainingSet set = testing::small_set(1, 90, GetParam());
  const Labels labels = set.label_sets();
  const Dense s = testing::naive_similarity(set);
  const ClassSimilarity similarity(labels);
  EXPECT_NEAR(similarity.squared_norm(), naive::squared_norm(s), 1e-9 * naive::squared_norm(s));

  Rng rng(2);
  const Work work = testing::uncancelled_work();
  const Matrix<float> a = naive::to_matrix<float>(naive::random(90, 5, rng));
  const Matrix<double> b = naive::to_matrix<double>(naive::random(90, 5, rng));
  Matrix<double> out = naive::to_matrix<double>(naive::random(90, 5, rng));
  const Dense before(out.view());
  similarity.add_product(a.view(), 3.0, out, work);
  EXPECT_LT(
      naive::largest_difference(Dense(out.view()), naive::plus(before, 3.0, s * Dense(a.view()))),
      1e-9);
  const Dense halfway(out.view());
  similarity.add_product(b.view(), -0.5, out, work);
  EXPECT_LT(
      naive::largest_difference(Dense(out.view()), naive::plus(halfway, -0.5, s * Dense(b.view()))),
      1e-9);
  EXPECT_NEAR(similarity.inner_product(a.view(), b.view(), work),
              naive::trace(naive::transposed(Dense(a.view())) * s * Dense(b.view())), 1e-9);
}

INSTANTIATE_TEST_SUITE_P(Labels, Similarity, ::testing::Bool());

TEST(ClassSimilarity, IsOneForTheSameLabelsAndMinusOneForNoneInCommon) {
  const Labels labels({0, 1, 1, 0, 2}, {0, 2, 4, 5}, 3);
  const ClassSimilarity similarity(labels);
  const Work work = testing::uncancelled_work();
  Matrix<double> unit(3, 3);
  for (std::int64_t i = 0; i < 3; ++i) unit(i, i) = 1.0;
  Matrix<double> s(3, 3);
  similarity.add_product(unit.view(), 1.0, s, work);
  EXPECT_NEAR(s(0, 1), 1.0, 1e-12);
  EXPECT_NEAR(s(0, 2), -1.0, 1e-12);
  EXPECT_NEAR(s(2, 2), 1.0, 1e-12);
  EXPECT_NEAR(similarity.squared_norm(), 9.0, 1e-12);
}

}  // namespace
}  // namespace orthant
