// AVX2: bits are counted by table lookup, sixteen entries of four bits at a time (Mula, Kurz and
// Lemire, "Faster population counts using AVX2 instructions", 2018), byte by byte, then added by
// VPSADBW.
//
// The unit is a group: four neighbouring codes, whose distances end in one vector of 64-bit lanes.
// While nothing is near, a step of several groups ends in one minimum, one compare and one branch.
#if defined(__x86_64__)
#include <immintrin.h>

#include <cstdint>
#include <utility>

#include "kernels/tiers.h"

namespace orthant::kernels {
namespace {

using Vec = __m256i;

constexpr int kLanes = 4;        // 64-bit words in a vector, and codes in a group
constexpr int kWordsInLine = 8;  // of cache

Vec load(const std::uint64_t* words) noexcept {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(words));
}

// Asks for the cache line 4 KiB ahead, as in the AVX-512 tier: a hint, never a read.
void prefetch(const std::uint64_t* words) noexcept {
  constexpr std::int64_t kAhead = 4096;
  const auto ahead = reinterpret_cast<std::uintptr_t>(words) + kAhead;
  _mm_prefetch(reinterpret_cast<const char*>(ahead), _MM_HINT_T0);
}

// The first `count` lanes, all bits set; none if it is negative.
Vec first_lanes(std::int64_t count) noexcept {
  return _mm256_cmpgt_epi64(_mm256_set1_epi64x(count), _mm256_setr_epi64x(0, 1, 2, 3));
}

Vec load_lanes(const std::uint64_t* words, Vec lanes) noexcept {
  return _mm256_maskload_epi64(reinterpret_cast<const long long*>(words), lanes);
}

// Counts, in every byte of four words, the bits that differ from the query, among those that count.
template <bool kMasked>
struct Probe {
  Vec query;
  Vec mask;

  Vec count_bytes(Vec words) const noexcept {
    const Vec ones = _mm256_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4,  //
                                      0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
    const Vec four_bits = _mm256_set1_epi8(0x0F);
    Vec differing = _mm256_xor_si256(words, query);
    if constexpr (kMasked) differing = _mm256_and_si256(differing, mask);
    const Vec low = _mm256_and_si256(differing, four_bits);
    const Vec high = _mm256_and_si256(_mm256_srli_epi32(differing, 4), four_bits);
    return _mm256_add_epi8(_mm256_shuffle_epi8(ones, low), _mm256_shuffle_epi8(ones, high));
  }

  static Vec add_bytes(Vec counts) noexcept {
    return _mm256_sad_epu8(counts, _mm256_setzero_si256());
  }
};

// A code of kWords words (1, 2 or 4), repeated through a vector.
template <int kWords>
Vec repeat(const std::uint64_t* code) noexcept {
  if constexpr (kWords == 1) return _mm256_set1_epi64x(static_cast<long long>(code[0]));
  if constexpr (kWords == 2) {
    return _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(code)));
  }
  if constexpr (kWords == 4) return load(code);
}

// Adds the bytes of neighbouring lanes: those of a at even places, those of b at odd ones.
Vec add_pairs(Vec a, Vec b) noexcept {
  return _mm256_add_epi8(_mm256_unpacklo_epi64(a, b), _mm256_unpackhi_epi64(a, b));
}

// Adds the bytes of neighbouring 128-bit blocks: that of a in the lower half, that of b in the
// upper one.
Vec add_blocks(Vec a, Vec b) noexcept {
  return _mm256_add_epi8(_mm256_permute2x128_si256(a, b, 0x20),
                         _mm256_permute2x128_si256(a, b, 0x31));
}

// The distances of a group of codes of kWords words, in row order. Bytes are added up first, at
// most 8 * kWords in one, so that one VPSADBW serves the group.
template <int kWords, bool kMasked>
Vec group(const std::uint64_t* codes, const Probe<kMasked>& probe) noexcept {
  Vec bytes[kWords];
  for (int v = 0; v < kWords; ++v) bytes[v] = probe.count_bytes(load(codes + v * kLanes));
  if constexpr (kWords == 1) return probe.add_bytes(bytes[0]);
  if constexpr (kWords == 2) {
    return _mm256_permute4x64_epi64(probe.add_bytes(add_pairs(bytes[0], bytes[1])),
                                    _MM_SHUFFLE(3, 1, 2, 0));
  }
  if constexpr (kWords == 4) {
    return probe.add_bytes(
        add_blocks(add_pairs(bytes[0], bytes[1]), add_pairs(bytes[2], bytes[3])));
  }
}

