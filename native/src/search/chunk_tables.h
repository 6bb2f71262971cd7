// Hash tables over the chunks of distinct codes, for multi-index hashing. A table holds each code
// once, in the bucket of its chunk's value; a bucket's codes lie side by side, so that it is
// compared like a short scan. Immutable once built; shared by any number of probers.
//
// Memory: per table n * (8 * words + 4) bytes, and 4 * (2^width + 2) for the addresses of buckets.
#pragma once

#include <cstdint>
#include <vector>

#include "base/aligned_buffer.h"
#include "base/parallel.h"
#include "data/packed_codes.h"
#include "search/chunks.h"
#include "search/distance_sample.h"
#include "search/effort.h"

namespace orthant {

// One table: the codes ordered by the value of its chunk, then by number.
class ChunkTable {
 public:
  ChunkTable() = default;
  ChunkTable(const PackedCodes& codes, Chunk chunk);

  [[nodiscard]] Chunk chunk() const noexcept { return chunk_; }
  // Bucket v is the codes begins()[v] .. begins()[v + 1] - 1.
  [[nodiscard]] const std::uint32_t* begins() const noexcept { return begins_.data(); }
  [[nodiscard]] const std::uint64_t* codes() const noexcept { return codes_.data(); }
  // The numbers of the codes.
  [[nodiscard]] const std::uint32_t* groups() const noexcept { return groups_.data(); }

  // How many codes a bucket holds on average if its value is that of a code drawn at random.
  [[nodiscard]] double codes_met() const noexcept { return codes_met_; }

  [[nodiscard]] std::int64_t bytes() const noexcept;

 private:
  Chunk chunk_{0, 1};
  AlignedBuffer<std::uint32_t> begins_;
  AlignedBuffer<std::uint64_t> codes_;
  AlignedBuffer<std::uint32_t> groups_;
  double codes_met_ = 0;
};

class ChunkTables {
 public:
  // 0 chunks: as many as the codes suggest (choose_cut). Throws orthant::Error
  // (ORTHANT_INVALID_ARGUMENT) unless 0 <= chunks <= bits and rows < 2^32, std::bad_alloc.
  ChunkTables(const PackedCodes& codes, std::int32_t chunks, const Parallel& parallel);
  // Tables for these chunks, in order of their first bits; refused in the same way if they overlap.
  ChunkTables(const PackedCodes& codes, const std::vector<Chunk>& chunks, const Parallel& parallel);

  [[nodiscard]] std::int64_t rows() const noexcept { return sample_.rows(); }
  [[nodiscard]] std::int32_t bits() const noexcept { return sample_.bits(); }
  [[nodiscard]] std::int32_t words() const noexcept { return words_for(bits()); }
  [[nodiscard]] std::int32_t tables() const noexcept {
    return static_cast<std::int32_t>(tables_.size());
  }
  [[nodiscard]] const ChunkTable& table(std::int32_t t) const noexcept {
    return tables_[static_cast<std::size_t>(t)];
  }

  // What a query that resembles the codes can expect of the unit of work (table, radius): the
  // buckets at chunk distance `radius` from the query's, and the codes in them.
  [[nodiscard]] Effort unit(std::int32_t table, std::int32_t radius) const noexcept {
    return units_[static_cast<std::size_t>(first_unit_[static_cast<std::size_t>(table)] + radius)];
  }

  [[nodiscard]] const DistanceSample& sample() const noexcept { return sample_; }

  // The bytes of all tables: rows * (8 * words + 4) * tables, the addresses, and a few hundred.
  [[nodiscard]] std::int64_t bytes() const noexcept;

 private:
  void build(const PackedCodes& codes, const std::vector<Chunk>& chunks, const Parallel& parallel);
  void expect(std::int32_t table);

  DistanceSample sample_;
  std::vector<ChunkTable> tables_;
  std::vector<std::int32_t> first_unit_;  // per table
  std::vector<Effort> units_;             // per table and radius
};

// The cut with which the nearest neighbours of the sampled queries are found cheapest by typical
// prices, or nearly so with fewer tables. 0 chunks: any number of them up to 1.5 bits / log2(rows).
[[nodiscard]] std::vector<Chunk> choose_cut(const DistanceSample& sample, std::int32_t chunks);

}  // namespace orthant
