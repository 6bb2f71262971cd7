// The plain search that every other one must agree with: each row's distance, bit by bit, sorted.
// Shares nothing with the kernels, groups and gatherings that it checks.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "data/row_filter.h"
#include "search/request.h"
#include "search/view.h"

namespace orthant {

struct NaiveHit {
  std::int32_t distance;
  std::int64_t id;

  friend auto operator<=>(const NaiveHit&, const NaiveHit&) = default;
};

// All live rows that pass the filter (nullptr: all) by (distance, id). O(rows log rows).
[[nodiscard]] std::vector<NaiveHit> naive_ranking(const SearchView& view, const QueryCode& query,
                                                  const RowFilter* filter);

// What a search returned. ids and distances are empty if only their number is claimed.
struct Answer {
  SearchStats stats;
  std::int64_t hits;
  std::span<const std::int64_t> ids;
  std::span<const std::int32_t> distances;
};

// Whether the answer is right: if it claims to be exact, in every hit; else its hits must be rows
// that pass, in order, and none within the proved radius may be missing.
[[nodiscard]] bool is_right_answer(const SearchView& view, const QueryCode& query,
                                   const SearchRequest& request, const RowFilter* filter,
                                   const Answer& answer);

}  // namespace orthant
