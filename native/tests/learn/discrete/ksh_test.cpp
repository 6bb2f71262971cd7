#include "learn/discrete/ksh.h"

#include <gtest/gtest.h>

#include "learn/classes_apart.h"

namespace orthant {
namespace {

TEST(Ksh, TheLastValueLiesBelowTheFirst) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const testing::Trained trained =
        testing::train("ksh", testing::small_set(seed, 400, seed % 2 == 0), {{"bits", 16}});
    ASSERT_EQ(trained.objective.size(), 16U);  // a bit a round
    EXPECT_LT(trained.objective.back(), trained.objective.front()) << seed;
  }
}

TEST(Ksh, TheModelHashesTrainingRowsOfAClassAlike) {
  const testing::TrainingSet set = testing::small_set(6, 400);
  const testing::Trained trained = testing::train("ksh", set, {{"bits", 16}, {"samples", 200}});
  testing::expect_classes_apart(trained, set);
}

// The centring of the kernel is in the weight of the column of ones: over the sample, the mean of
// what is cut at zero is zero.
TEST(Ksh, ItsProjectionsAreCentredOnTheSample) {
  const testing::TrainingSet set = testing::small_set(7, 150);
  const testing::Trained trained = testing::train("ksh", set, {{"bits", 5}});  // all rows sampled
  const BitGroup& group = trained.model->groups[0];
  Matrix<float> phi(150, group.features.columns());
  std::vector<float> scratch(150 * 12);
  ASSERT_EQ(group.features.map_rows(set.features.view(), scratch.data(), phi.data()), 150);
  const naive::Dense z =
      naive::Dense(phi.view()) * naive::transposed(naive::Dense(group.projection.view()));
  for (std::size_t k = 0; k < 5; ++k) {
    double sum = 0.0;
    double size = 0.0;
    for (std::size_t i = 0; i < 150; ++i) {
      sum += z(i, k);
      size += std::abs(z(i, k));
    }
    EXPECT_LT(std::abs(sum), 1e-3 * size);
  }
}

}  // namespace
}  // namespace orthant
