// The k nearest of a stream of groups, by counting distances instead of a heap.
//
// Each group comes with an order number (its id in case of a tie) and a number of rows. With G(d)
// and R(d) the groups and rows pushed at distances <= d, another group at distance d can still
// contribute one of the k nearest rows only if R(d - 1) < k, for else k rows are nearer. If groups
// come in the order of their numbers, as in a scan, it must also hold that G(d) < k, for else the
// first rows of k groups stand before all of its rows. The largest such d is the bound; it only
// falls. What is within it is appended to a buffer; when that is full, what has lost is dropped.
// The end is a counting sort. Cost: O(bits + pushes), about k ln(n / k) pushes over n groups in
// random order.
#pragma once

#include <cstdint>
#include <span>

#include "base/aligned_buffer.h"

namespace orthant {

// A group found: where it is, and what orders it.
struct Hit {
  std::int64_t order;  // its first row's id
  std::int64_t group;
  std::int32_t source;  // which segment or delta of the view
  std::int32_t distance;
};

// Sorts hits by (distance, order). `in_order`: they are given by ascending order numbers. Distances
// lie in [0, levels); `places` has `levels` entries of scratch; `sorted` has room for all.
void sort_by_distance(std::span<const Hit> hits, bool in_order, std::int64_t* places,
                      std::int32_t levels, Hit* sorted) noexcept;

class TopK {
 public:
  TopK() = default;
  // Room for k <= most_hits of `groups` groups at distances 0..bits.
  TopK(std::int64_t most_hits, std::int64_t groups, std::int32_t bits);

  // Forgets the last search. 1 <= k <= most_hits; 0 <= radius <= bits: nothing farther is wanted.
  // in_order: groups will come by ascending order numbers.
  void start(std::int64_t k, std::int32_t radius, bool in_order) noexcept;

  // After start: no two groups have the same code, and all bits count, so that at most one of them
  // lies at distance 0.
  void expect_distinct_codes() noexcept { distinct_ = true; }

  // The largest distance at which the next group could still contribute; -1: none could.
  [[nodiscard]] std::int32_t bound() const noexcept { return bound_; }

  // Leaves out what is farther than `radius` >= 0, though it may be wanted.
  void narrow(std::int32_t radius) noexcept;
  // Whether that was too much: fewer than k rows have been found within it.
  [[nodiscard]] bool too_narrow() const noexcept { return narrowed_ && rows_bound_ == radius_; }

  // The next group, if its distance is within the bound. rows: how many of its rows count, at
  // least 1; fewer than there are do no harm but to the speed.
  void push(const Hit& hit, std::int64_t rows) noexcept;

  // The nearest groups by (distance, order): those that the k nearest rows belong to, at most k of
  // them. Valid until the next start.
  [[nodiscard]] std::span<const Hit> finish() noexcept;

 private:
  void update_bound() noexcept;
  void drop_losers() noexcept;

  AlignedBuffer<Hit> kept_;  // the nearest so far, and losers
  AlignedBuffer<Hit> sorted_;
  AlignedBuffer<std::int64_t> groups_at_;  // pushed per distance, exact up to the bound
  AlignedBuffer<std::int64_t> rows_at_;
  std::int64_t kept_count_ = 0;
  std::int64_t k_ = 0;
  std::int64_t groups_within_ = 0;  // G(groups_bound_), below k
  std::int64_t rows_within_ = 0;    // R(rows_bound_), below k
  std::int32_t groups_bound_ = -1;  // the largest d <= radius with G(d) < k
  std::int32_t rows_bound_ = -1;    // the largest d <= radius with R(d) < k
  std::int32_t radius_ = -1;
  std::int32_t bits_ = 0;
  std::int32_t bound_ = -1;
  bool in_order_ = true;
  bool distinct_ = false;
  bool narrowed_ = false;
};

}  // namespace orthant
