// The sweep over bits with AVX2: 8 lanes to a vector, a table of 16 entries in two vectors, between
// which bit 3 of a lane's number chooses.
#if defined(__x86_64__)
#include <immintrin.h>

#include <cstdint>

#include "kernels/tiers.h"

namespace orthant::kernels {
namespace {

constexpr std::int32_t kVectorLanes = 8;
constexpr std::int32_t kHalves = static_cast<std::int32_t>(kSweepLanes) / kVectorLanes;

__m256i load(const std::int32_t* lanes) noexcept {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(lanes));
}

void store(std::int32_t* lanes, __m256i value) noexcept {
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(lanes), value);
}

// entries[index] of a table's two halves, 0 <= index < 16.
__m256i look_up(__m256i low, __m256i high, __m256i index) noexcept {
  const __m256 from_low = _mm256_castsi256_ps(_mm256_permutevar8x32_epi32(low, index));
  const __m256 from_high = _mm256_castsi256_ps(_mm256_permutevar8x32_epi32(high, index));
  const __m256 is_high = _mm256_castsi256_ps(_mm256_slli_epi32(index, 28));
  return _mm256_castps_si256(_mm256_blendv_ps(from_low, from_high, is_high));
}

template <int kGroups>
void add_table(const std::int32_t* table, const SweepGroup* groups, std::int64_t nibble,
               __m256i (&sums)[kGroups * kHalves]) noexcept {
  const __m256i low = load(table);
  const __m256i high = load(table + kVectorLanes);
#pragma GCC unroll 8
  for (int v = 0; v < kGroups * kHalves; ++v) {
    const std::int32_t* lanes =
        groups[v / kHalves].nibbles + nibble * kSweepLanes + v % kHalves * kVectorLanes;
    sums[v] = _mm256_add_epi32(sums[v], look_up(low, high, load(lanes)));
  }
}

// The values of bit k of kGroups groups; whether all are far from zero.
template <int kGroups>
bool values_of(const SweepTables& tables, const SweepGroup* groups, std::int32_t k, bool open,
               std::int32_t* values) noexcept {
  __m256i sums[kGroups * kHalves] = {};
  const std::int32_t* table = tables.sums + std::int64_t{k} * tables.nibbles * 16;
  const std::int32_t whole = open ? k / 4 : tables.nibbles;
  for (std::int32_t j = 0; j < whole; ++j) add_table<kGroups>(table + j * 16, groups, j, sums);
  if (open) add_table<kGroups>(tables.open + k * 16, groups, whole, sums);
  const __m256i near = _mm256_set1_epi32(tables.near);
  __m256i sure = _mm256_set1_epi32(-1);
#pragma GCC unroll 8
  for (int v = 0; v < kGroups * kHalves; ++v) {
    const std::int32_t* targets =
        groups[v / kHalves].targets + k * kSweepLanes + v % kHalves * kVectorLanes;
    const __m256i value = _mm256_sub_epi32(load(targets), sums[v]);
    sure = _mm256_and_si256(sure, _mm256_cmpgt_epi32(_mm256_abs_epi32(value), near));
    store(values + v * kVectorLanes, value);
  }
  return _mm256_testc_si256(sure, _mm256_set1_epi32(-1)) != 0;
}

void apply(SweepGroup& group, std::int32_t k, const std::int32_t* values) noexcept {
  const __m256i bit = _mm256_set1_epi32(1 << (k % 4));
  for (int half = 0; half < kHalves; ++half) {
    std::int32_t* lanes = group.nibbles + k / 4 * kSweepLanes + half * kVectorLanes;
    const __m256i before = load(lanes);
    const __m256i set =
        _mm256_cmpgt_epi32(load(values + half * kVectorLanes), _mm256_setzero_si256());
    const __m256i after =
        _mm256_or_si256(_mm256_andnot_si256(bit, before), _mm256_and_si256(bit, set));
    const __m256i changed = _mm256_xor_si256(before, after);
    group.changed |= _mm256_testz_si256(changed, changed) == 0;
    store(lanes, after);
  }
}

}  // namespace

std::int32_t avx2_sweep_bits(const SweepTables& tables, SweepGroup* groups, std::int32_t count,
                             bool open, std::int32_t first, std::int32_t* values) noexcept {
  for (std::int32_t k = first; k < tables.bits; ++k) {
    bool sure = true;
    std::int32_t g = 0;
    for (; g + 4 <= count; g += 4) {
      sure &= values_of<4>(tables, groups + g, k, open, values + g * kSweepLanes);
    }
    for (; g < count; ++g) {
      sure &= values_of<1>(tables, groups + g, k, open, values + g * kSweepLanes);
    }
    if (!sure) return k;
    for (g = 0; g < count; ++g) apply(groups[g], k, values + g * kSweepLanes);
  }
  return tables.bits;
}

}  // namespace orthant::kernels

#endif  // __x86_64__
