// The kernels on codes of signs in plain C++; the other tiers' are compared with them.
#include <bit>
#include <cstdint>

#include "kernels/tiers.h"

namespace orthant::kernels {
namespace {

constexpr double kFarTarget = 0x1.0p30;
constexpr double kToInteger = 0x1.8p52;  // added and taken off, it rounds to the nearest even
constexpr std::uint32_t kNotZero = 1U << 29;

// The sum of bit k's table entries in one lane. Integers: any order gives the same sum.
std::int32_t sum_of(const SweepTables& tables, const std::int32_t* nibbles, std::int32_t k,
                    bool open) noexcept {
  const std::int32_t* table = tables.sums + std::int64_t{k} * tables.nibbles * 16;
  const std::int32_t whole = open ? k / 4 : tables.nibbles;
  std::int32_t sum = 0;
  for (std::int32_t j = 0; j < whole; ++j) sum += table[j * 16 + nibbles[j * kSweepLanes]];
  if (open) sum += tables.open[k * 16 + nibbles[whole * kSweepLanes]];
  return sum;
}

// The values of bit k in all lanes; false: one of them is too near to zero to have a sure sign.
bool values_of(const SweepTables& tables, const SweepGroup& group, std::int32_t k, bool open,
               std::int32_t* values) noexcept {
  bool sure = true;
  for (std::int64_t lane = 0; lane < kSweepLanes; ++lane) {
    values[lane] =
        group.targets[k * kSweepLanes + lane] - sum_of(tables, group.nibbles + lane, k, open);
    sure = sure && (values[lane] > tables.near || values[lane] < -tables.near);
  }
  return sure;
}

void apply(SweepGroup& group, std::int32_t k, const std::int32_t* values) noexcept {
  std::int32_t* nibbles = group.nibbles + k / 4 * kSweepLanes;
  const std::int32_t bit = 1 << (k % 4);
  for (std::int64_t lane = 0; lane < kSweepLanes; ++lane) {
    const std::int32_t chosen = (nibbles[lane] & ~bit) | (values[lane] > 0 ? bit : 0);
    group.changed = group.changed || chosen != nibbles[lane];
    nibbles[lane] = chosen;
  }
}

// Sums of 2, 4 and 8 neighbouring bits; the product gathers the byte sums in the top byte.
std::int64_t popcount(std::uint64_t v) noexcept {
  v -= (v >> 1) & 0x5555555555555555U;
  v = (v & 0x3333333333333333U) + ((v >> 2) & 0x3333333333333333U);
  v = (v + (v >> 4)) & 0x0F0F0F0F0F0F0F0FU;
  return static_cast<std::int64_t>((v * 0x0101010101010101U) >> 56);
}

}  // namespace

std::int32_t scalar_sweep_bits(const SweepTables& tables, SweepGroup* groups, std::int32_t count,
                               bool open, std::int32_t first, std::int32_t* values) noexcept {
  for (std::int32_t k = first; k < tables.bits; ++k) {
    bool sure = true;
    for (std::int32_t g = 0; g < count; ++g) {
      sure = values_of(tables, groups[g], k, open, values + g * kSweepLanes) && sure;
    }
    if (!sure) return k;
    for (std::int32_t g = 0; g < count; ++g) apply(groups[g], k, values + g * kSweepLanes);
  }
  return tables.bits;
}

void scalar_fix_targets(const double* rows, const double* scale, std::int64_t bits,
                        std::int32_t* out) noexcept {
  for (std::int64_t lane = 0; lane < kSweepLanes; ++lane, rows += bits) {
    for (std::int64_t k = 0; k < bits; ++k) {
      const double value = rows[k] * scale[k];
      const double cut = value < kFarTarget ? (value > -kFarTarget ? value : -kFarTarget)
                                            : (value >= kFarTarget ? kFarTarget : 0.0);
      out[k * kSweepLanes + lane] = static_cast<std::int32_t>((cut + kToInteger) - kToInteger);
    }
  }
}

// A float's bits 31 and 29: -1 has both, +1 the latter, 0 neither.
ZeroSigns scalar_load_signs(const float* const* rows, std::int64_t bits,
                            std::int32_t* nibbles) noexcept {
  std::uint32_t any = 0;
  std::uint32_t all = kNotZero;
  for (std::int64_t lane = 0; lane < kSweepLanes; ++lane) {
    for (std::int64_t k = 0; k < bits; k += 4) {
      std::uint32_t number = 0;
      for (std::int64_t i = 0; i < 4 && k + i < bits; ++i) {
        const auto code = std::bit_cast<std::uint32_t>(rows[lane][k + i]);
        number |= (~code >> 31 & code >> 29 & 1U) << i;
        any |= code;
        all &= code;
      }
      nibbles[k / 4 * kSweepLanes + lane] = static_cast<std::int32_t>(number);
    }
  }
  if (all != 0) return ZeroSigns::none;
  return (any & kNotZero) == 0 ? ZeroSigns::all : ZeroSigns::some;
}

bool scalar_store_signs(const std::int32_t* nibbles, std::int64_t bits, std::int64_t count,
                        float* const* rows) noexcept {
  bool changed = false;
  for (std::int64_t lane = 0; lane < count; ++lane) {
    for (std::int64_t k = 0; k < bits; ++k) {
      const std::int32_t number = nibbles[k / 4 * kSweepLanes + lane];
      const float sign = (number >> (k % 4) & 1) != 0 ? 1.0F : -1.0F;
      changed |= rows[lane][k] != sign;
      rows[lane][k] = sign;
    }
  }
  return changed;
}

std::int64_t scalar_count_differing(const std::uint64_t* a, const std::uint64_t* b,
                                    std::int64_t words) noexcept {
  std::int64_t count = 0;
  for (std::int64_t w = 0; w < words; ++w) count += popcount(a[w] ^ b[w]);
  return count;
}

}  // namespace orthant::kernels
