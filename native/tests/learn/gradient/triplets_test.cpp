#include "learn/gradient/triplets.h"

#include <gtest/gtest.h>

#include <map>
#include <tuple>

namespace orthant {
namespace {

using Key = std::tuple<std::int64_t, std::int64_t, std::int64_t>;

Matrix<std::int32_t> random_relevance(std::int64_t rows, std::uint64_t levels, Rng& rng) {
  Matrix<std::int32_t> relevance(rows, rows);
  for (std::int64_t i = 0; i < rows * rows; ++i) {
    relevance.data()[i] = static_cast<std::int32_t>(rng.below(levels));
  }
  return relevance;
}

std::map<Key, int> counted(const std::vector<Triplet>& triplets) {
  std::map<Key, int> counts;
  for (const auto& [a, i, j] : triplets) ++counts[{a, i, j}];
  return counts;
}

std::map<Key, int> all_of(const Matrix<std::int32_t>& relevance) {
  std::map<Key, int> counts;
  for (std::int64_t a = 0; a < relevance.rows(); ++a) {
    for (std::int64_t i = 0; i < relevance.rows(); ++i) {
      for (std::int64_t j = 0; j < relevance.rows(); ++j) {
        if (a == i || a == j || relevance(a, i) <= relevance(a, j)) continue;
        counts[{a, i, j}] = 1;
      }
    }
  }
  return counts;
}

TEST(Triplets, AreAllWhereTheyAreFew) {
  Rng rng(1);
  for (const std::uint64_t levels : {1, 2, 4}) {
    for (const std::int64_t rows : {1, 2, 9}) {
      const Matrix<std::int32_t> relevance = random_relevance(rows, levels, rng);
      EXPECT_EQ(counted(draw_triplets(relevance, 1000, rng)), all_of(relevance));
    }
  }
}

TEST(Triplets, AreDrawnUniformlyWhereTheyAreMany) {
  Rng rng(2);
  const Matrix<std::int32_t> relevance = random_relevance(7, 3, rng);
  const std::map<Key, int> all = all_of(relevance);
  std::map<std::int64_t, int> of_anchor;
  for (const auto& [key, one] : all) ++of_anchor[std::get<0>(key)];
  std::map<Key, int> drawn;
  constexpr int kRounds = 4000;
  constexpr int kEach = 3;
  for (int round = 0; round < kRounds; ++round) {
    for (const auto& [key, count] : counted(draw_triplets(relevance, kEach, rng))) {
      drawn[key] += count;
    }
  }
  ASSERT_EQ(drawn.size(), all.size());
  for (const auto& [key, count] : drawn) {
    ASSERT_TRUE(all.contains(key));
    const int triplets = of_anchor[std::get<0>(key)];
    const double expected = kRounds * std::min(1.0, static_cast<double>(kEach) / triplets);
    EXPECT_NEAR(count, expected, 6.0 * std::sqrt(expected));
  }
}

TEST(Triplets, AreTheSameFromTheSameState) {
  Rng rng(3);
  const Matrix<std::int32_t> relevance = random_relevance(20, 2, rng);
  Rng first(9);
  Rng second(9);
  const auto a = draw_triplets(relevance, 5, first);
  const auto b = draw_triplets(relevance, 5, second);
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t t = 0; t < a.size(); ++t) {
    EXPECT_EQ(a[t].anchor, b[t].anchor);
    EXPECT_EQ(a[t].nearer, b[t].nearer);
    EXPECT_EQ(a[t].farther, b[t].farther);
  }
}

}  // namespace
}  // namespace orthant
