// Runs of codes by AVX-512 with VPOPCNTQ: groups of eight codes as in avx512_vpopcntdq.cpp, but the
// last group of each run is partial, and memory is asked for along the runs.
#if defined(__x86_64__)
#include <immintrin.h>

#include <cstdint>

#include "kernels/runs_loop.h"
#include "kernels/tiers.h"

namespace orthant::kernels {
namespace {

using Vec = __m512i;

constexpr std::uint32_t kGroup = 8;  // codes, and 64-bit lanes in a vector

__mmask8 first_lanes(std::int64_t count) noexcept {
  if (count >= kGroup) return 0xFF;
  return static_cast<__mmask8>(count <= 0 ? 0 : (1U << count) - 1);
}

// Neighbouring lanes, then neighbouring 128-bit blocks are added; halves of the result are those of
// a, then those of b.
Vec add_pairs(Vec a, Vec b) noexcept {
  return _mm512_add_epi64(_mm512_unpacklo_epi64(a, b), _mm512_unpackhi_epi64(a, b));
}
Vec add_blocks(Vec a, Vec b) noexcept {
  return _mm512_add_epi64(_mm512_shuffle_i64x2(a, b, 0x88), _mm512_shuffle_i64x2(a, b, 0xDD));
}

// The query and the mask of codes that fill kVecs vectors, or that repeat within one.
template <int kVecs, bool kMasked>
struct Probe {
  Vec query[kVecs];
  Vec mask[kVecs];

  Vec count(Vec words, int v) const noexcept {
    constexpr int kXorAnd = 0x28;  // (a ^ b) & c
    if constexpr (kMasked) {
      return _mm512_popcnt_epi64(_mm512_ternarylogic_epi64(words, query[v], mask[v], kXorAnd));
    } else {
      return _mm512_popcnt_epi64(_mm512_xor_si512(words, query[v]));
    }
  }
};

// Codes of kWords words, 1, 2 or 4: several lie in one vector.
template <int kWords, bool kMasked>
class ShortCodes {
 public:
  ShortCodes(const std::uint64_t* query, const std::uint64_t* mask, std::int32_t) noexcept
      : probe_{{repeat(query)}, {repeat(kMasked ? mask : query)}} {}

  static constexpr std::int64_t words() noexcept { return kWords; }

  // The distances of the next eight codes, or of the `left` ones that are there, in row order.
  Vec distances(const std::uint64_t* codes, std::int64_t left) const noexcept {
    Vec counts[kWords];
    for (int v = 0; v < kWords; ++v) {
      const std::uint64_t* words = codes + v * static_cast<int>(kGroup);
      const __mmask8 lanes = first_lanes(left * kWords - v * static_cast<int>(kGroup));
      counts[v] = probe_.count(_mm512_maskz_loadu_epi64(lanes, words), 0);
    }
    if constexpr (kWords == 1) return counts[0];
    if constexpr (kWords == 2) {
      return _mm512_permutexvar_epi64(_mm512_setr_epi64(0, 2, 4, 6, 1, 3, 5, 7),
                                      add_pairs(counts[0], counts[1]));
    }
    if constexpr (kWords == 4) {
      return _mm512_permutexvar_epi64(
          _mm512_setr_epi64(0, 2, 1, 3, 4, 6, 5, 7),
          add_blocks(add_pairs(counts[0], counts[1]), add_pairs(counts[2], counts[3])));
    }
  }

 private:
  static Vec repeat(const std::uint64_t* code) noexcept {
    if constexpr (kWords == 1) return _mm512_set1_epi64(static_cast<long long>(code[0]));
    if constexpr (kWords == 2) {
      return _mm512_broadcast_i64x2(_mm_loadu_si128(reinterpret_cast<const __m128i*>(code)));
    }
    if constexpr (kWords == 4) {
      return _mm512_broadcast_i64x4(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(code)));
    }
  }

  Probe<1, kMasked> probe_;
};

// Codes of any length: one vector each, or two beyond eight words.
template <bool kMasked>
class LongCodes {
 public:
  LongCodes(const std::uint64_t* query, const std::uint64_t* mask, std::int32_t words) noexcept
      : words_(words), low_(first_lanes(words)), high_(first_lanes(words - 8)) {
    const std::uint64_t* counted = kMasked ? mask : query;
    probe_ = {
        {_mm512_maskz_loadu_epi64(low_, query), _mm512_maskz_loadu_epi64(high_, query + 8)},
        {_mm512_maskz_loadu_epi64(low_, counted), _mm512_maskz_loadu_epi64(high_, counted + 8)}};
  }

