#include "linalg/rotation.h"

#include <gtest/gtest.h>

#include "linalg/naive_linalg.h"

namespace orthant {
namespace {

using naive::Dense;
using naive::to_matrix;
using naive::transposed;

Dense nearest(const Dense& m) {
  return Dense(nearest_rotation(to_matrix<double>(m).view()).view());
}

TEST(Rotation, NearestEqualsJacobiForSquareAndWideMatrices) {
  Rng rng(1);
  for (const std::size_t columns : {6U, 11U}) {
    const Dense m = naive::random(6, columns, rng);
    EXPECT_LT(naive::largest_difference(nearest(m), naive::nearest_rotation(m)), 1e-10);
  }
}

TEST(Rotation, RowsAreOrthonormalAlsoWithoutRank) {
  Rng rng(2);
  const Dense rank_two = naive::random(5, 2, rng) * naive::random(2, 7, rng);
  for (const Dense& m :
       {naive::random(5, 5, rng), naive::random(5, 7, rng), rank_two, Dense(5, 7)}) {
    const Dense r = nearest(m);
    EXPECT_LT(naive::largest_difference(r * transposed(r), naive::identity(5)), 1e-12);
  }
}

TEST(Rotation, NoRandomRotationIsNearer) {
  Rng rng(3);
  const Dense m = naive::random(4, 6, rng);
  const double best = naive::trace(transposed(nearest(m)) * m);
  for (int i = 0; i < 2000; ++i) {
    const Dense other(random_rotation(4, 6, rng).view());
    ASSERT_LE(naive::trace(transposed(other) * m), best);
  }
}

TEST(Rotation, RandomOnesAreOrthonormalAndDiffer) {
  Rng rng(4);
  const Dense a(random_rotation(9, 9, rng).view());
  const Dense b(random_rotation(9, 9, rng).view());
  EXPECT_LT(naive::largest_difference(a * transposed(a), naive::identity(9)), 1e-12);
  EXPECT_GT(naive::largest_difference(a, b), 0.1);
}

}  // namespace
}  // namespace orthant
