#include "learn/class_targets.h"

#include <gtest/gtest.h>

#include "learn/naive_data.h"
#include "testing/work.h"

namespace orthant {
namespace {

using naive::Dense;
using naive::largest_difference;
using naive::transposed;
using testing::uncancelled_work;

class ClassTargetsTest : public ::testing::TestWithParam<ClassTargets::Combine> {};

TEST_P(ClassTargetsTest, EqualsTheExplicitTargets) {
  const bool mean = GetParam() == ClassTargets::Combine::mean;
  const testing::TrainingSet set = testing::small_set(1, 300, true);
  const Labels labels = set.label_sets();
  Rng rng(2);
  const Dense vectors = naive::random(5, 7, rng);
  const ClassTargets targets(labels, naive::to_matrix<double>(vectors), GetParam());
  const Dense m = set.weights(mean);
  const Dense y = m * vectors;
  const Matrix<float> rows = naive::to_matrix<float>(naive::random(300, 140, rng));
  const Dense map = naive::random(140, 7, rng);

  for (const int threads : {1, 3}) {
    const Work work = uncancelled_work(threads);
    EXPECT_LT(largest_difference(Dense(targets.class_sums(rows.view(), work).view()),
                                 transposed(m) * Dense(rows.view())),
              1e-11);
    Matrix<double> out(300, 7);
    targets.add_to_rows(targets.vectors(), out, work);
    EXPECT_LT(largest_difference(Dense(out.view()), y), 1e-13);
    const double expected = naive::squared_norm(naive::plus(y, -1.0, Dense(rows.view()) * map));
    EXPECT_NEAR(targets.squared_error(rows.view(), naive::to_matrix<double>(map).view(), work),
                expected, 1e-11 * expected);
  }
}

INSTANTIATE_TEST_SUITE_P(Combine, ClassTargetsTest,
                         ::testing::Values(ClassTargets::Combine::sum,
                                           ClassTargets::Combine::mean));

TEST(ClassTargets, OneHotVectorsAreTheIdentity) {
  EXPECT_EQ(largest_difference(Dense(one_hot_vectors(6).view()), naive::identity(6)), 0.0);
}

TEST(ClassTargets, ClassVectorsAreScaledAndZeroRowsStay) {
  Matrix<float> vectors(2, 2);
  vectors(0, 0) = 3.0F;
  vectors(0, 1) = 4.0F;
  const Matrix<double> unit = unit_class_vectors(vectors.view());
  EXPECT_NEAR(unit(0, 0), 0.6, 1e-15);
  EXPECT_NEAR(unit(0, 1), 0.8, 1e-15);
  EXPECT_EQ(unit(1, 0), 0.0);
  EXPECT_EQ(unit(1, 1), 0.0);
}

}  // namespace
}  // namespace orthant
