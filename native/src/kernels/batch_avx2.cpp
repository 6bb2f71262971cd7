// The batch kernel with AVX2.
#if defined(__x86_64__)
#include <immintrin.h>

#include <algorithm>
#include <cstdint>

#include "kernels/batch_sliced.h"
#include "kernels/tiers.h"

namespace orthant::kernels {
namespace {

struct Avx2 {
  using Vec = __m256i;

  static Vec load(const Vec* from) noexcept { return _mm256_load_si256(from); }
  static Vec load_words(const std::uint64_t* from) noexcept {
    return _mm256_loadu_si256(reinterpret_cast<const Vec*>(from));
  }
  // Two neighbouring words of each of four codes that are `stride` words apart.
  static void load_two_words(const std::uint64_t* from, std::int64_t stride, Vec& first,
                             Vec& second) noexcept {
    const auto pairs = [=](std::int64_t i) {
      return _mm256_loadu2_m128i(reinterpret_cast<const __m128i*>(from + (i + 1) * stride),
                                 reinterpret_cast<const __m128i*>(from + i * stride));
    };
    const Vec low = pairs(0);
    const Vec high = pairs(2);
    constexpr int kMiddle = _MM_SHUFFLE(3, 1, 2, 0);
    first = _mm256_permute4x64_epi64(_mm256_unpacklo_epi64(low, high), kMiddle);
    second = _mm256_permute4x64_epi64(_mm256_unpackhi_epi64(low, high), kMiddle);
  }
  static void store(Vec* to, Vec v) noexcept { _mm256_store_si256(to, v); }
  static Vec repeat(std::uint64_t word) noexcept {
    return _mm256_set1_epi64x(static_cast<long long>(word));
  }
  static Vec exclusive_or(Vec a, Vec b) noexcept { return _mm256_xor_si256(a, b); }
  static Vec both(Vec a, Vec b) noexcept { return _mm256_and_si256(a, b); }
  static Vec either(Vec a, Vec b) noexcept { return _mm256_or_si256(a, b); }
  static Vec inverse(Vec a) noexcept { return _mm256_xor_si256(a, _mm256_set1_epi64x(-1)); }
  static bool any_zero(Vec a) noexcept {
    return _mm256_testc_si256(a, _mm256_set1_epi64x(-1)) == 0;
  }
  static std::uint64_t any_lane(Vec a) noexcept {
    const __m128i two = _mm_or_si128(_mm256_castsi256_si128(a), _mm256_extracti128_si256(a, 1));
    return static_cast<std::uint64_t>(_mm_cvtsi128_si64(two) | _mm_extract_epi64(two, 1));
  }
  // One bit per lane that has bit i.
  static unsigned lanes_with(Vec a, int i) noexcept {
    const Vec to_sign = _mm256_sll_epi64(a, _mm_cvtsi32_si128(63 - i));
    return static_cast<unsigned>(_mm256_movemask_pd(_mm256_castsi256_pd(to_sign)));
  }

  // A full adder: sum takes its bits up, the carry is returned.
  static Vec add(Vec& sum, Vec a, Vec b) noexcept {
    const Vec differing = _mm256_xor_si256(a, b);
    const Vec carry = _mm256_or_si256(_mm256_and_si256(a, b), _mm256_and_si256(sum, differing));
    sum = _mm256_xor_si256(sum, differing);
    return carry;
  }

  // The majority with a inverted where bit 0 of the place is set, b with bit 1, c with bit 2.
  static void write_carries(Vec a, Vec b, Vec c, Vec* carries) noexcept {
    const Vec differing = exclusive_or(a, b);
    const Vec same = both(a, b);
    const Vec c_alone = _mm256_andnot_si256(differing, c);
    const Vec carry[] = {either(same, both(differing, c)),
                         either(_mm256_andnot_si256(a, b), c_alone),
                         either(_mm256_andnot_si256(b, a), c_alone),
                         inverse(either(same, _mm256_andnot_si256(c, differing)))};
    for (int place = 0; place < 4; ++place) {
      store(carries + place, carry[place]);
      store(carries + 7 - place, inverse(carry[place]));
    }
  }

