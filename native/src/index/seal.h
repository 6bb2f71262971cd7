// Makes codes a segment that is ready to be searched: with the structures beside them that the
// strategy asks for, or that are expected to pay.
#pragma once

#include <cstdint>

#include "data/grouped_codes.h"
#include "search/view.h"

namespace orthant {

// chunks: of the tables, 0: chosen by the data. Tables: none for Strategy::kScan, always for
// kProbe, for kChoose only if the cost model expects some of the sampled queries to gain by them.
// Throws orthant::Error (ORTHANT_INVALID_ARGUMENT) unless 0 <= chunks <= bits, std::bad_alloc.
// Apart from measured prices, and so from tables that do not pay, the result does not depend on
// `threads` and the machine.
[[nodiscard]] Segment sealed_segment(GroupedCodes codes, Strategy strategy, std::int32_t chunks,
                                     int threads);

}  // namespace orthant
