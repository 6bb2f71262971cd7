// The committed baseline: a plain search, which shares no code with the library's.
#pragma once

#include <cstdint>
#include <vector>

#include "answer.h"
#include "data/packed_codes.h"

namespace orthant::bench {

// The k nearest codes for each query, by the loop order of FAISS's exact binary index (Douze et
// al., "The Faiss library", 2024): blocks of 65,536 codes, for each block all queries, for each
// query all codes, one POPCNT instruction per word; the k best in a heap. 64, 128, 256, 512 or
// 1024 bits.
[[nodiscard]] std::vector<Answer> nearest_by_popcnt(const PackedCodes& codes,
                                                    const PackedCodes& queries, std::int64_t k);

}  // namespace orthant::bench
