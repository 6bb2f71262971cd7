// What some codes of an index, taken as queries, tell of the queries to come: how far their
// neighbours are, and how codes differ. Made once, when tables are built; the same at any number of
// threads. Memory: some 100 KB.
#pragma once

#include <cstdint>

#include "base/aligned_buffer.h"
#include "base/parallel.h"
#include "data/packed_codes.h"

namespace orthant {

class DistanceSample {
 public:
  static constexpr std::int64_t kMostQueries = 32;
  static constexpr std::int64_t kMostNeighbours = 1024;

  DistanceSample() = default;
  // Reads all codes once for each of min(rows, kMostQueries) queries.
  DistanceSample(const PackedCodes& codes, const Parallel& parallel);

  [[nodiscard]] std::int32_t bits() const noexcept { return bits_; }
  [[nodiscard]] std::int64_t rows() const noexcept { return rows_; }
  [[nodiscard]] std::int64_t queries() const noexcept { return queries_; }

  // The distance of a query's k-th neighbour, itself not counted; `bits` where it has fewer, or
  // where k is more than was looked for.
  [[nodiscard]] std::int32_t kth_distance(std::int64_t query, std::int64_t k) const noexcept;

  // How pairs of codes differ: their exclusive or, `words` words each.
  [[nodiscard]] std::int64_t pairs() const noexcept { return pairs_; }
  [[nodiscard]] const std::uint64_t* pair(std::int64_t i) const noexcept {
    return differing_.data() + i * words_for(bits_);
  }

 private:
  void count_neighbours(const PackedCodes& codes, std::int64_t query);
  void draw_pairs(const PackedCodes& codes);
  [[nodiscard]] std::int64_t row_of(std::int64_t query) const noexcept;

  AlignedBuffer<std::int32_t> counts_;  // of codes per query and distance, exact for the nearest
  AlignedBuffer<std::uint64_t> differing_;
  std::int64_t rows_ = 0;
  std::int64_t queries_ = 0;
  std::int64_t pairs_ = 0;
  std::int32_t bits_ = 0;
};

}  // namespace orthant
