// A scan: compares a query with all codes of a source, one block after the other.
#pragma once

#include <cstdint>

#include "kernels/kernels.h"
#include "search/budget.h"
#include "search/gathering.h"
#include "search/prober.h"
#include "search/request.h"
#include "search/sampled_radius.h"
#include "search/source.h"

namespace orthant {

struct ScanOutcome {
  std::int64_t compared = 0;  // codes
  bool complete = true;       // false: the budget ended it
};

// Offers every group of the source within gathering.bound() to the gathering. Where the filter lets
// few groups of a block pass, only they are compared. found: kernels::kBlockCodes entries of
// scratch. begun: a search through tables that the scan is to finish, whose finds are in the
// gathering; nullptr: there is none.
ScanOutcome scan(const Source::Gate& gate, std::int32_t source, const QueryCode& query,
                 const Prober* begun, Budget& budget, kernels::Candidate* found,
                 Gathering& gathering) noexcept;

// Before a scan for the k nearest: guesses their radius by a sample of the source, and narrows the
// gathering to it. found: as above.
void narrow_by_sample(const Source::Gate& gate, const QueryCode& query, std::int64_t k,
                      SampledRadius& radius, kernels::Candidate* found,
                      Gathering& gathering) noexcept;

}  // namespace orthant
