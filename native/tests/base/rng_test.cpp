#include "base/rng.h"

#include <array>
#include <bit>
#include <cmath>

#include <gtest/gtest.h>

namespace orthant {
namespace {

// The state after seeding with 0 is splitmix64's published first outputs; the first word out of
// xoshiro256** follows from it: rotl(state[1] * 5, 7) * 9.
TEST(Rng, FollowsThePublishedGenerators) {
  Rng rng(0);
  EXPECT_EQ(rng.next(), std::rotl(0x6E789E6AA1B965F4ULL * 5, 7) * 9);
}

TEST(Rng, IsAFunctionOfItsSeed) {
  Rng a(42);
  Rng b(42);
  Rng c(43);
  int equal_to_c = 0;
  for (int i = 0; i < 1000; ++i) {
    const std::uint64_t word = a.next();
    EXPECT_EQ(word, b.next());
    equal_to_c += word == c.next() ? 1 : 0;
  }
  EXPECT_EQ(equal_to_c, 0);
}

TEST(Rng, BelowStaysBelowAndIsEven) {
  Rng rng(1);
  std::array<int, 7> counts{};
  for (int i = 0; i < 70000; ++i) ++counts.at(rng.below(7));
  for (const int count : counts) EXPECT_NEAR(count, 10000, 500);
  EXPECT_EQ(rng.below(1), 0U);
}

TEST(Rng, NormalHasMeanZeroAndVarianceOne) {
  Rng rng(2);
  double sum = 0.0;
  double squares = 0.0;
  constexpr int kCount = 100000;
  for (int i = 0; i < kCount; ++i) {
    const double value = rng.normal();
    ASSERT_TRUE(std::isfinite(value));
    sum += value;
    squares += value * value;
  }
  EXPECT_NEAR(sum / kCount, 0.0, 0.02);
  EXPECT_NEAR(squares / kCount, 1.0, 0.03);
}

TEST(Rng, UniformAndSignKeepTheirRanges) {
  Rng rng(3);
  double signs = 0.0;
  for (int i = 0; i < 10000; ++i) {
    const double value = rng.uniform();
    EXPECT_GE(value, 0.0);
    EXPECT_LT(value, 1.0);
    signs += rng.sign();
  }
  EXPECT_NEAR(signs, 0.0, 400.0);
}

}  // namespace
}  // namespace orthant
