#include "learn/zero_shot/centred_vectors.h"

#include <gtest/gtest.h>

#include <cmath>

#include "learn/naive_data.h"
#include "testing/work.h"

namespace orthant {
namespace {

using naive::Dense;

TEST(CentredVectors, HaveUnitLengthAndPointAwayFromTheMeanOfTheSeenOnes) {
  testing::TrainingSet set = testing::small_set(1);
  for (float& value : set.semantics.row(4)) value = 0.0F;  // the unseen class has no vector
  const TrainingData data{set.features.view(), set.label_sets(), set.semantics.clone()};
  const CentredVectors centred = centre_on_seen(data);
  ASSERT_EQ(centred.mean.size(), 7U);
  for (std::int64_t c = 0; c < 4; ++c) {
    double raw = 0.0;
    for (const float value : set.semantics.row(c)) raw += static_cast<double>(value) * value;
    double scale = 0.0;  // of the centred vector, from its first column
    double squares = 0.0;
    for (std::int64_t j = 0; j < 7; ++j) {
      const double moved =
          set.semantics(c, j) / std::sqrt(raw) - centred.mean[static_cast<std::size_t>(j)];
      if (j == 0) scale = moved / centred.vectors(c, 0);
      EXPECT_NEAR(centred.vectors(c, j) * scale, moved, 1e-6);
      squares += centred.vectors(c, j) * centred.vectors(c, j);
    }
    EXPECT_GT(scale, 0.0);
    EXPECT_NEAR(squares, 1.0, 1e-12);
  }
  EXPECT_EQ(rows_with_direction(centred.vectors).rows(), 4);
}

TEST(CentredVectors, LeadingDirectionsAreEigenvectorsOfTheStackedRows) {
  Rng rng(3);
  const Matrix<double> rows = naive::to_matrix<double>(naive::random(30, 5, rng));
  const Matrix<double> names = naive::to_matrix<double>(naive::random(4, 5, rng));
  const Matrix<double> found = leading_directions(rows, names, 7.0, 3, testing::uncancelled_work());
  ASSERT_EQ(found.rows(), 3);
  const Dense s(rows.view());
  const Dense e(names.view());
  const Dense squares = naive::plus(naive::transposed(s) * s, 7.0, naive::transposed(e) * e);
  const Dense v = naive::transposed(Dense(found.view()));
  const Dense inner = naive::transposed(v) * squares * v;  // diagonal and falling
  for (std::size_t i = 0; i < 3; ++i) {
    if (i > 0) {
      EXPECT_LT(inner(i, i), inner(i - 1, i - 1));
    }
    for (std::size_t j = 0; j < 3; ++j) {
      if (i != j) {
        EXPECT_NEAR(inner(i, j), 0.0, 1e-9 * inner(0, 0));
      }
    }
  }
  EXPECT_LT(naive::largest_difference(naive::transposed(v) * v, naive::identity(3)), 1e-12);
}

}  // namespace
}  // namespace orthant