  [[nodiscard]] std::int64_t words() const noexcept { return words_; }

  Vec distances(const std::uint64_t* codes, std::int64_t left) const noexcept {
    Vec counts[kGroup];
    for (int lane = 0; lane < static_cast<int>(kGroup); ++lane) {
      const std::uint64_t* code = codes + lane * words_;
      const bool exists = lane < left;
      counts[lane] = probe_.count(_mm512_maskz_loadu_epi64(exists ? low_ : __mmask8{0}, code), 0);
      if (high_ != 0) {
        const Vec rest = _mm512_maskz_loadu_epi64(exists ? high_ : __mmask8{0}, code + 8);
        counts[lane] = _mm512_add_epi64(counts[lane], probe_.count(rest, 1));
      }
    }
    return add_blocks(add_blocks(add_pairs(counts[0], counts[1]), add_pairs(counts[2], counts[3])),
                      add_blocks(add_pairs(counts[4], counts[5]), add_pairs(counts[6], counts[7])));
  }

 private:
  std::int64_t words_;
  __mmask8 low_;
  __mmask8 high_;
  Probe<2, kMasked> probe_;
};

// Appends the codes of `lanes`, the first of which is code number `first`; returns their number.
std::int64_t emit(Vec distances, __mmask8 lanes, std::uint32_t first, Candidate* found) noexcept {
  const Vec offsets = _mm512_add_epi64(_mm512_set1_epi64(static_cast<long long>(first)),
                                       _mm512_setr_epi64(0, 1, 2, 3, 4, 5, 6, 7));
  const Vec candidates = _mm512_or_si512(offsets, _mm512_slli_epi64(distances, 32));
  const int hits = _mm_popcnt_u32(lanes);
  _mm512_mask_storeu_epi64(found, first_lanes(hits),
                           _mm512_maskz_compress_epi64(lanes, candidates));
  return hits;
}

template <typename Codes>
std::int64_t collect(const std::uint64_t* codes, const Run* run, std::int64_t runs,
                     std::int32_t code_words, const std::uint64_t* query, const std::uint64_t* mask,
                     std::int32_t bound, Candidate* found) noexcept {
  const Codes probe(query, mask, code_words);
  const std::int64_t words = probe.words();
  const Vec limit = _mm512_set1_epi64(bound);
  LinesAhead ahead(codes, run, runs, words);
  std::int64_t hits = 0;
  for (std::int64_t r = 0; r < runs; ++r) {
    ahead.ask(1);  // a run that starts within a line touches one more
    const std::uint64_t* group = codes + run[r].first * words;
    for (std::uint32_t i = 0; i < run[r].count; i += kGroup, group += kGroup * words) {
      ahead.ask(words);
      const std::int64_t left = run[r].count - i;
      const Vec distances = probe.distances(group, left);
      const auto lanes =
          static_cast<__mmask8>(_mm512_cmple_epi64_mask(distances, limit) & first_lanes(left));
      if (lanes != 0) hits += emit(distances, lanes, run[r].first + i, found + hits);
    }
  }
  return hits;
}

template <bool kMasked>
CollectRuns* by_length(std::int32_t words) noexcept {
  switch (words) {
    case 1:
      return collect<ShortCodes<1, kMasked>>;
    case 2:
      return collect<ShortCodes<2, kMasked>>;
    case 4:
      return collect<ShortCodes<4, kMasked>>;
    default:
      return collect<LongCodes<kMasked>>;
  }
}

}  // namespace

std::int64_t collect_runs_avx512_vpopcntdq(const std::uint64_t* codes, const Run* run,
                                           std::int64_t runs, std::int32_t words,
                                           const std::uint64_t* query, const std::uint64_t* mask,
                                           std::int32_t bound, Candidate* found) noexcept {
  const auto collect_them = mask == nullptr ? by_length<false>(words) : by_length<true>(words);
  return collect_them(codes, run, runs, words, query, mask, bound, found);
}

}  // namespace orthant::kernels

#endif  // __x86_64__
