// NEON, which every 64-bit ARM processor has: bits are counted byte by byte (CNT) and added by
// pairs.
//
// The unit is a group: eight codes of one word, whose distances end in one vector of 16-bit lanes.
#if defined(__aarch64__)
#include <arm_neon.h>

#include <cstdint>

#include "kernels/tiers.h"

namespace orthant::kernels {
namespace {

constexpr int kGroup = 8;

// The bits of two words that differ from the query, among those that count, counted per byte.
template <bool kMasked>
uint8x16_t count_bytes(const std::uint64_t* words, uint64x2_t query, uint64x2_t mask) noexcept {
  uint64x2_t differing = veorq_u64(vld1q_u64(words), query);
  if constexpr (kMasked) differing = vandq_u64(differing, mask);
  return vcntq_u8(vreinterpretq_u8_u64(differing));
}

// The distances of eight codes of one word, in row order.
template <bool kMasked>
uint16x8_t group(const std::uint64_t* codes, uint64x2_t query, uint64x2_t mask) noexcept {
  const uint8x16_t first = vpaddq_u8(count_bytes<kMasked>(codes, query, mask),
                                     count_bytes<kMasked>(codes + 2, query, mask));
  const uint8x16_t second = vpaddq_u8(count_bytes<kMasked>(codes + 4, query, mask),
                                      count_bytes<kMasked>(codes + 6, query, mask));
  return vpaddlq_u8(vpaddq_u8(first, second));
}

// The distance of one code of any length; at most 8 * 8 per byte while it is summed.
template <bool kMasked>
std::int32_t distance(const std::uint64_t* code, std::int32_t words, const std::uint64_t* query,
                      const std::uint64_t* mask) noexcept {
  uint8x16_t bytes = vdupq_n_u8(0);
  std::int32_t w = 0;
  for (; w + 2 <= words; w += 2) {
    const uint64x2_t counted = vld1q_u64((kMasked ? mask : query) + w);
    bytes = vaddq_u8(bytes, count_bytes<kMasked>(code + w, vld1q_u64(query + w), counted));
  }
  std::int32_t sum = vaddlvq_u8(bytes);
  if (w < words) {
    uint64x1_t differing = veor_u64(vld1_u64(code + w), vld1_u64(query + w));
    if constexpr (kMasked) differing = vand_u64(differing, vld1_u64(mask + w));
    sum += vaddv_u8(vcnt_u8(vreinterpret_u8_u64(differing)));
  }
  return sum;
}

// The codes first .. count - 1, one by one.
template <bool kMasked>
std::int64_t collect_singly(const std::uint64_t* codes, std::int64_t first, std::int64_t count,
                            std::int32_t words, const std::uint64_t* query,
                            const std::uint64_t* mask, std::int32_t bound,
                            Candidate* found) noexcept {
  std::int64_t hits = 0;
  for (std::int64_t i = first; i < count; ++i) {
    const std::int32_t d = distance<kMasked>(codes + i * words, words, query, mask);
    if (d <= bound) found[hits++] = {static_cast<std::int32_t>(i), d};
  }
  return hits;
}

std::int64_t emit(uint16x8_t distances, std::int32_t bound, std::int64_t offset,
                  Candidate* found) noexcept {
  std::uint16_t values[kGroup];
  vst1q_u16(values, distances);
  std::int64_t hits = 0;
  for (int lane = 0; lane < kGroup; ++lane) {
    if (values[lane] > bound) continue;
    found[hits++] = {static_cast<std::int32_t>(offset + lane), values[lane]};
  }
  return hits;
}

template <bool kMasked>
std::int64_t collect_one_word(const std::uint64_t* codes, std::int64_t count,
                              const std::uint64_t* query, const std::uint64_t* mask,
                              std::int32_t bound, Candidate* found) noexcept {
  const uint64x2_t query_twice = vdupq_n_u64(query[0]);
  const uint64x2_t mask_twice = vdupq_n_u64(kMasked ? mask[0] : 0);
  std::int64_t hits = 0;
  std::int64_t i = 0;
  for (; i + 2 * kGroup <= count; i += 2 * kGroup) {
    const uint16x8_t first = group<kMasked>(codes + i, query_twice, mask_twice);
    const uint16x8_t second = group<kMasked>(codes + i + kGroup, query_twice, mask_twice);
    if (vminvq_u16(vminq_u16(first, second)) > bound) [[likely]]
      continue;
    hits += emit(first, bound, i, found + hits);
    hits += emit(second, bound, i + kGroup, found + hits);
  }
  return hits + collect_singly<kMasked>(codes, i, count, 1, query, mask, bound, found + hits);
}

template <bool kMasked>
std::int64_t collect_by_length(const std::uint64_t* codes, std::int64_t count, std::int32_t words,
                               const std::uint64_t* query, const std::uint64_t* mask,
                               std::int32_t bound, Candidate* found) noexcept {
  return words == 1 ? collect_one_word<kMasked>(codes, count, query, mask, bound, found)
                    : collect_singly<kMasked>(codes, 0, count, words, query, mask, bound, found);
}

std::int64_t collect(const std::uint64_t* codes, std::int64_t count, std::int32_t words,
                     const std::uint64_t* query, const std::uint64_t* mask, std::int32_t bound,
                     Candidate* found) noexcept {
  return mask == nullptr ? collect_by_length<false>(codes, count, words, query, mask, bound, found)
                         : collect_by_length<true>(codes, count, words, query, mask, bound, found);
}

constexpr int kFloats = 4;

// The first `count` of four floats, the others zero.
float32x4_t load_some(const float* values, std::int64_t count) noexcept {
  float padded[kFloats] = {};
  for (std::int64_t i = 0; i < count; ++i) padded[i] = values[i];
  return vld1q_f32(padded);
}

template <bool kTail>
float32x4_t load_floats(const float* values, std::int64_t count) noexcept {
  if constexpr (kTail) return load_some(values, count);
  return vld1q_f32(values);
}

// Adds the products of four columns, or of the last `count`.
template <int kX, int kA, bool kTail>
void dots_step(const float* x, const float* a, std::int64_t columns, std::int64_t count,
               float32x4_t (&sums)[kX * kA]) noexcept {
  float32x4_t x_part[kX];
  for (int i = 0; i < kX; ++i) x_part[i] = load_floats<kTail>(x + i * columns, count);
  float32x4_t a_part[kA];
  for (int j = 0; j < kA; ++j) a_part[j] = load_floats<kTail>(a + j * columns, count);
#pragma GCC unroll 16
  for (int d = 0; d < kX * kA; ++d) {
    sums[d] = vfmaq_f32(sums[d], x_part[d / kA], a_part[d % kA]);
  }
}

// The products of kX rows of x and kA rows of a, one accumulator each: lane by lane over the
// columns, then by pairs (ADDV of floats). Every shape of tile adds in this order.
template <int kX, int kA>
void dots_tile(const float* x, const float* a, std::int64_t columns, float* out,
               std::int64_t out_stride) noexcept {
  float32x4_t sums[kX * kA] = {};
  std::int64_t c = 0;
  for (; c + kFloats <= columns; c += kFloats) {
    dots_step<kX, kA, false>(x + c, a + c, columns, kFloats, sums);
  }
  if (c < columns) dots_step<kX, kA, true>(x + c, a + c, columns, columns - c, sums);
#pragma GCC unroll 16
  for (int d = 0; d < kX * kA; ++d) out[d / kA * out_stride + d % kA] = vaddvq_f32(sums[d]);
}

// kX rows of x against all rows of a, kA at a time.
template <int kX, int kA>
void dots_rows(const float* x, const float* a, std::int64_t a_rows, std::int64_t columns,
               float* out) noexcept {
  std::int64_t j = 0;
  for (; j + kA <= a_rows; j += kA) {
    dots_tile<kX, kA>(x, a + j * columns, columns, out + j, a_rows);
  }
  for (; j < a_rows; ++j) dots_tile<kX, 1>(x, a + j * columns, columns, out + j, a_rows);
}

void dots(const float* x, std::int64_t x_rows, const float* a, std::int64_t a_rows,
          std::int64_t columns, float* out) noexcept {
  std::int64_t i = 0;
  for (; i + 4 <= x_rows; i += 4) {
    dots_rows<4, 4>(x + i * columns, a, a_rows, columns, out + i * a_rows);
  }
  for (; i < x_rows; ++i) dots_rows<1, 8>(x + i * columns, a, a_rows, columns, out + i * a_rows);
}

}  // namespace

const KernelTable kNeonTable = {.name = "neon",
                                .collect = collect,
                                .collect_runs = collect_runs_neon,
                                .batch_scratch = neon_batch_scratch,
                                .prepare_batch = neon_prepare_batch,
                                .collect_batch = neon_collect_batch,
                                .dots = dots,
                                .sweep_bits = scalar_sweep_bits,
                                .fix_targets = scalar_fix_targets,
                                .load_signs = scalar_load_signs,
                                .store_signs = scalar_store_signs,
                                .count_differing = scalar_count_differing};

}  // namespace orthant::kernels

#endif  // __aarch64__
