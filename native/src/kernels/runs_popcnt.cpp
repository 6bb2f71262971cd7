// Runs of codes by the POPCNT instruction, for that tier and for AVX2.
#if defined(__x86_64__)
#include <cstdint>

#include "kernels/runs_loop.h"
#include "kernels/tiers.h"

namespace orthant::kernels {

std::int64_t collect_runs_popcnt(const std::uint64_t* codes, const Run* run, std::int64_t runs,
                                 std::int32_t words, const std::uint64_t* query,
                                 const std::uint64_t* mask, std::int32_t bound,
                                 Candidate* found) noexcept {
  return collect_runs_by_loop(codes, run, runs, words, query, mask, bound, found,
                              [](std::uint64_t v) { return __builtin_popcountll(v); });
}

}  // namespace orthant::kernels

#endif  // __x86_64__
