#include "learn/gradient/schedule.h"

#include <cmath>
#include <numbers>

namespace orthant {

double Schedule::at(std::int64_t epoch, std::int64_t epochs) const noexcept {
  const double progress =
      epochs > 1 ? static_cast<double>(epoch) / static_cast<double>(epochs - 1) : 0.0;
  switch (kind) {
    case Kind::constant:
      return rate;
    case Kind::log_spaced:
      return rate * std::pow(end, progress);
    case Kind::halving:
      return rate * std::exp2(-static_cast<double>(epoch / halve_every));
    case Kind::cosine:
      return rate * (end + (1.0 - end) * 0.5 * (1.0 + std::cos(std::numbers::pi * progress)));
  }
  return rate;
}

}  // namespace orthant
