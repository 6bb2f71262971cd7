// Products of counts that come from outside (a caller, a file) and may be absurd.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>

namespace orthant {

// a * b, or nothing if it exceeds 2^63 - 1.
[[nodiscard]] constexpr std::optional<std::uint64_t> checked_product(std::uint64_t a,
                                                                     std::uint64_t b) noexcept {
  constexpr std::uint64_t limit = std::numeric_limits<std::int64_t>::max();
  if (a != 0 && b > limit / a) return std::nullopt;
  return a * b;
}

// a + b, or nothing if it exceeds 2^63 - 1.
[[nodiscard]] constexpr std::optional<std::uint64_t> checked_sum(std::uint64_t a,
                                                                 std::uint64_t b) noexcept {
  constexpr std::uint64_t limit = std::numeric_limits<std::int64_t>::max();
  if (a > limit || b > limit - a) return std::nullopt;
  return a + b;
}

}  // namespace orthant
