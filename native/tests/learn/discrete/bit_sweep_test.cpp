#include "learn/discrete/bit_sweep.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "learn/discrete/naive_bit_sweep.h"
#include "testing/work.h"

namespace orthant {
namespace {

using naive::Dense;
using naive::to_matrix;
using naive::transposed;
using testing::uncancelled_work;

struct Problem {
  Dense q;
  Dense g;
  Dense b;
};

Problem random_problem(std::size_t rows, std::size_t bits, std::uint64_t seed) {
  Rng rng(seed);
  const Dense w = naive::random(bits, 5, rng);
  Problem problem{naive::random(rows, bits, rng), w * transposed(w), Dense(rows, bits)};
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t k = 0; k < bits; ++k) problem.b(i, k) = rng.sign();
  }
  return problem;
}

Dense swept(const Problem& problem, std::int32_t sweeps, int threads) {
  Matrix<float> codes = to_matrix<float>(problem.b);
  bit_sweep(to_matrix<double>(problem.q).view(), to_matrix<double>(problem.g).view(), sweeps, codes,
            uncancelled_work(threads));
  return Dense(codes.view());
}

TEST(BitSweep, Oracle4EqualsTheTextbookLoopAtAnyNumberOfThreads) {
  for (const std::size_t rows : {1U, 15U, 16U, 17U, 128U, 300U}) {
    for (const std::size_t bits : {1U, 7U, 64U}) {
      for (const std::int32_t sweeps : {1, 2, 6}) {
        const Problem problem = random_problem(rows, bits, rows + bits);
        Dense expected = problem.b;
        naive::bit_sweep(problem.q, problem.g, sweeps, expected);
        for (const int threads : {1, 2, 3}) {
          ASSERT_EQ(naive::largest_difference(swept(problem, sweeps, threads), expected), 0.0)
              << rows << " rows, " << bits << " bits, " << sweeps << " sweeps";
        }
      }
    }
  }
}

TEST(BitSweep, EqualsTheTextbookLoopFromZeros) {
  Problem problem = random_problem(40, 16, 3);
  problem.b = Dense(40, 16);
  Dense expected = problem.b;
  naive::bit_sweep(problem.q, problem.g, 3, expected);
  const Dense codes = swept(problem, 3, 1);
  EXPECT_EQ(naive::largest_difference(codes, expected), 0.0);
  EXPECT_EQ(naive::squared_norm(codes), 40.0 * 16.0);  // no bit is left open
}

// Any bit may be open; in one lane of 16, or in all of them.
TEST(BitSweep, EqualsTheTextbookLoopWhereSomeBitsAreOpen) {
  for (const std::uint64_t one_in : {2U, 100U}) {
    Problem problem = random_problem(200, 21, 8);
    Rng rng(9);
    for (std::size_t i = 0; i < 200; ++i) {
      for (std::size_t k = 0; k < 21; ++k) {
        if (i / 40 == 1 || (i / 40 > 1 && rng.below(one_in) == 0)) problem.b(i, k) = 0.0;
      }
    }
    for (const std::int32_t sweeps : {1, 2, 5}) {
      Dense expected = problem.b;
      naive::bit_sweep(problem.q, problem.g, sweeps, expected);
      EXPECT_EQ(naive::largest_difference(swept(problem, sweeps, 2), expected), 0.0);
    }
  }
}

TEST(BitSweep, FromZerosForgetsTheCodesAndSaysWhetherTheyDiffer) {
  const Problem problem = random_problem(70, 13, 10);
  Dense expected(70, 13);
  naive::bit_sweep(problem.q, problem.g, 4, expected);
  const Matrix<double> q = to_matrix<double>(problem.q);
  const Matrix<double> g = to_matrix<double>(problem.g);
  const TargetRows rows = [&](std::int64_t first, std::int64_t last, double* out) {
    std::copy_n(q.row(first).data(), (last - first) * q.columns(), out);
  };
  Matrix<float> codes = to_matrix<float>(problem.b);
  EXPECT_TRUE(bit_sweep(rows, g.view(), 4, SweepStart::zeros, codes, uncancelled_work(2)));
  EXPECT_EQ(naive::largest_difference(Dense(codes.view()), expected), 0.0);
  EXPECT_FALSE(bit_sweep(rows, g.view(), 4, SweepStart::zeros, codes, uncancelled_work(2)));
  EXPECT_EQ(naive::largest_difference(Dense(codes.view()), expected), 0.0);
}

