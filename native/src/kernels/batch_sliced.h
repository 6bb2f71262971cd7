// The batch kernel on bit slices: distances of many codes at once, counted by logic alone.
//
// A run of 64 codes per lane of a vector is turned into planes: plane j holds bit j of each code.
// The distances to a query are the sums, code by code, of the planes, those where the query has a
// one inverted. Full adders do such sums: three planes give a sum plane and a carry plane.
//
// What most adders of the first rounds give depends on the query in three bits only, so it is
// tabulated once per block for all queries: the carry of three planes takes eight values, the sum
// only two, a plane and its inverse, and so it can stand in line as one more plane. The planes
// queue: three leave at the front, their sum joins at the back, until two are left. Of 64 planes
// this makes 31 tables. A query then looks up 31 carries, and adds them into counter planes that
// start at 2^n - 1 - bound: what overflows is beyond the bound. Nothing is ever written out for
// codes that are not near; for the few that are, the distance is counted anew.
//
// Longer codes pass in chunks of two words, their counters stored between the chunks.
//
// Simd is of internal linkage, hence everything here is.
#pragma once

#include <algorithm>
#include <bit>

#include "kernels/batch_scratch.h"
#include "kernels/batch_tile.h"

namespace orthant::kernels {

template <typename Simd>
class SlicedBatch {
 public:
  using Vec = typename Simd::Vec;

  static std::int64_t scratch_bytes(std::int32_t words, std::int32_t queries) noexcept {
    return Layout(words, queries).end;
  }

  static void prepare(const std::uint64_t* queries, std::int32_t count, std::int32_t words,
                      const std::uint64_t* mask, void* scratch) noexcept {
    write_head(count, words, mask, scratch);
    const Layout at(words, count);
    auto* kept = part_of<std::uint64_t>(scratch, at.queries);
    auto* picks = part_of<std::uint64_t>(scratch, at.picks);
    auto* bounds = part_of<std::int32_t>(scratch, at.bounds);
    for (std::int32_t q = 0; q < count; ++q) {
      for (std::int32_t w = 0; w < words; ++w) {
        kept[q * words + w] = queries[q * words + w] & head_of(scratch).mask[w];
      }
      for (std::int32_t w = 0; w < words; w += kChunk) {
        write_picks(kept + q * words + w, words - w >= kChunk ? kChunk : 1,
                    picks + (std::int64_t{w / kChunk} * count + q) * kPickWords);
      }
      bounds[q] = -1;
      write_start(-1, words, part_of<std::uint64_t>(scratch, at.starts) + q * kMostPlanes);
    }
  }

  static std::int64_t collect(const std::uint64_t* codes, std::int64_t count,
                              const std::int32_t* bounds, void* scratch,
                              BatchCandidate* found) noexcept {
    const BatchHead& head = head_of(scratch);
    const Layout at(head.words, head.queries);
    if (tile_is_faster(count, head.queries)) {
      return Tile::collect(
          codes, count, bounds, head,
          {part_of<std::uint64_t>(scratch, at.queries),
           part_of<std::int64_t>(scratch, at.wide_bounds), part_of<std::uint64_t>(scratch, at.near),
           part_of<Vec>(scratch, at.planar)},
          found);
    }
    Ahead ahead(codes, count, head);
    update_starts(bounds, scratch, at);
    std::memset(part_of<unsigned char>(scratch, at.flags), 0,
                static_cast<std::size_t>(head.queries));
    for (std::int64_t first = 0; first < count; first += kRun) {
      const std::int64_t rows = count - first < kRun ? count - first : kRun;
      count_run(codes + first * head.words, rows, first / kRun, scratch, at, ahead);
    }
    return emit(codes, count, scratch, at, found);
  }

 private:
  using Tile = TileBatch<Simd>;

  static constexpr int kLanes = sizeof(Vec) / sizeof(std::uint64_t);
  static constexpr std::int64_t kRun = kLanes * 64;  // codes whose bits fill a plane
  static constexpr std::int64_t kRuns = kBatchCodes / kRun;
  static constexpr int kChunk = 2;         // words whose tables stay in the nearest cache
  static constexpr int kPicksInWord = 21;  // of three bits
  static constexpr int kPickWords = 4;     // of a chunk
  static constexpr int kMostPlanes = 12;   // of a counter up to 1024, and one for overflow
  static constexpr int kMostTables = 32 * kChunk - 1;

