#include "learn/discrete/balanced_factor.h"

#include <gtest/gtest.h>

#include "linalg/naive_linalg.h"

namespace orthant {
namespace {

using naive::Dense;

void expect_balanced(const Dense& z) {
  const auto n = static_cast<double>(z.rows());
  for (std::size_t k = 0; k < z.columns(); ++k) {
    double sum = 0.0;
    for (std::size_t i = 0; i < z.rows(); ++i) sum += z(i, k);
    EXPECT_NEAR(sum, 0.0, 1e-6 * n);
  }
  const Dense expected =
      naive::plus(Dense(z.columns(), z.columns()), n, naive::identity(z.columns()));
  EXPECT_LT(naive::largest_difference(naive::transposed(z) * z, expected), 1e-6 * n);
}

double inner(const Dense& a, const Dense& b) { return naive::trace(naive::transposed(a) * b); }

TEST(BalancedFactor, Oracle11IsBalancedAndUncorrelated) {
  for (const std::size_t columns : {1U, 3U, 12U, 29U}) {
    Rng rng(columns);
    const Dense m = naive::random(30, columns, rng);
    expect_balanced(Dense(balanced_factor(naive::to_matrix<double>(m), rng).view()));
  }
}

// Columns that repeat, a constant one, and nothing at all.
TEST(BalancedFactor, Oracle11HoldsWithoutRank) {
  Rng rng(1);
  Dense m = naive::random(40, 8, rng);
  for (std::size_t i = 0; i < 40; ++i) {
    m(i, 1) = -m(i, 0);
    m(i, 5) = 7.0;
    m(i, 6) = m(i, 2) + m(i, 3);
  }
  expect_balanced(Dense(balanced_factor(naive::to_matrix<double>(m), rng).view()));
  expect_balanced(Dense(balanced_factor(Matrix<double>(10, 9), rng).view()));
}

TEST(BalancedFactor, NoOtherFeasibleMatrixLiesNearer) {
  Rng rng(2);
  const Dense m = naive::random(25, 4, rng);
  const Dense z(balanced_factor(naive::to_matrix<double>(m), rng).view());
  for (int i = 0; i < 200; ++i) {
    // Feasible, and near z at first: the factor of a perturbed z.
    const double size = i < 100 ? 0.01 : 10.0;
    const Dense moved = naive::plus(z, size, naive::random(25, 4, rng));
    const Dense other(balanced_factor(naive::to_matrix<double>(moved), rng).view());
    EXPECT_LE(inner(other, m), inner(z, m) * (1.0 + 1e-12));
  }
}

TEST(BalancedFactor, DrawsNothingWhereTheRankIsFull) {
  Rng rng(3);
  const Matrix<double> m = naive::to_matrix<double>(naive::random(20, 5, rng));
  Rng a(4);
  Rng b(5);
  const Matrix<double> first = balanced_factor(m.clone(), a);
  const Matrix<double> second = balanced_factor(m.clone(), b);
  EXPECT_TRUE(std::equal(first.data(), first.data() + 100, second.data()));
  EXPECT_EQ(a.next(), Rng(4).next());
}

}  // namespace
}  // namespace orthant
