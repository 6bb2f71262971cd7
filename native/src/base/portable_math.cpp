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

double power_of_two(double exponent) noexcept {
  const auto biased = static_cast<std::uint64_t>(static_cast<std::int64_t>(exponent) + 1023);
  return std::bit_cast<double>(biased << 52);
}

}  // namespace

double portable_exp(double x) noexcept {
  if (std::isnan(x)) return x;
  if (x < -708.0) return 0.0;
  if (x > 709.0) return std::numeric_limits<double>::infinity();
  const double exponent = (x * kLog2E + kRound) - kRound;
  const double rest = (x - exponent * kLn2High) - exponent * kLn2Low;
  double sum = kSeries.back();
  for (std::size_t k = kSeries.size() - 1; k-- > 0;) sum = sum * rest + kSeries[k];
  return sum * power_of_two(exponent);
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