  // Where the parts of the scratch begin, in bytes.
  struct Layout {
    std::int64_t queries = sizeof(BatchHead);
    std::int64_t picks, bounds, starts, flags, near, counters, queue, tables, wide_bounds, planar,
        end;

    Layout(std::int32_t words, std::int32_t count) noexcept {
      const std::int64_t chunks = (words + kChunk - 1) / kChunk;
      picks = queries + round_to_line(std::int64_t{8} * words * count);
      bounds = picks + round_to_line(8 * chunks * count * kPickWords);
      starts = bounds + round_to_line(std::int64_t{4} * count);
      flags = starts + round_to_line(std::int64_t{8} * kMostPlanes * count);
      near = flags + round_to_line(count);
      counters = near + kBatchCodes / 8 * count;
      queue = counters + (chunks > 1 ? std::int64_t{kMostPlanes} * sizeof(Vec) * count : 0);
      tables = queue + (64 * kChunk + kMostTables) * sizeof(Vec);
      wide_bounds = round_to_line(tables + (kMostTables * 8 + 4) * std::int64_t{sizeof(Vec)});
      planar = wide_bounds + round_to_line(std::int64_t{8} * count);
      end = planar + Tile::planar_bytes(words);
    }
  };

  // By measurement: slices cost so many cycles per word and block, and so many more per query;
  // a tile's cost is per query and code.
  static bool tile_is_faster(std::int64_t count, std::int32_t queries) noexcept {
    const std::int64_t runs = (count + kRun - 1) / kRun;
    const std::int64_t slices = (Simd::kSliceCycles + Simd::kSliceQueryCycles * queries) * runs;
    return Simd::kTileCycles * queries * count < slices * kBatchCodes;
  }

  // Counter planes for distances 0..64 * words, without the one for overflow.
  static int planes_for(std::int32_t words) noexcept {
    return std::bit_width(static_cast<std::uint32_t>(64 * words));
  }

  // For each table, in the order of the queue, the three bits that the query has there.
  static void write_picks(const std::uint64_t* query, int words, std::uint64_t* picks) noexcept {
    std::uint64_t queue[kPickWords] = {query[0], words > 1 ? query[1] : 0, 0, 0};
    const int tables = 32 * words - 1;
    std::fill(picks, picks + kPickWords, 0);
    for (int t = 0; t <= tables; ++t) {
      const int at = 3 * t;
      std::uint64_t bits = queue[at / 64] >> (at % 64);
      if (at % 64 > 61) bits |= queue[at / 64 + 1] << (64 - at % 64);
      bits &= 7;
      constexpr unsigned kParities = 0x96;
      const int sum = 64 * words + t;
      if (t < tables) queue[sum / 64] |= std::uint64_t{(kParities >> bits) & 1} << (sum % 64);
      picks[t / kPicksInWord] |= bits << (3 * (t % kPicksInWord));
    }
  }

  // The counter at which a distance beyond the bound overflows, bit by bit.
  static void write_start(std::int32_t bound, std::int32_t words, std::uint64_t* start) noexcept {
    const int planes = planes_for(words);
    const std::int32_t nearest = bound < -1 ? -1 : bound;
    const std::int32_t within = nearest > 64 * words ? 64 * words : nearest;
    const std::int32_t value = (1 << planes) - 1 - within;
    for (int j = 0; j < kMostPlanes; ++j) {
      start[j] = ((value >> j) & 1) != 0 ? ~std::uint64_t{0} : 0;
    }
  }

  static void update_starts(const std::int32_t* bounds, void* scratch, const Layout& at) noexcept {
    const BatchHead& head = head_of(scratch);
    auto* known = part_of<std::int32_t>(scratch, at.bounds);
    auto* starts = part_of<std::uint64_t>(scratch, at.starts);
    for (std::int32_t q = 0; q < head.queries; ++q) {
      if (bounds[q] == known[q]) continue;
      known[q] = bounds[q];
      write_start(bounds[q], head.words, starts + q * kMostPlanes);
    }
  }

