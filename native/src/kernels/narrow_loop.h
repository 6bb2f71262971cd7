// The kernels of narrow.h that are loops over independent elements: included by each tier's file,
// so that the compiler makes vectors of them with that tier's instructions. All give the same bits:
// integers, and floats that are never fused nor summed. Internal linkage, as everything in a tier.
#pragma once

#include <cstdint>
#include <cstring>

#include "kernels/narrow.h"

namespace orthant::kernels {
namespace {

// Signed integers in the order of the floats: for negative ones all bits but the sign are flipped.
inline std::int32_t order_of(std::int32_t bits) noexcept {
  return bits ^ ((bits >> 31) & 0x7FFFFFFF);
}

inline float from_order(std::int32_t order) noexcept {
  const std::int32_t bits = order_of(order);
  float value;
  std::memcpy(&value, &bits, sizeof(value));
  return value + 0.0F;  // a negative zero becomes positive
}

bool range(const float* x, std::int64_t count, float* least, float* greatest) noexcept {
  constexpr std::int32_t kInfinity = 0x7F800000;
  std::int32_t low = kInfinity;
  std::int32_t high = -kInfinity;
  for (std::int64_t i = 0; i < count; ++i) {
    std::int32_t bits;
    std::memcpy(&bits, x + i, sizeof(bits));
    const std::int32_t order = order_of(bits);
    low = order < low ? order : low;
    high = order > high ? order : high;
  }
  *least = from_order(low);
  *greatest = from_order(high);
  return low > order_of(static_cast<std::int32_t>(0xFF800000U)) && high < kInfinity;
}

void quantise(const float* x, std::int64_t count, float power, float least, float inverse,
              std::uint8_t* q) noexcept {
  constexpr float kRound = 0x1.8p23F;  // added and subtracted again it rounds to a whole number
  for (std::int64_t i = 0; i < count; ++i) {
    const float level = (x[i] * power - least) * inverse;
    q[i] = static_cast<std::uint8_t>(static_cast<std::int32_t>((level + kRound) - kRound));
  }
}

Int8Sums sums(const std::uint8_t* q, std::int64_t count) noexcept {
  Int8Sums result = {0, 0};
  for (std::int64_t i = 0; i < count; ++i) {
    result.values += q[i];
    result.squares += static_cast<std::uint32_t>(q[i]) * q[i];
  }
  return result;
}

void values(const std::int32_t* products, std::int64_t count, double step, double least,
            const double* scales, const double* weights, const double* offsets,
            double* out) noexcept {
  for (std::int64_t j = 0; j < count; ++j) {
    out[j] = scales[j] * (step * products[j] + least * weights[j]) + offsets[j];
  }
}

void to_bf16(const float* x, std::int64_t count, std::uint16_t* out) noexcept {
  for (std::int64_t i = 0; i < count; ++i) {
    std::uint32_t bits;
    std::memcpy(&bits, x + i, sizeof(bits));
    out[i] = static_cast<std::uint16_t>((bits + 0x7FFFU + ((bits >> 16) & 1U)) >> 16);
  }
}

}  // namespace
}  // namespace orthant::kernels
