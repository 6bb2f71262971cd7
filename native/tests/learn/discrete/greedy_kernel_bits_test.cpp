#include "learn/discrete/greedy_kernel_bits.h"

#include <gtest/gtest.h>

#include "learn/discrete/naive_pairs.h"
#include "learn/naive_data.h"
#include "testing/work.h"

namespace orthant {
namespace {

using naive::Dense;
using naive::transposed;
using testing::uncancelled_work;

constexpr std::int64_t kBits = 8;

// A centred kernel that knows something of the classes.
Dense kernel_of(const testing::TrainingSet& set) {
  Dense k(set.features.view());
  for (std::size_t j = 0; j < k.columns(); ++j) {
    double mean = 0.0;
    for (std::size_t i = 0; i < k.rows(); ++i) mean += k(i, j) / static_cast<double>(k.rows());
    for (std::size_t i = 0; i < k.rows(); ++i) k(i, j) -= mean;
  }
  return k;
}

class GreedyKernelBitsTest : public ::testing::TestWithParam<bool> {
 protected:
  GreedyKernelBitsTest()
      : set_(testing::small_set(1, 120, GetParam())),
        labels_(set_.label_sets()),
        s_(naive::similarities(labels_, -1.0)) {
    Matrix<float> kernel = naive::to_matrix<float>(kernel_of(set_));
    kernel_ = Dense(kernel.view());
    bits_ = GreedyKernelBits(std::move(kernel), Similarity(labels_), kBits, {}, work_);
  }

  // -R = sum of y y^T - r S.
  Dense negative_residue() const {
    const Dense y(bits_.codes());
    return naive::plus(y * transposed(y), -static_cast<double>(kBits), s_);
  }
  double agreement(const Dense& y) const { return -(transposed(y) * negative_residue() * y)(0, 0); }

  double smooth_cost(const Dense& a) const {
    Dense f = kernel_ * a;
    for (std::size_t i = 0; i < f.rows(); ++i) f(i, 0) = 2.0 / (1.0 + std::exp(-f(i, 0))) - 1.0;
    return -agreement(f);
  }

  Dense signs(const Dense& a) const {
    Dense y = kernel_ * a;
    for (std::size_t i = 0; i < y.rows(); ++i) y(i, 0) = y(i, 0) > 0.0 ? 1.0 : -1.0;
    return y;
  }

  Work work_ = uncancelled_work(2);
  testing::TrainingSet set_;
  Labels labels_;
  Dense s_;
  Dense kernel_;
  GreedyKernelBits bits_;
};

// M a = lambda N a with M = K^T R K, N = K^T K, and no other direction reaches as far.
TEST_P(GreedyKernelBitsTest, StartsAtTheTopGeneralisedEigenvector) {
  Rng rng(3);
  for (int bit = 0; bit < 3; ++bit) {
    const Dense a(bits_.spectral_start(work_).view());
    const Dense n = transposed(kernel_) * kernel_;
    const Dense m = naive::plus(Dense(n.rows(), n.rows()), -1.0,
                                transposed(kernel_) * negative_residue() * kernel_);
    const double length = (transposed(a) * n * a)(0, 0);
    EXPECT_NEAR(length, 120.0, 1e-6);
    const double top = (transposed(a) * m * a)(0, 0) / length;
    EXPECT_LT(naive::largest_difference(m * a, naive::plus(Dense(a.rows(), 1), top, n * a)),
              1e-4 * std::abs(top) * 120.0);
    for (int draw = 0; draw < 200; ++draw) {
      const Dense other = naive::random(a.rows(), 1, rng);
      EXPECT_LE((transposed(other) * m * other)(0, 0) / (transposed(other) * n * other)(0, 0),
                top + 1e-6 * std::abs(top));
    }
    bits_.add_bit(bit, work_);
  }
}

TEST_P(GreedyKernelBitsTest, TheSmoothCostAndItsGradientAreThoseOfTheFormula) {
  Rng rng(4);
  for (int bit = 0; bit < 3; ++bit) {
    Dense a = naive::random(kernel_.columns(), 1, rng);
    Matrix<double> gradient;
    const double cost = bits_.smooth_cost(naive::to_matrix<double>(a).view(), &gradient, work_);
    EXPECT_NEAR(cost, smooth_cost(a), 1e-5 * std::abs(smooth_cost(a)));
    for (std::size_t j = 0; j < a.rows(); ++j) {
      const double h = 1e-5;
      Dense up = a;
      Dense down = a;
      up(j, 0) += h;
      down(j, 0) -= h;
      const double slope = (smooth_cost(up) - smooth_cost(down)) / (2.0 * h);
      EXPECT_NEAR(gradient(static_cast<std::int64_t>(j), 0), slope,
                  1e-4 * (std::abs(slope) + std::abs(cost) / 120.0));
    }
    bits_.add_bit(bit, work_);
  }
}

TEST_P(GreedyKernelBitsTest, KeepsTheBetterOfStartAndRefined) {
  for (int bit = 0; bit < 4; ++bit) {
    const Matrix<double> start = bits_.spectral_start(work_);
    const Matrix<double> refined = bits_.refined(start, work_);
    EXPECT_LE(bits_.smooth_cost(refined.view(), nullptr, work_),
              bits_.smooth_cost(start.view(), nullptr, work_));
    const double of_start = agreement(signs(Dense(start.view())));
    const double of_refined = agreement(signs(Dense(refined.view())));
    const Dense before = negative_residue();
    bits_.add_bit(bit, work_);
    Dense y(120, 1);
    for (std::size_t i = 0; i < 120; ++i) {
      y(i, 0) = static_cast<double>(bits_.codes()(static_cast<std::int64_t>(i), bit));
    }
    const double kept = -(transposed(y) * before * y)(0, 0);
    EXPECT_NEAR(kept, std::max(of_start, of_refined), 1e-6 * std::abs(kept));
  }
}

TEST_P(GreedyKernelBitsTest, TheObjectiveIsThatOfAllPairs) {
  for (int bit = 0; bit < 3; ++bit) {
    bits_.add_bit(bit, work_);
    EXPECT_NEAR(bits_.objective(work_), naive::squared_norm(negative_residue()) / (120.0 * 120.0),
                1e-9);
  }
}

INSTANTIATE_TEST_SUITE_P(OneOrSeveralLabels, GreedyKernelBitsTest, ::testing::Bool());

TEST(GreedyKernelBits, LeavesNullDirectionsOfTheKernelOut) {
  const testing::TrainingSet set = testing::small_set(2, 60);
  const Labels labels = set.label_sets();
  Dense twice(60, 24);  // every column two times
  const Dense once = kernel_of(set);
  for (std::size_t i = 0; i < 60; ++i) {
    for (std::size_t j = 0; j < 24; ++j) twice(i, j) = once(i, j % 12);
  }
  const Work work = uncancelled_work();
  GreedyKernelBits bits(naive::to_matrix<float>(twice), Similarity(labels), 4, {}, work);
  bits.add_bit(0, work);
  for (std::int64_t j = 0; j < 24; ++j) EXPECT_TRUE(std::isfinite(bits.directions()(j, 0)));
  EXPECT_LT(bits.objective(work), 16.0);
}

}  // namespace
}  // namespace orthant
