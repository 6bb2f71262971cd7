// The kernels of narrow.h that are loops over independent elements: included by each tier's file,
// so that the compiler makes vectors of them with that tier's instructions. All give the same bits:
// integers, and floats that are never fused nor summed. Internal linkage, as everything in a tier.
#pragma once

#include <cstdint>
#include <cstring>
#include <limits>

#include "kernels/exp_loop.h"
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

constexpr std::int64_t kSquareSums = 32;

// Adds the squares of the last columns, which are no full row of sums, and the sums by halves.
double sum_of_squares(double* sums_of, const float* x, std::int64_t count) noexcept {
  for (std::int64_t lane = 0; lane < count; ++lane) {
    const double value = x[lane];
    sums_of[lane] += value * value;
  }
  for (std::int64_t half = kSquareSums / 2; half > 0; half /= 2) {
    for (std::int64_t lane = 0; lane < half; ++lane) sums_of[lane] += sums_of[lane + half];
  }
  return sums_of[0];
}

inline double sum_of_squares(const float* x, std::int64_t count) noexcept {
  double sums_of[kSquareSums] = {};
  std::int64_t i = 0;
  for (; i + kSquareSums <= count; i += kSquareSums) {
    for (std::int64_t lane = 0; lane < kSquareSums; ++lane) {
      const double value = x[i + lane];
      sums_of[lane] += value * value;
    }
  }
  return sum_of_squares(sums_of, x + i, count - i);
}

void scaled(const float* x, std::int64_t count, double scale, float* out) noexcept {
  for (std::int64_t i = 0; i < count; ++i) out[i] = static_cast<float>(x[i] * scale);
}

void place(const float* x, std::int64_t count, double scale, const float* mean,
           float* out) noexcept {
  if (scale != 1.0) {
    scaled(x, count, scale, out);
  } else {
    std::memcpy(out, x, static_cast<std::size_t>(count) * sizeof(float));
  }
  if (mean == nullptr) return;
  for (std::int64_t i = 0; i < count; ++i) out[i] -= mean[i];
}

void double_rbf(double* dots, std::int64_t count, double square, const double* squares,
                double rate) noexcept {
  for (std::int64_t j = 0; j < count; ++j) {
    const double distance = square + squares[j] - 2.0 * dots[j];
    const double value = exp_of((distance > 0.0 ? distance : 0.0) * rate);
    dots[j] = dots[j] < std::numeric_limits<double>::infinity() ? value : 0.0;
  }
}

// Through doubles of its own: loops that mix both widths are not made vectors of.
void float_rbf(float* dots, std::int64_t count, double square, const double* squares,
               double rate) noexcept {
  constexpr std::int64_t kBlock = 128;
  double block[kBlock];
  for (std::int64_t first = 0; first < count; first += kBlock) {
    const std::int64_t here = count - first < kBlock ? count - first : kBlock;
    for (std::int64_t j = 0; j < here; ++j) block[j] = dots[first + j];
    double_rbf(block, here, square, squares + first, rate);
    for (std::int64_t j = 0; j < here; ++j) dots[first + j] = static_cast<float>(block[j]);
  }
}

std::uint64_t positive(const float* values, std::int64_t count) noexcept {
  std::uint64_t bits = 0;
  for (std::int64_t j = 0; j < count; ++j) {
    bits |= static_cast<std::uint64_t>(values[j] > 0.0F) << j;
  }
  return bits;
}

void quantise(const float* x, std::int64_t count, float power, float least, float inverse,
              std::uint8_t* q) noexcept {
  // Added and subtracted again it rounds to a whole number.
  constexpr float kFloatRound = 0x1.8p23F;
  for (std::int64_t i = 0; i < count; ++i) {
    const float level = (x[i] * power - least) * inverse;
    q[i] =
        static_cast<std::uint8_t>(static_cast<std::int32_t>((level + kFloatRound) - kFloatRound));
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
