#include "kernels/portable_math.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

namespace orthant::kernels {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(PortableMath, ExpIsCloseToThatOfTheLibrary) {
  for (double x = -708.0; x <= 709.0; x += 0.00937) {
    const double expected = std::exp(x);
    ASSERT_NEAR(portable_exp(x), expected, 4e-16 * expected) << x;
  }
  for (double x = -1e-3; x <= 1e-3; x += 1.7e-7) {
    ASSERT_NEAR(portable_exp(x), std::exp(x), 4e-16) << x;
  }
}

TEST(PortableMath, ExpHasLimits) {
  EXPECT_EQ(portable_exp(0.0), 1.0);
  EXPECT_EQ(portable_exp(-0.0), 1.0);
  EXPECT_EQ(portable_exp(-708.1), 0.0);
  EXPECT_EQ(portable_exp(-kInfinity), 0.0);
  EXPECT_EQ(portable_exp(709.1), kInfinity);
  EXPECT_EQ(portable_exp(kInfinity), kInfinity);
  EXPECT_TRUE(std::isnan(portable_exp(std::numeric_limits<double>::quiet_NaN())));
}

TEST(PortableMath, TanhIsCloseToThatOfTheLibrary) {
  for (double x = -25.0; x <= 25.0; x += 0.00031) {
    ASSERT_NEAR(portable_tanh(x), std::tanh(x), 1e-12 * std::fabs(std::tanh(x))) << x;
  }
  for (double x = 1e-300; x < 1.0; x *= 1.37) {
    ASSERT_NEAR(portable_tanh(x), std::tanh(x), 1e-12 * std::tanh(x)) << x;
    ASSERT_EQ(portable_tanh(-x), -portable_tanh(x)) << x;
  }
}

TEST(PortableMath, TanhHasLimits) {
  EXPECT_EQ(portable_tanh(kInfinity), 1.0);
  EXPECT_EQ(portable_tanh(-kInfinity), -1.0);
  EXPECT_TRUE(std::signbit(portable_tanh(-0.0)));
  EXPECT_TRUE(std::isnan(portable_tanh(std::numeric_limits<double>::quiet_NaN())));
}

// Computed on x86-64; any processor must give them.
TEST(PortableMath, GivesTheSameBitsEverywhere) {
  std::uint64_t mixed = 0;
  for (int i = -4000; i < 4000; ++i) {
    const double x = static_cast<double>(i) * 0.0078125 * 1.1;
    mixed = mixed * 0x9E3779B97F4A7C15U + std::bit_cast<std::uint64_t>(portable_exp(x));
    mixed = mixed * 0x9E3779B97F4A7C15U + std::bit_cast<std::uint64_t>(portable_tanh(x));
    mixed = mixed * 0x9E3779B97F4A7C15U + std::bit_cast<std::uint64_t>(portable_tanh(x / 512.0));
  }
  EXPECT_EQ(mixed, 3602471440954492708U);
}

}  // namespace
}  // namespace orthant::kernels