  // Swaps the upper half of each 2 * kBits bits of a with the lower half of those of b.
  template <int kBits>
  static void swap(Vec& a, Vec& b) noexcept {
    constexpr int kOdd = 0xAA;
    if constexpr (kBits == 32) {
      const Vec from_a = _mm256_srli_epi64(a, 32);
      a = _mm256_blend_epi32(a, _mm256_slli_epi64(b, 32), kOdd);
      b = _mm256_blend_epi32(from_a, b, kOdd);
    } else if constexpr (kBits == 16) {
      const Vec from_a = _mm256_srli_epi32(a, 16);
      a = _mm256_blend_epi16(a, _mm256_slli_epi32(b, 16), kOdd);
      b = _mm256_blend_epi16(from_a, b, kOdd);
    } else {
      constexpr std::uint64_t kOnes = ~std::uint64_t{0};
      const Vec lower = repeat(kOnes / ((std::uint64_t{1} << kBits) + 1));
      const Vec differing = both(exclusive_or(_mm256_srli_epi64(a, kBits), b), lower);
      b = exclusive_or(b, differing);
      a = exclusive_or(a, _mm256_slli_epi64(differing, kBits));
    }
  }

  // For the tile: bytes are counted by table lookup (Mula, Kurz and Lemire, "Faster population
  // counts using AVX2 instructions", 2018), at most 8 * kMaxWords in one.
  static constexpr int kTileVectors = 4;
  static constexpr std::int64_t kTileCycles = 310;
  static constexpr std::int64_t kSliceCycles = 520;
  static constexpr std::int64_t kSliceQueryCycles = 46;
  static Vec count(Vec words) noexcept {
    const Vec ones = _mm256_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4,  //
                                      0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
    const Vec four_bits = _mm256_set1_epi8(0x0F);
    const Vec low = both(words, four_bits);
    const Vec high = both(_mm256_srli_epi32(words, 4), four_bits);
    return _mm256_add_epi8(_mm256_shuffle_epi8(ones, low), _mm256_shuffle_epi8(ones, high));
  }
  static Vec add_counts(Vec a, Vec b) noexcept { return _mm256_add_epi8(a, b); }
  static Vec distances(Vec counts) noexcept {
    return _mm256_sad_epu8(counts, _mm256_setzero_si256());
  }
  static Vec least(Vec a, Vec b) noexcept { return _mm256_min_epu32(a, b); }
  static std::uint64_t lanes_within(Vec distances, Vec bound) noexcept {
    const int beyond =
        _mm256_movemask_pd(_mm256_castsi256_pd(_mm256_cmpgt_epi64(distances, bound)));
    return static_cast<std::uint64_t>(beyond ^ 0xF);
  }

  static std::int32_t popcount(std::uint64_t word) noexcept {
    return static_cast<std::int32_t>(_mm_popcnt_u64(word));
  }
};

using Sliced = SlicedBatch<Avx2>;

}  // namespace

std::int64_t avx2_batch_scratch(std::int32_t words, std::int32_t queries) noexcept {
  return Sliced::scratch_bytes(words, queries);
}

void avx2_prepare_batch(const std::uint64_t* queries, std::int32_t count, std::int32_t words,
                        const std::uint64_t* mask, void* scratch) noexcept {
  Sliced::prepare(queries, count, words, mask, scratch);
}

std::int64_t avx2_collect_batch(const std::uint64_t* codes, std::int64_t count,
                                const std::int32_t* bounds, void* scratch,
                                BatchCandidate* found) noexcept {
  return Sliced::collect(codes, count, bounds, scratch, found);
}

}  // namespace orthant::kernels

#endif  // __x86_64__
