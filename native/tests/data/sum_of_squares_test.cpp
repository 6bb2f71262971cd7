#include "data/sum_of_squares.h"

#include <cmath>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

namespace orthant {
namespace {

template <typename T>
double sum(const std::vector<T>& values) {
  return sum_of_squares(std::span<const T>(values));
}

TEST(SumOfSquares, EqualsTheFormulaAtEveryLength) {
  std::vector<double> numbers;
  for (int n = 0; n <= 40; ++n) {
    EXPECT_EQ(sum(numbers), n * (n + 1) * (2 * n + 1) / 6.0) << n;
    EXPECT_EQ(sum(std::vector<float>(numbers.begin(), numbers.end())), sum(numbers)) << n;
    numbers.push_back(n % 2 == 0 ? n + 1 : -(n + 1));
  }
}

TEST(SumOfSquares, TellsZeroAndNotFiniteFromAllOtherFloats) {
  for (std::size_t at = 0; at < 19; ++at) {
    std::vector<float> values(19, 0.0F);
    EXPECT_EQ(sum(values), 0.0);
    values[at] = std::numeric_limits<float>::denorm_min();
    EXPECT_GT(sum(values), 0.0);
    values.assign(19, std::numeric_limits<float>::max());
    EXPECT_TRUE(std::isfinite(sum(values)));
    values[at] = -std::numeric_limits<float>::infinity();
    EXPECT_FALSE(std::isfinite(sum(values)));
    values[at] = std::numeric_limits<float>::quiet_NaN();
    EXPECT_FALSE(std::isfinite(sum(values)));
  }
}

}  // namespace
}  // namespace orthant
