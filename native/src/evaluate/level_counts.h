// How many rows, and how many relevant ones, lie at each Hamming distance of a query: all that
// tie-aware measures need (McSherry and Najork, "Computing information retrieval performance
// measures efficiently in the presence of tied scores", ECIR 2008). A level is the set of rows at
// one distance.
#pragma once

#include <cstdint>

#include "data/grouped_codes.h"

namespace orthant {

// query: words_for(bits) words; throws orthant::Error (ORTHANT_INVALID_ARGUMENT) if bits beyond the
// code's are set. mask: the bits that count, nullptr for all; unused bits are ignored. relevant:
// one byte per row, 0 or not. items and hits: bits + 1 entries each, overwritten. One pass over the
// codes; any thread.
void count_levels(const GroupedCodes& codes, const std::uint64_t* query, const std::uint64_t* mask,
                  const std::uint8_t* relevant, std::int64_t* items, std::int64_t* hits);

}  // namespace orthant
