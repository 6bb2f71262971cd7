#include "linalg/pca.h"

#include <gtest/gtest.h>

#include "linalg/naive_linalg.h"
#include "testing/errors.h"
#include "testing/work.h"

namespace orthant {
namespace {

using naive::Dense;
using naive::to_matrix;
using naive::transposed;
using testing::uncancelled_work;

TEST(Pca, DirectionsEqualJacobi) {
  Rng rng(1);
  Dense x = naive::random(60, 8, rng);
  for (std::size_t i = 0; i < 60; ++i) {
    for (std::size_t j = 0; j < 8; ++j)
      x(i, j) *= static_cast<double>(j + 1);  // distinct variances
  }
  const Matrix<float> rows = to_matrix<float>(x);
  const Dense directions(pca(rows.view(), 3, uncancelled_work()).view());
  const Dense exact(rows.view());
  const naive::Eigen expected = naive::eigen_of_gram(transposed(exact) * exact);
  ASSERT_EQ(directions.rows(), 3U);
  EXPECT_LT(
      naive::largest_difference(directions, naive::with_signs_of(expected.vectors, directions)),
      1e-8);
}

TEST(Pca, MoreColumnsThanLapackCanCountAreRefusedBeforeAnyWork) {
  const Matrix<float> rows(1, 32767);
  testing::expect_error(ORTHANT_INVALID_ARGUMENT, "side 32767: the limit is 32766",
                        [&] { (void)pca(rows.view(), 1, uncancelled_work()); });
}

TEST(Pca, ConstantColumnsAndFewRowsStillGiveOrthonormalDirections) {
  Rng rng(2);
  Matrix<float> rows = to_matrix<float>(naive::random(3, 8, rng));  // rank 3 at most
  for (std::int64_t i = 0; i < 3; ++i) rows(i, 5) = 0.0F;
  const Dense directions(pca(rows.view(), 8, uncancelled_work()).view());
  EXPECT_LT(naive::largest_difference(directions * transposed(directions), naive::identity(8)),
            1e-12);
}

}  // namespace
}  // namespace orthant
