#include "learn/zero_shot/joint_directions.h"

#include <gtest/gtest.h>

#include "linalg/naive_linalg.h"
#include "testing/work.h"

namespace orthant {
namespace {

using naive::Dense;

TEST(JointDirections, RowsOfZerosAreLeftOut) {
  Matrix<double> rows(3, 2);
  rows(0, 1) = 2.0;
  rows(2, 0) = -1.0;
  const Matrix<double> kept = rows_with_direction(rows);
  ASSERT_EQ(kept.rows(), 2);
  EXPECT_EQ(kept(0, 1), 2.0);
  EXPECT_EQ(kept(1, 0), -1.0);
}

TEST(JointDirections, LeadingDirectionsAreEigenvectorsOfTheStackedRows) {
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
