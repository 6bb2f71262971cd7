// The k nearest of a stream of rows, by counting distances instead of a heap.
//
// Rows come in order of their ids, so a later row never beats an earlier one at the same distance.
// With count(d) the number of rows seen at distances <= d, a row at distance d can still enter
// exactly if count(d) < k. The largest such d is the bound; it only falls. Rows within it are
// appended to a buffer; when that is full, rows that have lost are dropped. The end is a counting
// sort, stable, hence ordered by (distance, id). Cost: O(bits + pushes), about k ln(n / k) pushes
// over n rows in random order.
#pragma once

#include <cstdint>

#include "base/aligned_buffer.h"

namespace orthant {

struct Hit {
  std::int64_t id;
  std::int32_t distance;
};

// Writes hits by (distance, id), given in order of their ids, and returns their number. Distances
// lie in [0, levels); `places` has `levels` entries of scratch.
std::int64_t sort_by_distance(const Hit* hits, std::int64_t count, std::int64_t* places,
                              std::int32_t levels, std::int64_t* ids,
                              std::int32_t* distances) noexcept;

class TopK {
 public:
  TopK() = default;
  // Room for k <= most_hits of `rows` rows at distances 0..bits.
  TopK(std::int64_t most_hits, std::int64_t rows, std::int32_t bits);

  // Forgets the last search. 1 <= k <= most_hits.
  void start(std::int64_t k) noexcept;

  // The largest distance at which the next row would enter; -1: none, the search is over.
  [[nodiscard]] std::int32_t bound() const noexcept { return bound_; }

  // The next row, if its distance is within the bound.
  void push(std::int64_t id, std::int32_t distance) noexcept;

  // Writes the nearest by (distance, id) and returns their number, k or all that were pushed.
  std::int64_t finish(std::int64_t* ids, std::int32_t* distances) noexcept;

 private:
  void drop_losers() noexcept;

  AlignedBuffer<Hit> kept_;             // in order of ids; the k nearest so far, and losers
  AlignedBuffer<std::int64_t> counts_;  // of rows seen per distance, exact up to the bound
  std::int64_t kept_count_ = 0;
  std::int64_t k_ = 0;
  std::int64_t within_ = 0;  // rows seen at distances <= bound_; below k_
  std::int32_t bits_ = 0;
  std::int32_t bound_ = -1;
};

}  // namespace orthant
