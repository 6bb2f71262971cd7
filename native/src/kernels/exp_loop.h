// The body of portable_exp for loops: included by portable_math.cpp and by each tier of the
// kernels, so that the compiler makes vectors of it with that file's instructions. Internal
// linkage: the same function of two tiers would otherwise be one of the two.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace orthant::kernels {
namespace {

// 1 / k!, the coefficients of Taylor's series. At |r| <= ln 2 / 2 the first term that is left out
// is 5e-18.
constexpr std::array<double, 14> kSeries = {1.0,
                                            1.0,
                                            1.0 / 2.0,
                                            1.0 / 6.0,
                                            1.0 / 24.0,
                                            1.0 / 120.0,
                                            1.0 / 720.0,
                                            1.0 / 5040.0,
                                            1.0 / 40320.0,
                                            1.0 / 362880.0,
                                            1.0 / 3628800.0,
                                            1.0 / 39916800.0,
                                            1.0 / 479001600.0,
                                            1.0 / 6227020800.0};

constexpr double kLog2E = 0x1.71547652B82FEp+0;
// ln 2 in two parts; the first ends in zeros, so that its product with an exponent is exact.
constexpr double kLn2High = 0x1.62E42FEE00000p-1;
constexpr double kLn2Low = 0x1.A39EF35793C76p-33;
// Added and subtracted again it rounds to a whole number.
constexpr double kRound = 0x1.8p52;

// Without a branch, so that the compiler makes vectors of it. Adding kRound leaves the exponent as
// an integer in the lowest bits, from where it is shifted into place; both limits are comparisons,
// which a NaN fails.
inline double exp_of(double x) noexcept {
  const double shifted = x * kLog2E + kRound;
  const double exponent = shifted - kRound;
  const double rest = (x - exponent * kLn2High) - exponent * kLn2Low;
  double sum = kSeries.back();
#pragma GCC unroll 16
  for (std::size_t k = kSeries.size() - 1; k-- > 0;) sum = sum * rest + kSeries[k];
  const std::uint64_t power = std::bit_cast<std::uint64_t>(shifted) << 52;
  const auto value = std::bit_cast<double>(std::bit_cast<std::uint64_t>(sum) + power);
  const double bounded = x < -708.0 ? 0.0 : value;
  const double above = x > 709.0 ? std::numeric_limits<double>::infinity() : bounded;
  return x == x ? above : x;
}

}  // namespace
}  // namespace orthant::kernels
