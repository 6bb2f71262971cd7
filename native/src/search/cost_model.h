// Whether tables or a scan answer a query sooner. Answers never depend on it, only their time does.
//
// Before a query, the distances of the k-th neighbours of the sampled queries say how far it may
// have to be proved; each unit of work has an expected price. That makes probing a bet: to probe up
// to some distance and scan if the answer is not proved by then. The plan is the bet with the least
// expected price, to scan at once among them. While probing goes on, what is proved and what bound
// has been reached rule out some of the sampled distances, and the rest is weighed again.
#pragma once

#include <array>
#include <cstdint>
#include <memory>

#include "search/chunk_tables.h"
#include "search/effort.h"
#include "search/prober.h"

namespace orthant {

// What a scan and probing take on this machine, for tables of this size; some milliseconds.
[[nodiscard]] Prices measure_prices(const std::shared_ptr<const ChunkTables>& tables);

// Why a query was answered as it was.
struct Plan {
  bool scan = true;           // at once
  double scan_ns = 0;         // expected time of a scan
  double tables_ns = 0;       // of probing until the answer is proved or scanning is better
  std::int32_t distance = 0;  // the median distance that is expected to need proof
};

// Plans the queries of one thread. Allocates nothing.
class CostModel {
 public:
  CostModel(std::shared_ptr<const ChunkTables> tables, const Prices& prices);

  // For the k nearest, 1 <= k, of the query that `prober` has started. `counted_bits`: those of the
  // mask, all bits without one; distances are expected to shrink with them.
  Plan plan_nearest(const Prober& prober, std::int64_t k, std::int32_t counted_bits) noexcept;
  // For all codes within a radius.
  Plan plan_within(const Prober& prober, std::int32_t radius) noexcept;

  // Whether the query planned last is better given up: what is left of it is expected to take
  // longer than a scan of all codes. `bound` is the largest distance at which an unseen code
  // counts.
  [[nodiscard]] bool better_to_scan(const Prober& prober, std::int32_t bound) noexcept;

  [[nodiscard]] const Prices& prices() const noexcept { return prices_; }

 private:
  static constexpr std::size_t kMostQueries = DistanceSample::kMostQueries;

  void expect_distances(std::int64_t k) noexcept;
  [[nodiscard]] double price(const Prober& prober, std::int32_t distance) const noexcept;
  [[nodiscard]] double best_bet(const Prober& prober, std::int32_t bound,
                                double correction) const noexcept;

  std::shared_ptr<const ChunkTables> tables_;
  Prices prices_;
  std::int64_t k_ = 0;                                // of the sampled distances
  std::array<std::int32_t, kMostQueries> sampled_{};  // distances of k-th neighbours, ascending
  std::array<std::int32_t, kMostQueries> needed_{};   // those to be proved in this query
  std::size_t queries_ = 0;
  std::size_t needs_ = 0;
  double scan_ns_ = 0;
  std::int32_t weighed_at_ = -1;  // proved when a plan was last weighed
};

}  // namespace orthant
