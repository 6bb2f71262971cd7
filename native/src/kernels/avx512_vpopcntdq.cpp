// AVX-512 with VPOPCNTQ (Ice Lake, Zen 4 and later): eight words are counted by one instruction.
//
// The unit is a group: eight neighbouring codes, whose distances end in one vector of 64-bit lanes.
// While nothing is near, a step of several groups costs its loads, counts and folds, and ends in
// one minimum, one compare and one branch: the scan of a large index runs at the speed of memory.
#if defined(__x86_64__)
#include <immintrin.h>

#include <cstdint>
#include <utility>

#include "kernels/tiers.h"

// GCC 12 takes the undefined pass-through operand of its own intrinsics for an uninitialised
// variable.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

namespace orthant::kernels {
namespace {

using Vec = __m512i;

constexpr int kLanes = 8;            // 64-bit words in a vector, and codes in a group
constexpr int kFirstHalves = 0x88;   // 128-bit blocks 0, 2 of one operand, then of the other
constexpr int kSecondHalves = 0xDD;  // blocks 1, 3

static_assert(sizeof(Candidate) == 8, "emit writes a candidate as one lane");

// Asks for the cache line 2 KiB ahead: hardware prefetchers stop at page ends, and the counting
// leaves the processor too few loads in flight. From memory the scan takes 0.75 of the time so on
// an Intel Xeon with AMX (2 MiB of L2 per core). It asks for the nearest cache: on Zen 5 a line
// that lies in L3 costs half as much again if it is asked for no nearer than L2. Beyond the last
// code it asks for what is not there, which is allowed: a prefetch is a hint, never a read.
void prefetch(const std::uint64_t* words) noexcept {
  constexpr std::int64_t kAhead = 2048;
  const auto ahead = reinterpret_cast<std::uintptr_t>(words) + kAhead;
  _mm_prefetch(reinterpret_cast<const char*>(ahead), _MM_HINT_T0);
}

// The first `count` lanes, none if it is negative.
__mmask8 first_lanes(std::int64_t count) noexcept {
  if (count >= kLanes) return 0xFF;
  return static_cast<__mmask8>(count <= 0 ? 0 : (1U << count) - 1);
}

// Counts the bits of eight words that differ from the query, among those that count.
template <bool kMasked>
struct Probe {
  Vec query;
  Vec mask;

