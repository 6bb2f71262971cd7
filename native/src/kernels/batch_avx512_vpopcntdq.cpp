// The batch kernel with AVX-512.
#if defined(__x86_64__)
#include <immintrin.h>

#include <algorithm>
#include <cstdint>

#include "kernels/batch_sliced.h"
#include "kernels/tiers.h"

namespace orthant::kernels {
namespace {

struct Avx512 {
  using Vec = __m512i;

  static Vec load(const Vec* from) noexcept { return _mm512_load_si512(from); }
  static Vec load_words(const std::uint64_t* from) noexcept { return _mm512_loadu_si512(from); }
  // Two neighbouring words of each of eight codes that are `stride` words apart.
  static void load_two_words(const std::uint64_t* from, std::int64_t stride, Vec& first,
                             Vec& second) noexcept {
    const Vec low = load_four_pairs(from, stride);
    const Vec high = load_four_pairs(from + 4 * stride, stride);
    const Vec even = _mm512_setr_epi64(0, 2, 4, 6, 8, 10, 12, 14);
    const Vec odd = _mm512_setr_epi64(1, 3, 5, 7, 9, 11, 13, 15);
    first = _mm512_permutex2var_epi64(low, even, high);
    second = _mm512_permutex2var_epi64(low, odd, high);
  }
  static Vec load_four_pairs(const std::uint64_t* from, std::int64_t stride) noexcept {
    if (stride == 2) return load_words(from);
    const auto pair = [=](int i) {
      return _mm_loadu_si128(reinterpret_cast<const __m128i*>(from + i * stride));
    };
    Vec pairs = _mm512_castsi128_si512(pair(0));
    pairs = _mm512_mask_broadcast_i64x2(pairs, 0x0C, pair(1));
    pairs = _mm512_mask_broadcast_i64x2(pairs, 0x30, pair(2));
    return _mm512_mask_broadcast_i64x2(pairs, 0xC0, pair(3));
  }
  static void store(Vec* to, Vec v) noexcept { _mm512_store_si512(to, v); }
  static Vec repeat(std::uint64_t word) noexcept {
    return _mm512_set1_epi64(static_cast<long long>(word));
  }
  static Vec exclusive_or(Vec a, Vec b) noexcept { return _mm512_xor_si512(a, b); }
  static Vec both(Vec a, Vec b) noexcept { return _mm512_and_si512(a, b); }
  static Vec either(Vec a, Vec b) noexcept { return _mm512_or_si512(a, b); }
  static Vec inverse(Vec a) noexcept { return _mm512_ternarylogic_epi64(a, a, a, 0x55); }
  static bool any_zero(Vec a) noexcept {
    return _mm512_cmpneq_epi64_mask(a, _mm512_set1_epi64(-1)) != 0;
  }

  static std::uint64_t any_lane(Vec a) noexcept {
    return static_cast<std::uint64_t>(_mm512_reduce_or_epi64(a));
  }
  // One bit per lane that has bit i.
  static unsigned lanes_with(Vec a, int i) noexcept {
    return _mm512_test_epi64_mask(a, repeat(std::uint64_t{1} << i));
  }

  // A full adder: sum takes its bits up, the carry is returned. That is seen from the new sum:
  // where a and b agree it is theirs, elsewhere the old sum, which is now inverted. So no operand
  // need be copied.
  static Vec add(Vec& sum, Vec a, Vec b) noexcept {
    sum = _mm512_ternarylogic_epi64(sum, a, b, 0x96);
    return _mm512_ternarylogic_epi64(a, b, sum, 0xD4);
  }

  // The majority with a inverted where bit 0 of the place is set, b with bit 1, c with bit 2.
  static void write_carries(Vec a, Vec b, Vec c, Vec* carries) noexcept {
    store(carries + 0, _mm512_ternarylogic_epi64(a, b, c, 0xE8));
    store(carries + 1, _mm512_ternarylogic_epi64(a, b, c, 0x8E));
    store(carries + 2, _mm512_ternarylogic_epi64(a, b, c, 0xB2));
    store(carries + 3, _mm512_ternarylogic_epi64(a, b, c, 0x2B));
    store(carries + 4, _mm512_ternarylogic_epi64(a, b, c, 0xD4));
    store(carries + 5, _mm512_ternarylogic_epi64(a, b, c, 0x4D));
    store(carries + 6, _mm512_ternarylogic_epi64(a, b, c, 0x71));
    store(carries + 7, _mm512_ternarylogic_epi64(a, b, c, 0x17));
  }

  // Swaps the upper half of each 2 * kBits bits of a with the lower half of those of b.
  template <int kBits>
  static void swap(Vec& a, Vec& b) noexcept {
    constexpr int kSelect = 0xCA;  // the first ? the second : the third
    constexpr std::uint64_t kOnes = ~std::uint64_t{0};
    constexpr std::uint64_t kLower = kOnes / ((std::uint64_t{1} << kBits) + 1);
    const Vec lower = repeat(kLower);
    const Vec from_b = _mm512_slli_epi64(b, kBits);
    const Vec from_a = _mm512_srli_epi64(a, kBits);
    a = _mm512_ternarylogic_epi64(lower, a, from_b, kSelect);
    b = _mm512_ternarylogic_epi64(lower, from_a, b, kSelect);
  }

  // For the tile.
  static constexpr int kTileVectors = 16;
  static constexpr std::int64_t kTileCycles = 60;
  static constexpr std::int64_t kSliceCycles = 700;
  static constexpr std::int64_t kSliceQueryCycles = 36;
  static Vec count(Vec words) noexcept { return _mm512_popcnt_epi64(words); }
  static Vec add_counts(Vec a, Vec b) noexcept { return _mm512_add_epi64(a, b); }
  static Vec distances(Vec counts) noexcept { return counts; }
  static Vec least(Vec a, Vec b) noexcept { return _mm512_min_epu32(a, b); }
  static std::uint64_t lanes_within(Vec distances, Vec bound) noexcept {
    return _mm512_cmple_epi64_mask(distances, bound);
  }

  static std::int32_t popcount(std::uint64_t word) noexcept {
    return static_cast<std::int32_t>(_mm_popcnt_u64(word));
  }
};

using Sliced = SlicedBatch<Avx512>;

}  // namespace

std::int64_t avx512_batch_scratch(std::int32_t words, std::int32_t queries) noexcept {
  return Sliced::scratch_bytes(words, queries);
}

void avx512_prepare_batch(const std::uint64_t* queries, std::int32_t count, std::int32_t words,
                          const std::uint64_t* mask, void* scratch) noexcept {
  Sliced::prepare(queries, count, words, mask, scratch);
}

std::int64_t avx512_collect_batch(const std::uint64_t* codes, std::int64_t count,
                                  const std::int32_t* bounds, void* scratch,
                                  BatchCandidate* found) noexcept {
  return Sliced::collect(codes, count, bounds, scratch, found);
}

}  // namespace orthant::kernels

#endif  // __x86_64__