// Small integers make many values exactly zero or nearly so: what fixed point leaves open.
TEST(BitSweep, EqualsTheTextbookLoopWhereManyValuesAreNearZero) {
  for (const double tilt : {0.0, 1e-9, 1e-15}) {
    Problem problem = random_problem(150, 30, 11);
    Rng rng(12);
    for (std::size_t k = 0; k < 30; ++k) {
      for (std::size_t l = 0; l <= k; ++l) {
        problem.g(k, l) = problem.g(l, k) = static_cast<double>(rng.below(3)) - 1.0;
      }
      for (std::size_t i = 0; i < 150; ++i) {
        problem.q(i, k) = static_cast<double>(rng.below(5)) - 2.0 + tilt * rng.normal();
      }
    }
    Dense expected = problem.b;
    naive::bit_sweep(problem.q, problem.g, 6, expected);
    EXPECT_EQ(naive::largest_difference(swept(problem, 6, 1), expected), 0.0) << tilt;
    problem.b = Dense(150, 30);
    expected = problem.b;
    naive::bit_sweep(problem.q, problem.g, 6, expected);
    EXPECT_EQ(naive::largest_difference(swept(problem, 6, 1), expected), 0.0) << tilt;
  }
}

TEST(BitSweep, EqualsTheTextbookLoopForLongCodesAndAnyScale) {
  for (const double scale : {1.0, 1e-200, 1e150}) {
    Problem problem = random_problem(40, 1024, 13);
    for (std::size_t k = 0; k < 1024; ++k) {
      for (std::size_t l = 0; l < 1024; ++l) problem.g(k, l) *= scale;
      for (std::size_t i = 0; i < 40; ++i) problem.q(i, k) *= 30.0 * scale;
    }
    Dense expected = problem.b;
    naive::bit_sweep(problem.q, problem.g, 2, expected);
    EXPECT_EQ(naive::largest_difference(swept(problem, 2, 2), expected), 0.0) << scale;
  }
}

TEST(BitSweep, ASignOfZeroKeepsTheOldBit) {
  Problem problem = random_problem(20, 8, 4);
  problem.q = Dense(20, 8);
  problem.g = Dense(8, 8);
  EXPECT_EQ(naive::largest_difference(swept(problem, 5, 1), problem.b), 0.0);
}

// Oracle 4.
TEST(BitSweep, Oracle4NoBitRaisesTheObjective) {
  Problem problem = random_problem(30, 12, 5);
  const auto objective = [&] {
    return naive::trace(problem.b * problem.g * transposed(problem.b)) -
           2.0 * naive::trace(transposed(problem.b) * problem.q);
  };
  double last = objective();
  int bits = 0;
  naive::bit_sweep(problem.q, problem.g, 3, problem.b, [&] {
    const double now = objective();
    ASSERT_LE(now, last + 1e-9);
    last = now;
    ++bits;
  });
  EXPECT_EQ(bits, 30 * 12 * 3);
}

// Oracle 4: samples are independent, so their order does not matter.
TEST(BitSweep, Oracle4TheOrderOfSamplesDoesNotMatter) {
  const Problem problem = random_problem(50, 9, 6);
  Problem reversed = problem;
  for (std::size_t i = 0; i < 50; ++i) {
    for (std::size_t k = 0; k < 9; ++k) {
      reversed.q(i, k) = problem.q(49 - i, k);
      reversed.b(i, k) = problem.b(49 - i, k);
    }
  }
  const Dense forward = swept(problem, 4, 1);
  const Dense backward = swept(reversed, 4, 1);
  for (std::size_t i = 0; i < 50; ++i) {
    for (std::size_t k = 0; k < 9; ++k) ASSERT_EQ(forward(i, k), backward(49 - i, k));
  }
}

TEST(BitSweep, TheDiagonalOfTheCouplingIsNotUsed) {
  Problem problem = random_problem(20, 6, 7);
  const Dense expected = swept(problem, 2, 1);
  for (std::size_t k = 0; k < 6; ++k) problem.g(k, k) = 1e9;
  EXPECT_EQ(naive::largest_difference(swept(problem, 2, 1), expected), 0.0);
}

}  // namespace
}  // namespace orthant
