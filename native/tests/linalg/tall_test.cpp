#include "linalg/tall.h"

#include <gtest/gtest.h>

#include <cstring>

#include "linalg/blas.h"
#include "linalg/naive_linalg.h"
#include "testing/errors.h"
#include "testing/work.h"

namespace orthant {
namespace {

using naive::Dense;
using naive::largest_difference;
using naive::to_matrix;
using naive::transposed;
using testing::uncancelled_work;

bool same_bits(const Matrix<double>& a, const Matrix<double>& b) {
  const auto bytes = static_cast<std::size_t>(a.rows() * a.columns()) * sizeof(double);
  return a.rows() == b.rows() && a.columns() == b.columns() &&
         std::memcmp(a.data(), b.data(), bytes) == 0;
}

TEST(Tall, ProductsEqualPlainLoopsAroundTheTileSize) {
  Rng rng(1);
  const Work work = uncancelled_work(2);
  for (const std::size_t columns : {1U, 255U, 257U}) {
    const Matrix<float> x = to_matrix<float>(naive::random(300, columns, rng));
    const Matrix<double> y = to_matrix<double>(naive::random(300, 3, rng));
    const Matrix<double> map = to_matrix<double>(naive::random(columns, 5, rng));
    const Dense xd(x.view());
    const Dense yd(y.view());
    const Matrix<double> x_double = to_matrix<double>(xd);
    EXPECT_LT(largest_difference(Dense(gram(x.view(), work).view()), transposed(xd) * xd), 1e-11);
    EXPECT_LT(largest_difference(Dense(gram(x_double.view(), work).view()), transposed(xd) * xd),
              1e-11);
    EXPECT_LT(
        largest_difference(Dense(cross(x.view(), y.view(), work).view()), transposed(xd) * yd),
        1e-11);
    EXPECT_LT(
        largest_difference(Dense(cross(y.view(), x.view(), work).view()), transposed(yd) * xd),
        1e-11);
    EXPECT_LT(
        largest_difference(Dense(cross(x.view(), x.view(), work).view()), transposed(xd) * xd),
        1e-11);
    const Dense projected = xd * Dense(map.view());
    EXPECT_LT(largest_difference(Dense(project(x.view(), map.view(), work).view()), projected),
              1e-11);
    EXPECT_LT(
        largest_difference(Dense(project(x_double.view(), map.view(), work).view()), projected),
        1e-11);
  }
}

TEST(Tall, ResultsAreTheSameBitsAtAnyNumberOfThreads) {
  Rng rng(2);
  const Matrix<float> x = to_matrix<float>(naive::random(700, 300, rng));
  const Matrix<double> map = to_matrix<double>(naive::random(300, 7, rng));
  const SingleThreadedBlas single_threaded_blas;
  const Work one = uncancelled_work(1);
  for (const int threads : {2, 3}) {
    const Work several = uncancelled_work(threads);
    EXPECT_TRUE(same_bits(gram(x.view(), one), gram(x.view(), several)));
    EXPECT_TRUE(same_bits(cross(x.view(), x.view(), one), cross(x.view(), x.view(), several)));
    EXPECT_TRUE(
        same_bits(project(x.view(), map.view(), one), project(x.view(), map.view(), several)));
  }
}

TEST(Tall, AGramMatrixIsExactlySymmetric) {
  Rng rng(3);
  const Matrix<float> x = to_matrix<float>(naive::random(50, 300, rng));
  const Matrix<double> g = gram(x.view(), uncancelled_work());
  for (std::int64_t i = 0; i < 300; ++i) {
    for (std::int64_t j = 0; j < i; ++j) ASSERT_EQ(g(i, j), g(j, i));
  }
}

TEST(Tall, NoRowsGiveZeros) {
  const Matrix<double> none(0, 4);
  EXPECT_EQ(naive::squared_norm(Dense(gram(none.view(), uncancelled_work()).view())), 0.0);
}

TEST(Tall, CancelledWorkStops) {
  const std::atomic<bool> cancelled{true};
  const Work work(2, cancelled);
  const Matrix<float> x(10, 3);
  testing::expect_error(ORTHANT_CANCELLED, "cancelled", [&] { (void)gram(x.view(), work); });
  testing::expect_error(ORTHANT_CANCELLED, "cancelled",
                        [&] { (void)cross(x.view(), x.view(), work); });
}

}  // namespace
}  // namespace orthant