// One bit per lane: distance < above.
int below(Vec distances, Vec above) noexcept {
  return _mm256_movemask_pd(_mm256_castsi256_pd(_mm256_cmpgt_epi64(above, distances)));
}

// Appends the codes of `lanes` (one bit each), which start at `offset` in the block.
std::int64_t emit(Vec distances, int lanes, std::int64_t offset, Candidate* found) noexcept {
  alignas(32) std::int64_t values[kLanes];
  _mm256_store_si256(reinterpret_cast<__m256i*>(values), distances);
  std::int64_t hits = 0;
  for (int lane = 0; lane < kLanes; ++lane) {
    if (((lanes >> lane) & 1) == 0) continue;
    found[hits++] = {static_cast<std::int32_t>(offset + lane),
                     static_cast<std::int32_t>(values[lane])};
  }
  return hits;
}

// Fewer codes than a group, one by one: nothing is read beyond the last.
template <bool kMasked>
std::int64_t collect_tail(const std::uint64_t* codes, std::int64_t first, std::int64_t count,
                          std::int32_t words, const std::uint64_t* query, const std::uint64_t* mask,
                          std::int32_t bound, Candidate* found) noexcept {
  std::int64_t hits = 0;
  for (std::int64_t i = first; i < count; ++i) {
    std::int32_t distance = 0;
    for (std::int32_t w = 0; w < words; ++w) {
      std::uint64_t differing = codes[i * words + w] ^ query[w];
      if constexpr (kMasked) differing &= mask[w];
      distance += static_cast<std::int32_t>(_mm_popcnt_u64(differing));
    }
    if (distance <= bound) found[hits++] = {static_cast<std::int32_t>(i), distance};
  }
  return hits;
}

template <int kWords, bool kMasked>
std::int64_t collect_words(const std::uint64_t* codes, std::int64_t count,
                           const std::uint64_t* query, const std::uint64_t* mask,
                           std::int32_t bound, Candidate* found) noexcept {
  constexpr int kGroups = kWords == 4 ? 2 : kWords == 2 ? 2 : 4;
  const Probe<kMasked> probe = {repeat<kWords>(query), repeat<kWords>(kMasked ? mask : query)};
  const Vec above = _mm256_set1_epi64x(std::int64_t{bound} + 1);
  std::int64_t hits = 0;
  std::int64_t i = 0;
  for (; i + kGroups * kLanes <= count; i += kGroups * kLanes) {
    Vec distances[kGroups];
    for (int line = 0; line < kGroups * kLanes * kWords; line += kWordsInLine) {
      prefetch(codes + i * kWords + line);
    }
    for (int g = 0; g < kGroups; ++g) {
      distances[g] = group<kWords, kMasked>(codes + (i + g * kLanes) * kWords, probe);
    }
    Vec least = distances[0];  // the upper halves of the lanes are zero
    for (int g = 1; g < kGroups; ++g) least = _mm256_min_epu32(least, distances[g]);
    if (below(least, above) == 0) [[likely]]
      continue;
    for (int g = 0; g < kGroups; ++g) {
      hits += emit(distances[g], below(distances[g], above), i + g * kLanes, found + hits);
    }
  }
  return hits + collect_tail<kMasked>(codes, i, count, kWords, query, mask, bound, found + hits);
}

// The bytes of one code of any length, counted into one vector: at most 4 * 8 per byte.
template <int kWords, bool kMasked>
Vec count_code(const std::uint64_t* code, const Probe<kMasked>* probes) noexcept {
  Vec bytes = _mm256_setzero_si256();
  int w = 0;
#pragma GCC unroll 4
  for (; w + kLanes <= kWords; w += kLanes) {
    bytes = _mm256_add_epi8(bytes, probes[w / kLanes].count_bytes(load(code + w)));
  }
  if (w < kWords) {
    const Vec rest = load_lanes(code + w, first_lanes(kWords - w));
    bytes = _mm256_add_epi8(bytes, probes[w / kLanes].count_bytes(rest));
  }
  return bytes;
}