  // The words `first_word` and on of a run of codes, one after the other; no codes are zeros.
  template <int kWords>
  static void lay_out(const std::uint64_t* codes, std::int64_t rows, std::int32_t first_word,
                      const BatchHead& head, Vec* queue) noexcept {
    const std::uint64_t* from = codes + first_word;
    const std::uint64_t* mask = head.mask + first_word;
    if (kWords == 2 && rows == kRun) {
      for (int i = 0; i < 64; ++i, from += kLanes * head.words) {
        Vec first, second;
        Simd::load_two_words(from, head.words, first, second);
        Simd::store(queue + i, Simd::both(first, Simd::repeat(mask[0])));
        Simd::store(queue + 64 + i, Simd::both(second, Simd::repeat(mask[1])));
      }
      return;
    }
    auto* to = reinterpret_cast<std::uint64_t*>(queue);
    for (int w = 0; w < kWords; ++w, to += kRun) {
      for (std::int64_t i = 0; i < rows; ++i) to[i] = from[i * head.words + w] & mask[w];
      for (std::int64_t i = rows; i < kRun; ++i) to[i] = 0;
    }
  }

  // Transposes 64 vectors of 64-bit lanes, each lane's bits for itself: swaps of half the bits at
  // distances 32, 16, 8, then 4, 2, 1, of vectors so far apart; eight stay in registers.
  template <typename Load>
  [[gnu::always_inline]] static inline void transpose(const Load& load, Vec* vectors) noexcept {
    for (int i = 0; i < 8; ++i) {
      Vec v[8];
      for (int j = 0; j < 8; ++j) v[j] = load(i + 8 * j);
      for (int j = 0; j < 4; ++j) Simd::template swap<32>(v[j], v[j + 4]);
      for (int j = 0; j < 8; j += 4) {
        Simd::template swap<16>(v[j], v[j + 2]);
        Simd::template swap<16>(v[j + 1], v[j + 3]);
      }
      for (int j = 0; j < 8; j += 2) Simd::template swap<8>(v[j], v[j + 1]);
      for (int j = 0; j < 8; ++j) Simd::store(vectors + i + 8 * j, v[j]);
    }
    for (int i = 0; i < 64; i += 8) {
      Vec v[8];
      for (int j = 0; j < 8; ++j) v[j] = Simd::load(vectors + i + j);
      for (int j = 0; j < 4; ++j) Simd::template swap<4>(v[j], v[j + 4]);
      for (int j = 0; j < 8; j += 4) {
        Simd::template swap<2>(v[j], v[j + 2]);
        Simd::template swap<2>(v[j + 1], v[j + 3]);
      }
      for (int j = 0; j < 8; j += 2) Simd::template swap<1>(v[j], v[j + 1]);
      for (int j = 0; j < 8; ++j) Simd::store(vectors + i + j, v[j]);
    }
  }

  template <int kWords>
  static void make_tables(Vec* queue, Vec* tables) noexcept {
    constexpr int kTables = 32 * kWords - 1;
    for (int t = 0; t < kTables; ++t) {
      const Vec a = Simd::load(queue + 3 * t);
      const Vec b = Simd::load(queue + 3 * t + 1);
      const Vec c = Simd::load(queue + 3 * t + 2);
      Simd::write_carries(a, b, c, tables + 8 * t);
      Simd::store(queue + 64 * kWords + t, Simd::exclusive_or(Simd::exclusive_or(a, b), c));
    }
    for (int i = 0; i < 2; ++i) {
      const Vec left = Simd::load(queue + 3 * kTables + i);
      Simd::store(tables + 8 * kTables + 2 * i, left);
      Simd::store(tables + 8 * kTables + 2 * i + 1, Simd::inverse(left));
    }
  }

  // The lines of the block after this one, asked for while this one is counted: a block is too
  // short for hardware to see it coming. A prefetch beyond the last code is a hint, never a read.
  struct Ahead {
    const unsigned char* line;
    int lines_each;  // time that a query is counted

    Ahead(const std::uint64_t* codes, std::int64_t count, const BatchHead& head) noexcept
        : line(reinterpret_cast<const unsigned char*>(codes + count * head.words)) {
      const std::int64_t lines = count * head.words / 8;
      const std::int64_t times = (head.words + kChunk - 1) / kChunk * head.queries * kRuns;
      lines_each = static_cast<int>((lines + times - 1) / times);
    }
    void ask() noexcept {
      for (int i = 0; i < lines_each; ++i, line += 64) __builtin_prefetch(line, 0, 2);
    }
  };

