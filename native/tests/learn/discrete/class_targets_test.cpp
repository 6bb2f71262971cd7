#include "learn/discrete/class_targets.h"

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
    targets.add_to_rows(naive::to_matrix<double>(vectors).view(), out, work);
    EXPECT_LT(largest_difference(Dense(out.view()), y), 1e-13);
    const double expected = naive::squared_norm(naive::plus(y, -1.0, Dense(rows.view()) * map));
    EXPECT_NEAR(targets.squared_error(rows.view(), naive::to_matrix<double>(map).view(), work),
                expected, 1e-11 * expected);
  }
}

INSTANTIATE_TEST_SUITE_P(Combine, ClassTargetsTest,
                         ::testing::Values(ClassTargets::Combine::sum,
                                           ClassTargets::Combine::mean));

// Not one bit changes when the identity is not stored.
TEST(ClassTargets, OneHotTargetsEqualThoseOfAStoredIdentity) {
  const testing::TrainingSet set = testing::small_set(3, 300, true);
  const Labels labels = set.label_sets();
  const ClassTargets one_hot(labels);
  const ClassTargets stored(labels, naive::to_matrix<double>(naive::identity(5)),
                            ClassTargets::Combine::sum);
  Rng rng(4);
  const Matrix<float> rows = naive::to_matrix<float>(naive::random(300, 9, rng));
  const Matrix<double> map = naive::to_matrix<double>(naive::random(9, 5, rng));
  const Work work = uncancelled_work(2);
  const Matrix<double> sums = one_hot.class_sums(rows.view(), work);
  const auto difference = [](const Matrix<double>& a, const Matrix<double>& b) {
    return largest_difference(Dense(a.view()), Dense(b.view()));
  };
  EXPECT_EQ(difference(one_hot.vectors_times(map.view()), stored.vectors_times(map.view())), 0.0);
  EXPECT_EQ(difference(one_hot.combined(sums.view()), stored.combined(sums.view())), 0.0);
  EXPECT_EQ(one_hot.squared_error(rows.view(), map.view(), work),
            stored.squared_error(rows.view(), map.view(), work));
}

TEST(ClassTargets, MemoryIsLinearInTheClasses) {
  constexpr std::int32_t kClasses = 1 << 20;  // the identity would take 8 TiB
  const Labels labels({0, kClasses - 1}, {0, 1, 2}, kClasses);
  const ClassTargets targets(labels);
  const Work work = uncancelled_work();
  Matrix<float> codes(2, 2);
  codes(0, 0) = codes(1, 1) = 1.0F;
  const Matrix<double> sums = targets.class_sums(codes.view(), work);
  const Matrix<double> map = targets.combined(sums.view());
  ASSERT_EQ(map.columns(), kClasses);
  EXPECT_EQ(map(0, 0), 1.0);
  EXPECT_EQ(map(1, kClasses - 1), 1.0);
  EXPECT_EQ(targets.vectors_times(map.view()).rows(), kClasses);
  EXPECT_EQ(targets.squared_error(codes.view(), map.view(), work), 0.0);
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
