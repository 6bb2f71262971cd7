// Merging the parts of a view into one segment, and which parts are worth it.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "search/view.h"

namespace orthant {

// Segments grow in tiers: a merge takes all deltas, and the smallest segments as long as the next
// one has at most twice the rows taken so far. So every segment has more than twice the rows of the
// next smaller one, there are at most log2(rows) of them, and a row moves O(log rows) times. A
// segment of which more than half is dead is taken too. Ascending positions in view.segments.
[[nodiscard]] std::vector<std::size_t> segments_to_merge(const SearchView& view);

// Whether some segment is more than half dead.
[[nodiscard]] bool has_mostly_dead_segment(const SearchView& view) noexcept;

// Rows by ascending key, made ready to be searched (sealed_segment).
[[nodiscard]] Segment keyed_segment(GroupedCodes codes, AlignedBuffer<std::int64_t> keys,
                                    Strategy strategy);

// The live rows of the segments at `chosen` and of all deltas, by ascending key. Nothing if none is
// live. Time O(n log parts) and a sort of the deltas; memory: the new segment and 4 bytes a row.
// Throws ORTHANT_CANCELLED soon after `cancelled` is set, ORTHANT_INVALID_ARGUMENT if there are
// more rows than a segment holds.
[[nodiscard]] std::optional<Segment> merge_parts(const SearchView& view,
                                                 const std::vector<std::size_t>& chosen,
                                                 const std::atomic<bool>& cancelled);

// The merged segment without the rows that died after the merge began: `now` is the view that came
// of `then`, with the same segments and the same first deltas.
[[nodiscard]] Segment without_later_deaths(Segment merged, const SearchView& then,
                                           const std::vector<std::size_t>& chosen,
                                           const SearchView& now);

// The row of a segment, live or dead, that has the key; -1: none.
[[nodiscard]] std::int64_t find_row(const Segment& segment, std::int64_t key) noexcept;

}  // namespace orthant