template <int kWords, bool kMasked>
std::int64_t collect_long(const std::uint64_t* codes, std::int64_t count,
                          const std::uint64_t* query, const std::uint64_t* mask, std::int32_t bound,
                          Candidate* found) noexcept {
  Probe<kMasked> probes[kMaxWords / kLanes];
  for (int w = 0; w < kWords; w += kLanes) {
    const Vec lanes = first_lanes(kWords - w);
    probes[w / kLanes] = {load_lanes(query + w, lanes),
                          load_lanes((kMasked ? mask : query) + w, lanes)};
  }
  const Vec above = _mm256_set1_epi64x(std::int64_t{bound} + 1);
  std::int64_t hits = 0;
  std::int64_t i = 0;
  for (; i + kLanes <= count; i += kLanes) {
    for (std::int32_t line = 0; line < kLanes * kWords; line += kWordsInLine) {
      prefetch(codes + i * kWords + line);
    }
    Vec counts[kLanes];
    for (int lane = 0; lane < kLanes; ++lane) {
      counts[lane] = count_code<kWords>(codes + (i + lane) * kWords, probes);
    }
    const Vec distances = Probe<kMasked>::add_bytes(
        add_blocks(add_pairs(counts[0], counts[1]), add_pairs(counts[2], counts[3])));
    const int lanes = below(distances, above);
    if (lanes != 0) hits += emit(distances, lanes, i, found + hits);
  }
  return hits + collect_tail<kMasked>(codes, i, count, kWords, query, mask, bound, found + hits);
}

template <int kWords>
std::int64_t collect_length(const std::uint64_t* codes, std::int64_t count,
                            const std::uint64_t* query, const std::uint64_t* mask,
                            std::int32_t bound, Candidate* found) noexcept {
  if constexpr (kWords == 1 || kWords == 2 || kWords == 4) {
    return mask == nullptr ? collect_words<kWords, false>(codes, count, query, mask, bound, found)
                           : collect_words<kWords, true>(codes, count, query, mask, bound, found);
  } else {
    return mask == nullptr ? collect_long<kWords, false>(codes, count, query, mask, bound, found)
                           : collect_long<kWords, true>(codes, count, query, mask, bound, found);
  }
}

// One kernel per number of words: what is known when it is compiled need not be asked per code.
template <int... kWordsLessOne>
std::int64_t collect_by_length(const std::uint64_t* codes, std::int64_t count, std::int32_t words,
                               const std::uint64_t* query, const std::uint64_t* mask,
                               std::int32_t bound, Candidate* found,
                               std::integer_sequence<int, kWordsLessOne...>) noexcept {
  using Collect = std::int64_t (*)(const std::uint64_t*, std::int64_t, const std::uint64_t*,
                                   const std::uint64_t*, std::int32_t, Candidate*);
  static constexpr Collect kCollects[] = {collect_length<kWordsLessOne + 1>...};
  return kCollects[words - 1](codes, count, query, mask, bound, found);
}

std::int64_t collect(const std::uint64_t* codes, std::int64_t count, std::int32_t words,
                     const std::uint64_t* query, const std::uint64_t* mask, std::int32_t bound,
                     Candidate* found) noexcept {
  return collect_by_length(codes, count, words, query, mask, bound, found,
                           std::make_integer_sequence<int, kMaxWords>());
}

}  // namespace

const KernelTable kAvx2Table = {.name = "avx2",
                                .collect = collect,
                                .collect_runs = collect_runs_popcnt,
                                .batch_scratch = avx2_batch_scratch,
                                .prepare_batch = avx2_prepare_batch,
                                .collect_batch = avx2_collect_batch,
                                .sweep_bits = avx2_sweep_bits,
                                .fix_targets = scalar_fix_targets,
                                .load_signs = scalar_load_signs,
                                .store_signs = scalar_store_signs,
                                .count_differing = popcnt_count_differing};

}  // namespace orthant::kernels

#endif  // __x86_64__
