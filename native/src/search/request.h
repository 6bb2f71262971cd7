// What a search is asked for, and what its answer is worth.
#pragma once

#include <cstdint>

namespace orthant {

// A query as kernels take it. mask == nullptr: all bits count.
struct QueryCode {
  const std::uint64_t* code;
  const std::uint64_t* mask;
  std::int32_t words;
};

// k == 0: all rows within the radius.
struct SearchRequest {
  std::int64_t k = 0;
  std::int32_t radius = 0;
  bool masked = false;      // distances are counted on the mask's bits
  bool filtered = false;    // only rows that the filter passes
  bool budgeted = false;    // at most as much work as the budget allows
  bool count_only = false;  // k == 0: how many rows, not which
  bool by_scan = false;     // no tables, even where there are
  bool by_probing = false;  // tables as far as there are, whatever a scan would take
};

// The certificate of an answer, and what it took.
struct SearchStats {
  bool exact = true;  // false: the budget ended the search before the answer was proved
  // Every row within this distance that passes was seen; the code's length if all were, -1: none.
  std::int32_t proved_radius = -1;
  std::int64_t compared = 0;    // codes whose distance was computed
  std::int64_t probes = 0;      // buckets looked up
  std::int64_t duplicates = 0;  // codes met again in another bucket
  std::int32_t scanned = 0;     // sources of the view that were scanned
  std::int32_t probed = 0;      // sources of the view whose tables were probed
};

}  // namespace orthant