  // What one query adds in one chunk.
  struct Adding {
    const Vec* tables;
    std::uint64_t picks[kPickWords];
    Vec first;  // carry, of no table
    Vec odd;    // sum of the chain at odd places
  };

  template <int kCarry>
  [[gnu::always_inline]] static inline Vec look_up(const Adding& adding) noexcept {
    if constexpr (kCarry == 0) {
      return adding.first;
    } else {
      constexpr int kTable = kCarry - 1;
      constexpr int kShift = 3 * (kTable % kPicksInWord) - std::countr_zero(sizeof(Vec));
      const std::uint64_t pick =
          std::rotr(adding.picks[kTable / kPicksInWord], kShift) & (7 * sizeof(Vec));
      const auto* table = reinterpret_cast<const unsigned char*>(adding.tables + 8 * kTable);
      return Simd::load(reinterpret_cast<const Vec*>(table + pick));
    }
  }

  // The kPlace-th of the adders of the carries, kAdders in all. Each waits for the one before, so
  // they go in two chains, at even and at odd places, which the last adder joins.
  template <int kAdders, int kPlace>
  [[gnu::always_inline]] static inline Vec add_carries(Adding& adding, Vec& sum) noexcept {
    if constexpr (kPlace == 0) {
      return Simd::add(sum, look_up<0>(adding), look_up<1>(adding));
    } else if constexpr (kPlace == 1) {
      adding.odd = look_up<2>(adding);
      return Simd::add(adding.odd, look_up<3>(adding), look_up<4>(adding));
    } else if constexpr (kPlace < kAdders - 1) {
      Vec& chain = kPlace % 2 == 0 ? sum : adding.odd;
      return Simd::add(chain, look_up<2 * kPlace + 1>(adding), look_up<2 * kPlace + 2>(adding));
    } else {
      return Simd::add(sum, adding.odd, look_up<2 * kPlace + 1>(adding));
    }
  }

  // Adds part kPart of kParts of the carries into the counter's planes 1 to kLevel; returns the
  // plane carried out.
  template <int kLevel, int kParts, int kPart>
  [[gnu::always_inline]] static inline Vec add(Adding& adding, Vec* counter) noexcept {
    if constexpr (kLevel == 1) {
      return add_carries<kParts, kPart>(adding, counter[1]);
    } else {
      const Vec a = add<kLevel - 1, 2 * kParts, 2 * kPart>(adding, counter);
      const Vec b = add<kLevel - 1, 2 * kParts, 2 * kPart + 1>(adding, counter);
      return Simd::add(counter[kLevel], a, b);
    }
  }

  // One chunk of kWords words for all queries.
  template <int kWords, bool kFirst, bool kLast>
  static void count_chunk(std::int32_t chunk, std::int64_t run, void* scratch, const Layout& at,
                          Ahead& ahead) noexcept {
    constexpr int kLevels = kWords == 1 ? 5 : 6;
    constexpr int kTables = 32 * kWords - 1;
    const BatchHead& head = head_of(scratch);
    const int planes = kFirst && kLast ? kLevels + 2 : planes_for(head.words);
    const auto* picks =
        part_of<std::uint64_t>(scratch, at.picks) + std::int64_t{chunk} * head.queries * kPickWords;
    const auto* starts = part_of<std::uint64_t>(scratch, at.starts);
    auto* counters = part_of<Vec>(scratch, at.counters);
    auto* near = part_of<Vec>(scratch, at.near) + run;
    auto* flags = part_of<unsigned char>(scratch, at.flags);
    Adding adding;
    adding.tables = part_of<Vec>(scratch, at.tables);
    for (std::int32_t q = 0; q < head.queries; ++q, picks += kPickWords) {
      ahead.ask();
      const std::uint64_t* start = starts + std::int64_t{q} * kMostPlanes;
      Vec* counter = counters + std::int64_t{q} * kMostPlanes;
      const auto plane = [&](int j) {
        return kFirst ? Simd::repeat(start[j]) : Simd::load(counter + j);
      };
      for (int i = 0; i < kPickWords; ++i) adding.picks[i] = picks[i];
      const std::uint64_t left =
          adding.picks[kTables / kPicksInWord] >> (3 * (kTables % kPicksInWord));
      Vec low[kLevels + 1];
      for (int j = 0; j <= kLevels; ++j) low[j] = plane(j);
      const Vec a = Simd::load(adding.tables + 8 * kTables + (left & 1));
      const Vec b = Simd::load(adding.tables + 8 * kTables + 2 + ((left >> 1) & 1));
      adding.first = Simd::add(low[0], a, b);
      Vec carry = add<kLevels, 1, 0>(adding, low);
      for (int j = kLevels + 1; j < planes; ++j) {
        const Vec high = plane(j);
        if constexpr (!kLast) Simd::store(counter + j, Simd::exclusive_or(high, carry));
        carry = Simd::both(high, carry);
      }
      const Vec beyond = Simd::either(plane(planes), carry);
      if constexpr (kLast) {
        Simd::store(near + q * kRuns, Simd::inverse(beyond));
        flags[q] = static_cast<unsigned char>(flags[q] | Simd::any_zero(beyond));
      } else {
        for (int j = 0; j <= kLevels; ++j) Simd::store(counter + j, low[j]);
        Simd::store(counter + planes, beyond);
      }
    }
  }

