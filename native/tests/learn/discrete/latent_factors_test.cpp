#include "learn/discrete/latent_factors.h"

#include <gtest/gtest.h>

#include <set>

#include "learn/discrete/naive_pairs.h"
#include "learn/feature_fit.h"
#include "learn/naive_data.h"
#include "testing/work.h"

namespace orthant {
namespace {

using naive::Dense;
using testing::uncancelled_work;

constexpr std::size_t kBits = 6;
constexpr double kBeta = 5.0;

std::vector<std::int64_t> all_rows(std::int64_t rows) {
  std::vector<std::int64_t> all;
  for (std::int64_t i = 0; i < rows; ++i) all.push_back(i);
  return all;
}

double half_product(const Dense& u, std::size_t i, std::size_t j) {
  double sum = 0.0;
  for (std::size_t k = 0; k < u.columns(); ++k) sum += u(i, k) * u(j, k);
  return sum / 2.0;
}

double naive_objective(const Dense& u, const Dense& z, const std::vector<std::int64_t>& columns) {
  const auto n = static_cast<double>(u.rows());
  double sum = 0.0;
  for (std::size_t i = 0; i < u.rows(); ++i) {
    for (const std::int64_t column : columns) {
      const double t = half_product(u, i, static_cast<std::size_t>(column));
      sum += std::log(1.0 + std::exp(t)) - z(i, static_cast<std::size_t>(column)) * t;
    }
  }
  return sum / (n * static_cast<double>(columns.size())) +
         naive::squared_norm(u) / (2.0 * kBeta * n * n);
}

// Row by row, with the gradient and the curvature of the formula.
void naive_step(Dense& u, const Dense& z, const std::vector<std::int64_t>& drawn) {
  const Dense start = u;
  Dense h = naive::plus(Dense(kBits, kBits), 1.0 / kBeta, naive::identity(kBits));
  for (const std::int64_t o : drawn) {
    for (std::size_t k = 0; k < kBits; ++k) {
      for (std::size_t l = 0; l < kBits; ++l) {
        const auto row = static_cast<std::size_t>(o);
        h(k, l) += start(row, k) * start(row, l) / 8.0;
      }
    }
  }
  for (std::size_t i = 0; i < u.rows(); ++i) {
    if (std::find(drawn.begin(), drawn.end(), static_cast<std::int64_t>(i)) != drawn.end())
      continue;
    Dense g(kBits, 1);
    for (std::size_t k = 0; k < kBits; ++k) g(k, 0) = -start(i, k) / kBeta;
    for (const std::int64_t o : drawn) {
      const auto row = static_cast<std::size_t>(o);
      const double error = z(i, row) - 1.0 / (1.0 + std::exp(-half_product(start, i, row)));
      for (std::size_t k = 0; k < kBits; ++k) g(k, 0) += error * start(row, k);
    }
    const Dense change = naive::solve(h, g);
    for (std::size_t k = 0; k < kBits; ++k) u(i, k) += change(k, 0);
  }
}

TEST(LatentFactors, EqualTheirTwinRowByRow) {
  for (const bool several : {false, true}) {
    const Labels labels = testing::small_set(1, 130, several).label_sets();
    const Work work = uncancelled_work(2);
    Rng rng(2);
    Dense twin = naive::random(130, kBits, rng);
    const Dense z = naive::similarities(labels, 0.0);
    LatentFactors factors(Similarity(labels), kBeta, naive::to_matrix<double>(twin));
    for (int round = 0; round < 3; ++round) {
      const std::vector<std::int64_t> drawn = draw_rows(130, 11, rng);
      factors.add(factors.step(drawn, work), 1.0);
      naive_step(twin, z, drawn);
      EXPECT_LT(naive::largest_difference(Dense(factors.factors()), twin), 1e-9);
      for (const auto& columns : {all_rows(130), draw_rows(130, 20, rng)}) {
        const double expected = naive_objective(twin, z, columns);
        EXPECT_NEAR(factors.objective(columns, work), expected, 1e-9 * expected);
      }
    }
  }
}

// What a step is promised to lower for each row that it moves: the terms of the objective that hold
// the row and a drawn column. A pair counts twice there, as (i, o) and (o, i), and the prior once:
//     sum over o of (log(1 + e^t_io) - z_io t_io) + |U_i|^2 / (4 beta).
double drawn_loss(const Dense& u, const Dense& z, std::size_t i,
                  const std::vector<std::int64_t>& drawn) {
  double sum = 0.0;
  for (std::size_t k = 0; k < kBits; ++k) sum += u(i, k) * u(i, k) / (4.0 * kBeta);
  for (const std::int64_t o : drawn) {
    const double t = half_product(u, i, static_cast<std::size_t>(o));
    sum += std::log(1.0 + std::exp(t)) - z(i, static_cast<std::size_t>(o)) * t;
  }
  return sum;
}

TEST(LatentFactors, NoStepRaisesTheLossOverTheDrawnColumns) {
  const Labels labels = testing::small_set(3).label_sets();
  const Work work = uncancelled_work();
  Rng rng(4);
  const Dense z = naive::similarities(labels, 0.0);
  LatentFactors factors(Similarity(labels), kBeta,
                        naive::to_matrix<double>(naive::random(120, kBits, rng)));
  for (int round = 0; round < 10; ++round) {
    const Dense before(factors.factors());
    const std::vector<std::int64_t> drawn = draw_rows(120, 8, rng);
    factors.add(factors.step(drawn, work), 1.0);
    const Dense after(factors.factors());
    for (std::size_t i = 0; i < 120; ++i) {
      EXPECT_LE(drawn_loss(after, z, i, drawn), drawn_loss(before, z, i, drawn) + 1e-12);
    }
  }
}

// Of the shares 1, 1/2, ..., 1/64, and nothing where none lowers it.
TEST(LatentFactors, DescendsByTheLargestShareThatLowersTheObjective) {
  const Labels labels = testing::small_set(6).label_sets();
  const Work work = uncancelled_work();
  const Dense z = naive::similarities(labels, 0.0);
  Rng rng(7);
  const Dense start = naive::random(120, kBits, rng);
  const std::vector<std::int64_t> columns = draw_rows(120, 30, rng);
  const double before = naive_objective(start, z, columns);
  std::set<double> shares;
  for (const double factor : {1.0, 3.0, 10.0, 30.0, 1e6}) {
    LatentFactors factors(Similarity(labels), kBeta, naive::to_matrix<double>(start));
    Matrix<double> step = factors.step(draw_rows(120, 11, rng), work);
    for (std::int64_t i = 0; i < 120 * static_cast<std::int64_t>(kBits); ++i) {
      step.data()[i] *= factor;
    }
    double share = 1.0;
    Dense expected = naive::plus(start, share, Dense(step.view()));
    while (share > 0.0 && !(naive_objective(expected, z, columns) < before)) {
      share = share > 1.0 / 64.0 ? share / 2.0 : 0.0;
      expected = naive::plus(start, share, Dense(step.view()));
    }
    const double after = factors.descend(step, columns, before, work);
    EXPECT_NEAR(after, naive_objective(expected, z, columns), 1e-9 * before) << factor;
    EXPECT_LT(naive::largest_difference(Dense(factors.factors()), expected), 1e-12) << factor;
    shares.insert(share);
  }
  EXPECT_EQ(*shares.begin(), 0.0);
  EXPECT_EQ(*shares.rbegin(), 1.0);
  EXPECT_GT(shares.size(), 2U);
}

TEST(LatentFactors, LargeFactorsDoNotOverflow) {
  const Labels labels = testing::small_set(5).label_sets();
  Matrix<double> large(120, 2);
  for (std::int64_t i = 0; i < 240; ++i) large.data()[i] = i % 3 == 0 ? -1e3 : 1e3;
  LatentFactors factors(Similarity(labels), kBeta, std::move(large));
  const Work work = uncancelled_work();
  EXPECT_TRUE(std::isfinite(factors.objective(all_rows(120), work)));
  factors.add(factors.step({0, 1, 2}, work), 1.0);
  EXPECT_TRUE(std::isfinite(factors.objective(all_rows(120), work)));
}

}  // namespace
}  // namespace orthant
