// The kernels on codes of signs with AVX-512: 16 lanes to a vector, a table of 16 entries in one,
// which a permutation by the lanes' numbers looks up.
#if defined(__x86_64__)
#include <immintrin.h>

#include <cstdint>

#include "kernels/tiers.h"

namespace orthant::kernels {
namespace {

constexpr std::int64_t kMostBits = 64 * kMaxWords;

__m512i load(const std::int32_t* lanes) noexcept { return _mm512_loadu_si512(lanes); }

// Of the next 16 bits of a code the `left` that it has.
__mmask16 lanes_of(std::int64_t left) noexcept {
  return static_cast<__mmask16>(left >= 16 ? 0xFFFF : (1U << left) - 1);
}

template <int kGroups>
void add_table(const std::int32_t* table, const SweepGroup* groups, std::int64_t nibble,
               __m512i (&sums)[kGroups]) noexcept {
  const __m512i entries = load(table);
#pragma GCC unroll 8
  for (int g = 0; g < kGroups; ++g) {
    const __m512i index = load(groups[g].nibbles + nibble * kSweepLanes);
    sums[g] = _mm512_add_epi32(sums[g], _mm512_permutexvar_epi32(index, entries));
  }
}

// The values of bit k of kGroups groups; whether all are far from zero.
template <int kGroups>
bool values_of(const SweepTables& tables, const SweepGroup* groups, std::int32_t k, bool open,
               std::int32_t* values) noexcept {
  __m512i sums[kGroups] = {};
  const std::int32_t* table = tables.sums + std::int64_t{k} * tables.nibbles * 16;
  const std::int32_t whole = open ? k / 4 : tables.nibbles;
  for (std::int32_t j = 0; j < whole; ++j) add_table<kGroups>(table + j * 16, groups, j, sums);
  if (open) add_table<kGroups>(tables.open + k * 16, groups, whole, sums);
  const __m512i near = _mm512_set1_epi32(tables.near);
  __mmask16 unsure = 0;
#pragma GCC unroll 8
  for (int g = 0; g < kGroups; ++g) {
    const __m512i value = _mm512_sub_epi32(load(groups[g].targets + k * kSweepLanes), sums[g]);
    unsure =
        static_cast<__mmask16>(unsure | _mm512_cmple_epi32_mask(_mm512_abs_epi32(value), near));
    _mm512_storeu_si512(values + g * kSweepLanes, value);
  }
  return unsure == 0;
}

void apply(SweepGroup& group, std::int32_t k, const std::int32_t* values) noexcept {
  const __m512i bit = _mm512_set1_epi32(1 << (k % 4));
  std::int32_t* lanes = group.nibbles + k / 4 * kSweepLanes;
  const __m512i before = load(lanes);
  const __mmask16 set = _mm512_cmpgt_epi32_mask(load(values), _mm512_setzero_si512());
  const __m512i cleared = _mm512_andnot_si512(bit, before);
  const __m512i after = _mm512_mask_or_epi32(cleared, set, cleared, bit);
  group.changed |= _mm512_cmpneq_epi32_mask(before, after) != 0;
  _mm512_storeu_si512(lanes, after);
}

// Eight targets in fixed point. Where one is NaN the minimum is its second operand, and the mask
// makes it 0.
__m256i fixed(const double* row, __m512d scale, __mmask8 lanes) noexcept {
  const __m512d value = _mm512_mul_pd(_mm512_maskz_loadu_pd(lanes, row), scale);
  const __m512d low = _mm512_min_pd(value, _mm512_set1_pd(0x1.0p30));
  const __m512d cut = _mm512_max_pd(low, _mm512_set1_pd(-0x1.0p30));
  const __mmask8 number = _mm512_cmp_pd_mask(value, value, _CMP_ORD_Q);
  constexpr int kNearestEven = _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC;
  return _mm512_maskz_cvt_roundpd_epi32(number, cut, kNearestEven);
}

__m512i fixed_row(const double* row, const double* scale, std::int64_t left) noexcept {
  const auto low = static_cast<__mmask8>(left >= 8 ? 0xFF : (1U << left) - 1);
  const auto high = static_cast<__mmask8>(left >= 16  ? 0xFF
                                          : left <= 8 ? 0
                                                      : (1U << (left - 8)) - 1);
  const __m256i first = fixed(row, _mm512_maskz_loadu_pd(low, scale), low);
  const __m256i second = fixed(row + 8, _mm512_maskz_loadu_pd(high, scale + 8), high);
  return _mm512_inserti64x4(_mm512_castsi256_si512(first), second, 1);
}

// Rows and columns of a 16 x 16 matrix change places: by pairs, then by quarters of a vector.
void transpose(__m512i (&rows)[16]) noexcept {
  __m512i pairs[16];
#pragma GCC unroll 8
  for (int i = 0; i < 8; ++i) {
    pairs[2 * i] = _mm512_unpacklo_epi32(rows[2 * i], rows[2 * i + 1]);
    pairs[2 * i + 1] = _mm512_unpackhi_epi32(rows[2 * i], rows[2 * i + 1]);
  }
  __m512i fours[16];
#pragma GCC unroll 4
  for (int i = 0; i < 16; i += 4) {
    fours[i] = _mm512_unpacklo_epi64(pairs[i], pairs[i + 2]);
    fours[i + 1] = _mm512_unpackhi_epi64(pairs[i], pairs[i + 2]);
    fours[i + 2] = _mm512_unpacklo_epi64(pairs[i + 1], pairs[i + 3]);
    fours[i + 3] = _mm512_unpackhi_epi64(pairs[i + 1], pairs[i + 3]);
  }
#pragma GCC unroll 4
  for (int c = 0; c < 4; ++c) {
    const __m512i even_low = _mm512_shuffle_i32x4(fours[c], fours[c + 4], 0x88);
    const __m512i odd_low = _mm512_shuffle_i32x4(fours[c], fours[c + 4], 0xDD);
    const __m512i even_high = _mm512_shuffle_i32x4(fours[c + 8], fours[c + 12], 0x88);
    const __m512i odd_high = _mm512_shuffle_i32x4(fours[c + 8], fours[c + 12], 0xDD);
    rows[c] = _mm512_shuffle_i32x4(even_low, even_high, 0x88);
    rows[c + 4] = _mm512_shuffle_i32x4(odd_low, odd_high, 0x88);
    rows[c + 8] = _mm512_shuffle_i32x4(even_low, even_high, 0xDD);
    rows[c + 12] = _mm512_shuffle_i32x4(odd_low, odd_high, 0xDD);
  }
}

}  // namespace

std::int32_t avx512_sweep_bits(const SweepTables& tables, SweepGroup* groups, std::int32_t count,
                               bool open, std::int32_t first, std::int32_t* values) noexcept {
  for (std::int32_t k = first; k < tables.bits; ++k) {
    bool sure = true;
    std::int32_t g = 0;
    for (; g + 8 <= count; g += 8) {
      sure &= values_of<8>(tables, groups + g, k, open, values + g * kSweepLanes);
    }
    for (; g + 2 <= count; g += 2) {
      sure &= values_of<2>(tables, groups + g, k, open, values + g * kSweepLanes);
    }
    for (; g < count; ++g) {
      sure &= values_of<1>(tables, groups + g, k, open, values + g * kSweepLanes);
    }
    if (!sure) return k;
    for (g = 0; g < count; ++g) apply(groups[g], k, values + g * kSweepLanes);
  }
  return tables.bits;
}

void avx512_fix_targets(const double* rows, const double* scale, std::int64_t bits,
                        std::int32_t* out) noexcept {
  for (std::int64_t k = 0; k < bits; k += 16) {
    __m512i block[16];
    for (std::int64_t lane = 0; lane < kSweepLanes; ++lane) {
      block[lane] = fixed_row(rows + lane * bits + k, scale + k, bits - k);
    }
    transpose(block);
    for (std::int64_t i = 0; i < 16 && k + i < bits; ++i) {
      _mm512_storeu_si512(out + (k + i) * kSweepLanes, block[i]);
    }
  }
}

// The signs of 16 bits of a lane are 16 bits of a number, four nibbles.
ZeroSigns avx512_load_signs(const float* const* rows, std::int64_t bits,
                            std::int32_t* nibbles) noexcept {
  alignas(64) std::int32_t numbers[kMostBits / 16 * kSweepLanes];
  __m512i any = _mm512_setzero_si512();
  __mmask16 zero = 0;
  for (std::int64_t lane = 0; lane < kSweepLanes; ++lane) {
    for (std::int64_t k = 0; k < bits; k += 16) {
      const __mmask16 lanes = lanes_of(bits - k);
      const __m512i code = _mm512_maskz_loadu_epi32(lanes, rows[lane] + k);
      numbers[k + lane] = _mm512_cmpgt_epi32_mask(code, _mm512_setzero_si512());
      const __m512i not_zero = _mm512_slli_epi32(code, 1);  // whatever the sign of a zero
      any = _mm512_or_si512(any, not_zero);
      zero = static_cast<__mmask16>(zero | _mm512_mask_testn_epi32_mask(lanes, not_zero, not_zero));
    }
  }
  for (std::int64_t k = 0; k < bits; k += 4) {
    const __m512i shifted =
        _mm512_srl_epi32(load(numbers + k / 16 * 16), _mm_cvtsi64_si128(k % 16));
    _mm512_storeu_si512(nibbles + k / 4 * kSweepLanes,
                        _mm512_and_si512(shifted, _mm512_set1_epi32(15)));
  }
  if (zero == 0) return ZeroSigns::none;
  return _mm512_test_epi32_mask(any, any) == 0 ? ZeroSigns::all : ZeroSigns::some;
}

bool avx512_store_signs(const std::int32_t* nibbles, std::int64_t bits, std::int64_t count,
                        float* const* rows) noexcept {
  alignas(64) std::int32_t numbers[kMostBits / 16 * kSweepLanes];
  for (std::int64_t k = 0; k < bits; k += 16) {
    __m512i number = _mm512_setzero_si512();
    for (std::int64_t i = 0; i < 16 && k + i < bits; i += 4) {
      const __m512i nibble = load(nibbles + (k + i) / 4 * kSweepLanes);
      number = _mm512_or_si512(number, _mm512_sll_epi32(nibble, _mm_cvtsi64_si128(i)));
    }
    _mm512_store_si512(numbers + k, number);
  }
  const __m512 up = _mm512_set1_ps(1.0F);
  const __m512 down = _mm512_set1_ps(-1.0F);
  __mmask16 changed = 0;
  for (std::int64_t lane = 0; lane < count; ++lane) {
    for (std::int64_t k = 0; k < bits; k += 16) {
      const __mmask16 lanes = lanes_of(bits - k);
      const __m512 sign = _mm512_mask_blend_ps(static_cast<__mmask16>(numbers[k + lane]), down, up);
      const __m512 before = _mm512_maskz_loadu_ps(lanes, rows[lane] + k);
      changed = static_cast<__mmask16>(changed |
                                       _mm512_mask_cmp_ps_mask(lanes, before, sign, _CMP_NEQ_UQ));
      _mm512_mask_storeu_ps(rows[lane] + k, lanes, sign);
    }
  }
  return changed != 0;
}

std::int64_t avx512_count_differing(const std::uint64_t* a, const std::uint64_t* b,
                                    std::int64_t words) noexcept {
  __m512i counts = _mm512_setzero_si512();
  for (std::int64_t w = 0; w < words; w += 8) {
    const std::int64_t left = words - w;
    const auto lanes = static_cast<__mmask8>(left >= 8 ? 0xFF : (1U << left) - 1);
    const __m512i differing = _mm512_xor_si512(_mm512_maskz_loadu_epi64(lanes, a + w),
                                               _mm512_maskz_loadu_epi64(lanes, b + w));
    counts = _mm512_add_epi64(counts, _mm512_popcnt_epi64(differing));
  }
  return _mm512_reduce_add_epi64(counts);
}

}  // namespace orthant::kernels

#endif  // __x86_64__