  template <int kWords>
  static void run_chunk(const std::uint64_t* codes, std::int64_t rows, std::int32_t first_word,
                        std::int64_t run, void* scratch, const Layout& at, Ahead& ahead) noexcept {
    const BatchHead& head = head_of(scratch);
    auto* queue = part_of<Vec>(scratch, at.queue);
    if (kWords == 1 && head.words == 1 && rows == kRun) {
      const Vec mask = Simd::repeat(head.mask[0]);
      transpose([=](int i) { return Simd::both(Simd::load_words(codes + i * kLanes), mask); },
                queue);
    } else {
      lay_out<kWords>(codes, rows, first_word, head, queue);
      for (int w = 0; w < kWords; ++w) {
        transpose([=](int i) { return Simd::load(queue + 64 * w + i); }, queue + 64 * w);
      }
    }
    make_tables<kWords>(queue, part_of<Vec>(scratch, at.tables));
    const std::int32_t chunk = first_word / kChunk;
    const bool first = first_word == 0;
    const bool last = first_word + kWords == head.words;
    if (first && last) {
      count_chunk<kWords, true, true>(chunk, run, scratch, at, ahead);
    } else if (first) {
      count_chunk<kWords, true, false>(chunk, run, scratch, at, ahead);
    } else if (last) {
      count_chunk<kWords, false, true>(chunk, run, scratch, at, ahead);
    } else {
      count_chunk<kWords, false, false>(chunk, run, scratch, at, ahead);
    }
  }

  static void count_run(const std::uint64_t* codes, std::int64_t rows, std::int64_t run,
                        void* scratch, const Layout& at, Ahead& ahead) noexcept {
    const std::int32_t words = head_of(scratch).words;
    std::int32_t w = 0;
    for (; w + kChunk <= words; w += kChunk) {
      run_chunk<kChunk>(codes, rows, w, run, scratch, at, ahead);
    }
    if (w < words) run_chunk<1>(codes, rows, w, run, scratch, at, ahead);
  }

  // Writes the codes that are near, query by query. Bit i of lane l stands for the code
  // i * kLanes + l of a run.
  static std::int64_t emit(const std::uint64_t* codes, std::int64_t count, void* scratch,
                           const Layout& at, BatchCandidate* found) noexcept {
    const BatchHead& head = head_of(scratch);
    const auto* queries = part_of<std::uint64_t>(scratch, at.queries);
    const auto* near = part_of<Vec>(scratch, at.near);
    const auto* flags = part_of<unsigned char>(scratch, at.flags);
    std::int64_t hits = 0;
    for (std::int32_t q = 0; q < head.queries; ++q) {
      if (flags[q] == 0) continue;
      for (std::int64_t first = 0; first < count; first += kRun) {
        const Vec run = Simd::load(near + q * kRuns + first / kRun);
        for (std::uint64_t any = Simd::any_lane(run); any != 0; any &= any - 1) {
          const int i = std::countr_zero(any);
          for (unsigned lanes = Simd::lanes_with(run, i); lanes != 0; lanes &= lanes - 1) {
            const std::int64_t row = first + i * kLanes + std::countr_zero(lanes);
            if (row >= count) break;
            found[hits++] = {
                q, static_cast<std::int32_t>(row),
                masked_distance<Simd>(codes + row * head.words, queries + q * head.words, head)};
          }
        }
      }
    }
    return hits;
  }
};

}  // namespace orthant::kernels
