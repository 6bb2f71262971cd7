#include "kernels/portable_math.h"

#include <cmath>
#include <cstdint>

#include "kernels/exp_loop.h"

namespace orthant::kernels {

double portable_exp(double x) noexcept { return exp_of(x); }

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

}  // namespace orthant::kernels
