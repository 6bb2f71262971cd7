// The batch kernel with NEON.
#if defined(__aarch64__)
#include <arm_neon.h>

#include <cstdint>

#include "kernels/batch_sliced.h"
#include "kernels/tiers.h"

namespace orthant::kernels {
namespace {

struct Neon {
  using Vec = uint64x2_t;

  static Vec load(const Vec* from) noexcept {
    return vld1q_u64(reinterpret_cast<const std::uint64_t*>(from));
  }
  static Vec load_words(const std::uint64_t* from) noexcept { return vld1q_u64(from); }
  // Two neighbouring words of each of two codes that are `stride` words apart.
  static void load_two_words(const std::uint64_t* from, std::int64_t stride, Vec& first,
                             Vec& second) noexcept {
    const Vec low = vld1q_u64(from);
    const Vec high = vld1q_u64(from + stride);
    first = vzip1q_u64(low, high);
    second = vzip2q_u64(low, high);
  }
  static void store(Vec* to, Vec v) noexcept { vst1q_u64(reinterpret_cast<std::uint64_t*>(to), v); }
  static Vec repeat(std::uint64_t word) noexcept { return vdupq_n_u64(word); }
  static Vec exclusive_or(Vec a, Vec b) noexcept { return veorq_u64(a, b); }
  static Vec both(Vec a, Vec b) noexcept { return vandq_u64(a, b); }
  static Vec either(Vec a, Vec b) noexcept { return vorrq_u64(a, b); }
  static Vec inverse(Vec a) noexcept { return veorq_u64(a, repeat(~std::uint64_t{0})); }
  static bool any_zero(Vec a) noexcept {
    return (vgetq_lane_u64(a, 0) & vgetq_lane_u64(a, 1)) != ~std::uint64_t{0};
  }
  static std::uint64_t any_lane(Vec a) noexcept {
    return vgetq_lane_u64(a, 0) | vgetq_lane_u64(a, 1);
  }
  // One bit per lane that has bit i.
  static unsigned lanes_with(Vec a, int i) noexcept {
    const std::uint64_t first = (vgetq_lane_u64(a, 0) >> i) & 1;
    const std::uint64_t second = (vgetq_lane_u64(a, 1) >> i) & 1;
    return static_cast<unsigned>(first | second << 1);
  }

  // A full adder: sum takes its bits up, the carry is returned. Where a and b differ the carry is
  // the old sum, elsewhere it is theirs.
  static Vec add(Vec& sum, Vec a, Vec b) noexcept {
    const Vec differing = veorq_u64(a, b);
    const Vec carry = vbslq_u64(differing, sum, a);
    sum = veorq_u64(sum, differing);
    return carry;
  }

  // The majority with a inverted where bit 0 of the place is set, b with bit 1, c with bit 2.
  static void write_carries(Vec a, Vec b, Vec c, Vec* carries) noexcept {
    const Vec differing = veorq_u64(a, b);
    const Vec carry[] = {vbslq_u64(differing, c, a), vbslq_u64(differing, b, c),
                         vbslq_u64(differing, a, c), inverse(vbslq_u64(differing, inverse(c), a))};
    for (int place = 0; place < 4; ++place) {
      store(carries + place, carry[place]);
      store(carries + 7 - place, inverse(carry[place]));
    }
  }

  // Swaps the upper half of each 2 * kBits bits of a with the lower half of those of b.
  template <int kBits>
  static void swap(Vec& a, Vec& b) noexcept {
    constexpr std::uint64_t kOnes = ~std::uint64_t{0};
    const Vec lower = repeat(kOnes / ((std::uint64_t{1} << kBits) + 1));
    const Vec from_a = vshrq_n_u64(a, kBits);
    a = vbslq_u64(lower, a, vshlq_n_u64(b, kBits));
    b = vbslq_u64(lower, from_a, b);
  }

  // For the tile: bits are counted byte by byte, at most 8 * kMaxWords in one. The costs are
  // counted in instructions, not measured.
  static constexpr int kTileVectors = 8;
  static constexpr std::int64_t kTileCycles = 800;
  static constexpr std::int64_t kSliceCycles = 800;
  static constexpr std::int64_t kSliceQueryCycles = 75;
  static Vec count(Vec words) noexcept {
    return vreinterpretq_u64_u8(vcntq_u8(vreinterpretq_u8_u64(words)));
  }
  static Vec add_counts(Vec a, Vec b) noexcept {
    return vreinterpretq_u64_u8(vaddq_u8(vreinterpretq_u8_u64(a), vreinterpretq_u8_u64(b)));
  }
  static Vec distances(Vec counts) noexcept {
    return vpaddlq_u32(vpaddlq_u16(vpaddlq_u8(vreinterpretq_u8_u64(counts))));
  }
  // The upper halves of the lanes are zero.
  static Vec least(Vec a, Vec b) noexcept {
    return vreinterpretq_u64_u32(vminq_u32(vreinterpretq_u32_u64(a), vreinterpretq_u32_u64(b)));
  }
  static std::uint64_t lanes_within(Vec distances, Vec bound) noexcept {
    return lanes_with(vcleq_s64(vreinterpretq_s64_u64(distances), vreinterpretq_s64_u64(bound)), 0);
  }

  static std::int32_t popcount(std::uint64_t word) noexcept {
    return vaddv_u8(vcnt_u8(vcreate_u8(word)));
  }
};

using Sliced = SlicedBatch<Neon>;

}  // namespace

std::int64_t neon_batch_scratch(std::int32_t words, std::int32_t queries) noexcept {
  return Sliced::scratch_bytes(words, queries);
}

void neon_prepare_batch(const std::uint64_t* queries, std::int32_t count, std::int32_t words,
                        const std::uint64_t* mask, void* scratch) noexcept {
  Sliced::prepare(queries, count, words, mask, scratch);
}

std::int64_t neon_collect_batch(const std::uint64_t* codes, std::int64_t count,
                                const std::int32_t* bounds, void* scratch,
                                BatchCandidate* found) noexcept {
  return Sliced::collect(codes, count, bounds, scratch, found);
}

}  // namespace orthant::kernels

#endif  // __aarch64__
