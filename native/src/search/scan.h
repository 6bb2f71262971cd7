// A scan: compares a query with all codes of a source, one block after the other.
#pragma once

#include <cstdint>

#include "kernels/kernels.h"
#include "search/budget.h"
#include "search/gathering.h"
#include "search/request.h"
#include "search/source.h"

namespace orthant {

struct ScanOutcome {
  std::int64_t compared = 0;  // codes
  bool complete = true;       // false: the budget ended it
};

// Offers every group of the source within gathering.bound() to the gathering. Where the filter lets
// few groups of a block pass, only they are compared. found: kernels::kBlockCodes entries of
// scratch.
ScanOutcome scan(const Source::Gate& gate, std::int32_t source, const QueryCode& query,
                 Budget& budget, kernels::Candidate* found, Gathering& gathering) noexcept;

}  // namespace orthant
