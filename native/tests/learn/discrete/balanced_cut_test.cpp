#include "learn/discrete/balanced_cut.h"

#include <gtest/gtest.h>

#include "learn/discrete/naive_pairs.h"
#include "testing/errors.h"
#include "testing/work.h"

namespace orthant {
namespace {

using naive::Dense;

Dense symmetric(std::size_t m, Rng& rng) {
  const Dense root = naive::random(m, m, rng);
  return naive::plus(root, 1.0, naive::transposed(root));
}

double value_of(const Dense& q, const std::vector<double>& p, const std::vector<float>& b) {
  double value = 0.0;
  for (std::size_t i = 0; i < p.size(); ++i) {
    value += p[i] * static_cast<double>(b[i]);
    for (std::size_t j = 0; j < p.size(); ++j) {
      if (i != j) value += static_cast<double>(b[i] * b[j]) * q(i, j);
    }
  }
  return value;
}

std::vector<float> cut(const Dense& q, const std::vector<double>& p) {
  return balanced_cut(naive::to_matrix<double>(q).view(), p, testing::uncancelled_work());
}

TEST(BalancedCut, EqualsItsTwinByPointsAndDistances) {
  Rng rng(1);
  for (const std::size_t m : {1U, 2U, 3U, 8U, 17U, 32U}) {
    for (int draw = 0; draw < 20; ++draw) {
      const Dense q = symmetric(m, rng);
      std::vector<double> p(m);
      for (double& value : p) value = 3.0 * rng.normal();
      EXPECT_EQ(cut(q, p), naive::balanced_cut(q, p)) << m << " " << draw;
    }
  }
}

TEST(BalancedCut, IsCancelledBeforeItsEnd) {
  const std::atomic<bool> cancelled{true};
  Rng rng(4);
  const Matrix<double> q = naive::to_matrix<double>(symmetric(8, rng));
  testing::expect_error(ORTHANT_CANCELLED, "cancelled", [&] {
    (void)balanced_cut(q.view(), std::vector<double>(8), Work(1, cancelled));
  });
}

TEST(BalancedCut, SetsAsManyBitsAsTheClusterHasPointsBesideTheLast) {
  Rng rng(2);
  for (const std::size_t m : {1U, 2U, 5U, 16U, 33U}) {
    const std::vector<double> p(m, 1.0);
    const std::vector<float> b = cut(symmetric(m, rng), p);
    const auto set = static_cast<std::size_t>(std::count(b.begin(), b.end(), 1.0F));
    EXPECT_EQ(set, (m + 2) / 2 - 1) << m;
  }
}

// Against the mean over all choices of as many bits.
TEST(BalancedCut, IsFarBetterThanChance) {
  Rng rng(3);
  constexpr std::size_t kSide = 10;
  for (int draw = 0; draw < 20; ++draw) {
    const Dense q = symmetric(kSide, rng);
    std::vector<double> p(kSide);
    for (double& value : p) value = rng.normal();
    const double found = value_of(q, p, cut(q, p));
    int better = 0;
    int all = 0;
    for (unsigned set = 0; set < 1U << kSide; ++set) {
      if (std::popcount(set) != 5) continue;
      std::vector<float> b(kSide);
      for (std::size_t i = 0; i < kSide; ++i) b[i] = (set >> i & 1U) != 0 ? 1.0F : -1.0F;
      better += value_of(q, p, b) < found - 1e-9 ? 1 : 0;
      ++all;
    }
    EXPECT_LT(better, all / 4) << draw;
  }
}

}  // namespace
}  // namespace orthant
