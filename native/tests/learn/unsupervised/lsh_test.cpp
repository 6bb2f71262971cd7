#include "learn/unsupervised/lsh.h"

#include <gtest/gtest.h>

#include "learn/naive_data.h"

namespace orthant {
namespace {

TEST(Lsh, HyperplanesAreStandardNormal) {
  const testing::Trained trained = testing::train("lsh", testing::small_set(1), {{"bits", 1024}});
  const Matrix<float>& projection = trained.model->groups[0].projection;
  ASSERT_EQ(projection.rows(), 1024);
  ASSERT_EQ(projection.columns(), 12);
  const auto count = static_cast<double>(projection.rows() * projection.columns());
  double mean = 0.0;
  double square = 0.0;
  for (std::int64_t i = 0; i < projection.rows() * projection.columns(); ++i) {
    mean += projection.data()[i] / count;
    square += projection.data()[i] * projection.data()[i] / count;
  }
  EXPECT_NEAR(mean, 0.0, 0.05);
  EXPECT_NEAR(square, 1.0, 0.05);
}

TEST(Lsh, IsOneRoundWithoutAnObjective) {
  const testing::Trained trained = testing::train("lsh", testing::small_set(2), {{"bits", 8}});
  ASSERT_EQ(trained.objective.size(), 1U);
  EXPECT_TRUE(std::isnan(trained.objective[0]));
  EXPECT_EQ(trained.model->provenance.find("objective="), std::string::npos);
}

TEST(Lsh, DependsOnTheSeed) {
  const testing::TrainingSet set = testing::small_set(3);
  const testing::Trained a = testing::train("lsh", set, {{"seed", 1}});
  const testing::Trained b = testing::train("lsh", set, {{"seed", 2}});
  EXPECT_NE(a.model->groups[0].projection(0, 0), b.model->groups[0].projection(0, 0));
}

}  // namespace
}  // namespace orthant
