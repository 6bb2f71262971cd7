// The baseline of the batch benchmark.
#pragma once

#include <cstdint>
#include <vector>

#include "search/top_k.h"

namespace orthant::bench {

// The nearest of `rows` codes for each of `count` queries, by the loop order of FAISS's exact
// binary index (Douze et al., "The Faiss library", 2024): blocks of 65,536 codes, for each block
// all queries, for each query all codes, one POPCNT instruction per word. The k best are kept by
// counting, which is faster than FAISS's heap. Each of top_ks has been started.
void nearest_by_popcnt(const std::uint64_t* codes, std::int64_t rows, std::int32_t words,
                       const std::uint64_t* queries, std::int64_t count, std::vector<TopK>& top_ks);

}  // namespace orthant::bench
