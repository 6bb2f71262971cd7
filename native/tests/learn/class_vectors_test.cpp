#include "learn/class_vectors.h"

#include <gtest/gtest.h>

#include <cmath>

#include "learn/naive_data.h"

namespace orthant {
namespace {

TrainingData data_of(const testing::TrainingSet& set) {
  TrainingData data;
  data.features = set.features.view();
  data.labels = set.label_sets();
  data.semantics = set.semantics.clone();
  return data;
}

TEST(ClassVectors, AreUnitRowsWithoutTheMeanOfTheSeenClasses) {
  const testing::TrainingSet set = testing::small_set(1);  // class 4 has no rows
  const CentredVectors centred = centred_class_vectors(data_of(set));
  ASSERT_EQ(centred.vectors.rows(), 5);
  for (std::int64_t j = 0; j < 7; ++j) {
    double mean = 0.0;
    for (std::int64_t c = 0; c < 4; ++c) {
      double length = 0.0;
      for (const float value : set.semantics.row(c)) length += static_cast<double>(value) * value;
      mean += set.semantics(c, j) / std::sqrt(length) / 4.0;
    }
    EXPECT_NEAR(centred.mean[static_cast<std::size_t>(j)], mean, 1e-7);
  }
  for (std::int64_t c = 0; c < 5; ++c) {
    double length = 0.0;
    for (const double value : centred.vectors.row(c)) length += value * value;
    EXPECT_NEAR(length, 1.0, 1e-12);
  }
}

TEST(ClassVectors, AMissingVectorAndOneThatEqualsTheMeanBecomeZero) {
  testing::TrainingSet set = testing::small_set(2);
  for (float& value : set.semantics.row(4)) value = 0.0F;
  EXPECT_TRUE(is_zero(centred_class_vectors(data_of(set)).vectors.row(4)));
  for (std::int64_t c = 0; c < 5; ++c) {
    for (std::int64_t j = 0; j < 7; ++j) set.semantics(c, j) = j == 2 ? 3.0F : 0.0F;
  }
  const CentredVectors alike = centred_class_vectors(data_of(set));
  for (std::int64_t c = 0; c < 5; ++c) EXPECT_TRUE(is_zero(alike.vectors.row(c)));
}

TEST(ClassVectors, AMapIsRoundedToFloat) {
  Matrix<double> a(1, 2);
  a(0, 0) = 1.0 / 3.0;
  a(0, 1) = -2.0;
  const Matrix<float> rounded = to_float(a.view());
  EXPECT_EQ(rounded(0, 0), 1.0F / 3.0F);
  EXPECT_EQ(rounded(0, 1), -2.0F);
}

}  // namespace
}  // namespace orthant
