// The batch kernel as a register tile: the words of a few codes stay in registers while all queries
// pass, each word of a query repeated through a vector. It needs nothing made ready, so it is the
// faster form for few queries and for short blocks.
//
// Simd is of internal linkage, hence everything here is.
#pragma once

#include <bit>
#include <utility>

#include "kernels/batch_scratch.h"

namespace orthant::kernels {

template <typename Simd>
class TileBatch {
 public:
  using Vec = typename Simd::Vec;

  static constexpr int kLanes = sizeof(Vec) / sizeof(std::uint64_t);

  // What it works in, beside the head: the queries, masked; room for a bound per query and for
  // kBatchCodes bits per query, and for the masked codes of a block.
  struct Room {
    const std::uint64_t* queries;
    std::int64_t* bounds;
    std::uint64_t* near;
    Vec* planar;
  };

  static constexpr std::int64_t kNearWords = kBatchCodes / 64;

  static std::int64_t planar_bytes(std::int32_t words) noexcept { return kBatchCodes * 8 * words; }

  static std::int64_t collect(const std::uint64_t* codes, std::int64_t count,
                              const std::int32_t* bounds, const BatchHead& head, const Room& room,
                              BatchCandidate* found) noexcept {
    const std::int32_t most = 64 * head.words;
    for (std::int32_t q = 0; q < head.queries; ++q) {
      room.bounds[q] = bounds[q] > most ? most : bounds[q];
    }
    std::memset(room.near, 0, static_cast<std::size_t>(head.queries) * kBatchCodes / 8);
    count_words(codes, count, head, room, std::make_integer_sequence<int, kMaxWords>());
    return emit(codes, head, room, found);
  }

 private:
  template <int... kWordsMinusOne>
  static void count_words(const std::uint64_t* codes, std::int64_t count, const BatchHead& head,
                          const Room& room,
                          std::integer_sequence<int, kWordsMinusOne...>) noexcept {
    using Count = void (*)(const std::uint64_t*, std::int64_t, const BatchHead&, const Room&);
    static constexpr Count kCounts[] = {count_tiles<kWordsMinusOne + 1>...};
    kCounts[head.words - 1](codes, count, head, room);
  }

  template <int kWords>
  static void count_tiles(const std::uint64_t* codes, std::int64_t count, const BatchHead& head,
                          const Room& room) noexcept {
    constexpr int kRoom = Simd::kTileVectors / kWords;
    constexpr int kGroups = kRoom >= 8 ? 8 : kRoom >= 4 ? 4 : kRoom >= 2 ? 2 : 1;
    constexpr std::int64_t kCodes = kGroups * kLanes;
    lay_out<kWords, kCodes>(codes, count, head, reinterpret_cast<std::uint64_t*>(room.planar));
    const Vec* tile = room.planar;
    for (std::int64_t first = 0; first < count; first += kCodes, tile += kWords * kGroups) {
      const std::int64_t left = count - first;
      count_tile<kWords, kGroups>(tile, first, left < kCodes ? left : kCodes, head.queries, room);
    }
  }

  // Tile by tile, and in a tile word by word, so that a vector has one word of neighbouring codes.
  // What the codes do not fill of the last tile is never looked at.
  template <int kWords, std::int64_t kCodes>
  static void lay_out(const std::uint64_t* codes, std::int64_t count, const BatchHead& head,
                      std::uint64_t* tile) noexcept {
    std::uint64_t mask[kWords];
    for (int w = 0; w < kWords; ++w) mask[w] = head.mask[w];
    for (std::int64_t first = 0; first < count; first += kCodes, tile += kWords * kCodes) {
      const std::int64_t end = count - first < kCodes ? count - first : kCodes;
      for (std::int64_t i = 0; i < end; ++i, codes += kWords) {
        for (int w = 0; w < kWords; ++w) tile[w * kCodes + i] = codes[w] & mask[w];
      }
    }
  }

  // kGroups vectors of codes, of which `rows` codes exist, against all queries.
  template <int kWords, int kGroups>
  static void count_tile(const Vec* tile, std::int64_t first, std::int64_t rows,
                         std::int32_t queries, const Room& room) noexcept {
    Vec codes[kWords * kGroups];
    for (int i = 0; i < kWords * kGroups; ++i) {
      codes[i] = Simd::load(tile + i);
    }
    for (std::int32_t q = 0; q < queries; ++q) {
      const std::uint64_t* query = room.queries + std::int64_t{q} * kWords;
      Vec counts[kGroups];
#pragma GCC unroll 8
      for (int g = 0; g < kGroups; ++g) {
        counts[g] = Simd::count(Simd::exclusive_or(codes[g], Simd::repeat(query[0])));
      }
#pragma GCC unroll 16
      for (int w = 1; w < kWords; ++w) {
        const Vec word = Simd::repeat(query[w]);
#pragma GCC unroll 8
        for (int g = 0; g < kGroups; ++g) {
          counts[g] = Simd::add_counts(
              counts[g], Simd::count(Simd::exclusive_or(codes[w * kGroups + g], word)));
        }
      }
#pragma GCC unroll 8
      for (int g = 0; g < kGroups; ++g) counts[g] = Simd::distances(counts[g]);
      Vec least = counts[0];
#pragma GCC unroll 8
      for (int g = 1; g < kGroups; ++g) least = Simd::least(least, counts[g]);
      const Vec bound = Simd::repeat(static_cast<std::uint64_t>(room.bounds[q]));
      if (Simd::lanes_within(least, bound) == 0) [[likely]]
        continue;
      std::uint64_t lanes = 0;
      for (int g = kGroups - 1; g >= 0; --g) {
        lanes = lanes << kLanes | Simd::lanes_within(counts[g], bound);
      }
      lanes &= ~std::uint64_t{0} >> (64 - rows);
      room.near[q * kNearWords + first / 64] |= lanes << (first % 64);
    }
  }

  static std::int64_t emit(const std::uint64_t* codes, const BatchHead& head, const Room& room,
                           BatchCandidate* found) noexcept {
    std::int64_t hits = 0;
    for (std::int32_t q = 0; q < head.queries; ++q) {
      const std::uint64_t* query = room.queries + std::int64_t{q} * head.words;
      for (int word = 0; word < kNearWords; ++word) {
        for (std::uint64_t near = room.near[q * kNearWords + word]; near != 0; near &= near - 1) {
          const std::int64_t row = word * 64 + std::countr_zero(near);
          found[hits++] = {q, static_cast<std::int32_t>(row),
                           masked_distance<Simd>(codes + row * head.words, query, head)};
        }
      }
    }
    return hits;
  }
};

}  // namespace orthant::kernels
