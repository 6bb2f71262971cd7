// The C interface: counting the levels of a ranking.
#include "abi/error_guard.h"
#include "abi/handles.h"
#include "evaluate/level_counts.h"

using orthant::abi::require;

extern "C" int32_t orthant_count_levels(const orthant_index* index, const uint64_t* query,
                                        const uint64_t* mask, const uint8_t* relevant,
                                        int64_t* items, int64_t* hits, orthant_error* error) {
  return orthant::abi::guard(error, [&] {
    require(index, "index");
    require(query, "query");
    if (index->index.rows() > 0) require(relevant, "relevant");
    require(items, "items");
    require(hits, "hits");
    orthant::count_levels(index->index.codes(), query, mask, relevant, items, hits);
  });
}
