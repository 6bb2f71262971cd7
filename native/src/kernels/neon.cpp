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

}  // namespace

const KernelTable kNeonTable = {.name = "neon",
                                .collect = collect,
                                .collect_runs = collect_runs_neon,
                                .batch_scratch = neon_batch_scratch,
                                .prepare_batch = neon_prepare_batch,
                                .collect_batch = neon_collect_batch,
                                .sweep_bits = scalar_sweep_bits,
                                .fix_targets = scalar_fix_targets,
                                .load_signs = scalar_load_signs,
                                .store_signs = scalar_store_signs,
                                .count_differing = scalar_count_differing};

}  // namespace orthant::kernels

#endif  // __aarch64__
