#include "base/portable_math.h"

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace orthant {
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

double portable_exp(double x) noexcept { return exp_of(x); }

void portable_exp(double* values, std::int64_t count) noexcept {
  for (std::int64_t i = 0; i < count; ++i) values[i] = exp_of(values[i]);
}

double portable_tanh(double x) noexcept {
  constexpr double kSmall = 0x1.0p-10;  // below, the difference from 1 would lose its digits
  constexpr double kLarge = 20.0;       // above, nothing but 1 is left
  const double size = std::fabs(x);
  if (size < kSmall) {
    const double square = x * x;
    return x * (1.0 + square * (square * (2.0 / 15.0) - 1.0 / 3.0));
  }
  if (size > kLarge) return std::copysign(1.0, x);
  return std::copysign(1.0 - 2.0 / (portable_exp(2.0 * size) + 1.0), x);
}

}  // namespace orthant