  Vec count(Vec words) const noexcept {
    constexpr int kXorAnd = 0x28;  // (a ^ b) & c
    if constexpr (kMasked) {
      return _mm512_popcnt_epi64(_mm512_ternarylogic_epi64(words, query, mask, kXorAnd));
    } else {
      return _mm512_popcnt_epi64(_mm512_xor_si512(words, query));
    }
  }
};

// A code of kWords words (1, 2 or 4), repeated through a vector.
template <int kWords>
Vec repeat(const std::uint64_t* code) noexcept {
  if constexpr (kWords == 1) {
    return _mm512_set1_epi64(static_cast<long long>(code[0]));
  } else if constexpr (kWords == 2) {
    return _mm512_broadcast_i64x2(_mm_loadu_si128(reinterpret_cast<const __m128i*>(code)));
  } else {
    return _mm512_broadcast_i64x4(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(code)));
  }
}

// Adds neighbouring lanes: those of a at even places, those of b at odd ones.
Vec add_pairs(Vec a, Vec b) noexcept {
  return _mm512_add_epi64(_mm512_unpacklo_epi64(a, b), _mm512_unpackhi_epi64(a, b));
}

// Adds neighbouring 128-bit blocks: those of a in the lower half, those of b in the upper one.
Vec add_blocks(Vec a, Vec b) noexcept {
  return _mm512_add_epi64(_mm512_shuffle_i64x2(a, b, kFirstHalves),
                          _mm512_shuffle_i64x2(a, b, kSecondHalves));
}

// The distances of a group of codes of kWords words, in the lane order of `in_row_order`'s
// argument. kTail: only the first `words_left` words, fewer than a group's, are there to be read.
template <int kWords, bool kMasked, bool kTail>
Vec group(const std::uint64_t* codes, const Probe<kMasked>& probe,
          std::int64_t words_left) noexcept {
  Vec counts[kWords];
  for (int v = 0; v < kWords; ++v) {
    const std::uint64_t* words = codes + v * kLanes;
    if constexpr (!kTail) prefetch(words);
    const Vec loaded = kTail ? _mm512_maskz_loadu_epi64(first_lanes(words_left - v * kLanes), words)
                             : _mm512_loadu_si512(words);
    counts[v] = probe.count(loaded);
  }
  if constexpr (kWords == 1) return counts[0];
  if constexpr (kWords == 2) return add_pairs(counts[0], counts[1]);
  if constexpr (kWords == 4) {
    return add_blocks(add_pairs(counts[0], counts[1]), add_pairs(counts[2], counts[3]));
  }
}

// Undone only for groups that hold a hit.
template <int kWords>
Vec in_row_order(Vec distances) noexcept {
  if constexpr (kWords == 1) return distances;
  const Vec lanes = kWords == 2 ? _mm512_setr_epi64(0, 2, 4, 6, 1, 3, 5, 7)
                                : _mm512_setr_epi64(0, 2, 1, 3, 4, 6, 5, 7);
  return _mm512_permutexvar_epi64(lanes, distances);
}

__mmask8 within(Vec distances, Vec bound) noexcept {
  return _mm512_cmple_epi64_mask(distances, bound);
}

// Appends the codes of `lanes`, which start at `offset` in the block; returns their number.
std::int64_t emit(Vec distances, __mmask8 lanes, std::int64_t offset, Candidate* found) noexcept {
  const Vec offsets =
      _mm512_add_epi64(_mm512_set1_epi64(offset), _mm512_setr_epi64(0, 1, 2, 3, 4, 5, 6, 7));
  const Vec candidates = _mm512_or_si512(offsets, _mm512_slli_epi64(distances, 32));
  const int hits = _mm_popcnt_u32(lanes);
  // Compressing in a register and storing is many times faster on Zen 4 than a compressing store.
  _mm512_mask_storeu_epi64(found, first_lanes(hits),
                           _mm512_maskz_compress_epi64(lanes, candidates));
  return hits;
}

template <int kWords, bool kMasked>
std::int64_t collect_words(const std::uint64_t* codes, std::int64_t count,
                           const std::uint64_t* query, const std::uint64_t* mask,
                           std::int32_t bound, Candidate* found) noexcept {
  constexpr int kGroups = kWords == 4 ? 2 : 4;
  const Probe<kMasked> probe = {repeat<kWords>(query), repeat<kWords>(kMasked ? mask : query)};
  const Vec limit = _mm512_set1_epi64(bound);
  std::int64_t hits = 0;
  std::int64_t i = 0;
  for (; i + kGroups * kLanes <= count; i += kGroups * kLanes) {
    Vec distances[kGroups];
#pragma GCC unroll 4
    for (int g = 0; g < kGroups; ++g) {
      distances[g] = group<kWords, kMasked, false>(codes + (i + g * kLanes) * kWords, probe, 0);
    }
    Vec least = distances[0];  // the upper halves of the lanes are zero
#pragma GCC unroll 4
    for (int g = 1; g < kGroups; ++g) least = _mm512_min_epu32(least, distances[g]);
    if (within(least, limit) == 0) [[likely]]
      continue;
    for (int g = 0; g < kGroups; ++g) {
      const Vec ordered = in_row_order<kWords>(distances[g]);
      hits += emit(ordered, within(ordered, limit), i + g * kLanes, found + hits);
    }
  }
  for (; i + kLanes <= count; i += kLanes) {
    const Vec ordered =
        in_row_order<kWords>(group<kWords, kMasked, false>(codes + i * kWords, probe, 0));
    hits += emit(ordered, within(ordered, limit), i, found + hits);
  }
  if (i < count) {
    const Vec ordered = in_row_order<kWords>(
        group<kWords, kMasked, true>(codes + i * kWords, probe, (count - i) * kWords));
    const auto lanes = static_cast<__mmask8>(within(ordered, limit) & first_lanes(count - i));
    hits += emit(ordered, lanes, i, found + hits);
  }
  return hits;
}

// Codes of other lengths: a code takes one vector, or two beyond eight words, and a group's eight
// vectors of counts are added up by a tree. Codes and words that do not exist are loads of no lane.
template <int kWords, bool kMasked>
std::int64_t collect_long(const std::uint64_t* codes, std::int64_t count,
                          const std::uint64_t* query, const std::uint64_t* mask, std::int32_t bound,
                          Candidate* found) noexcept {
  const std::uint64_t* counted = kMasked ? mask : query;
  const __mmask8 low = first_lanes(kWords);
  const __mmask8 high = first_lanes(kWords - kLanes);
  const Probe<kMasked> low_probe = {_mm512_maskz_loadu_epi64(low, query),
                                    _mm512_maskz_loadu_epi64(low, counted)};
  const Probe<kMasked> high_probe = {_mm512_maskz_loadu_epi64(high, query + kLanes),
                                     _mm512_maskz_loadu_epi64(high, counted + kLanes)};
  const Vec limit = _mm512_set1_epi64(bound);
  std::int64_t hits = 0;
  for (std::int64_t i = 0; i < count; i += kLanes) {
    const __mmask8 present = first_lanes(count - i);
    Vec counts[kLanes];
    for (int lane = 0; lane < kLanes; ++lane) {
      const std::uint64_t* code = codes + (i + lane) * kWords;
      prefetch(code);
      const bool exists = ((present >> lane) & 1) != 0;
      counts[lane] = low_probe.count(_mm512_maskz_loadu_epi64(exists ? low : __mmask8{0}, code));
      if constexpr (kWords > kLanes) {
        prefetch(code + kLanes);
        const Vec rest = _mm512_maskz_loadu_epi64(exists ? high : __mmask8{0}, code + kLanes);
        counts[lane] = _mm512_add_epi64(counts[lane], high_probe.count(rest));
      }
    }
    const Vec distances =
        add_blocks(add_blocks(add_pairs(counts[0], counts[1]), add_pairs(counts[2], counts[3])),
                   add_blocks(add_pairs(counts[4], counts[5]), add_pairs(counts[6], counts[7])));
    const auto lanes = static_cast<__mmask8>(within(distances, limit) & present);
    if (lanes != 0) hits += emit(distances, lanes, i, found + hits);
  }
  return hits;
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

const KernelTable kAvx512VpopcntdqTable = {.name = "avx512_vpopcntdq",
                                           .collect = collect,
                                           .collect_runs = collect_runs_avx512_vpopcntdq,
                                           .batch_scratch = avx512_batch_scratch,
                                           .prepare_batch = avx512_prepare_batch,
                                           .collect_batch = avx512_collect_batch,
                                           .sweep_bits = avx512_sweep_bits,
                                           .fix_targets = avx512_fix_targets,
                                           .load_signs = avx512_load_signs,
                                           .store_signs = avx512_store_signs,
                                           .count_differing = avx512_count_differing};

}  // namespace orthant::kernels

#endif  // __x86_64__
