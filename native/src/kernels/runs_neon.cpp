// Runs of codes on 64-bit ARM, where one word is counted by a vector instruction.
#if defined(__aarch64__)
#include <cstdint>

#include "kernels/runs_loop.h"
#include "kernels/tiers.h"

namespace orthant::kernels {

std::int64_t collect_runs_neon(const std::uint64_t* codes, const Run* run, std::int64_t runs,
                               std::int32_t words, const std::uint64_t* query,
                               const std::uint64_t* mask, std::int32_t bound,
                               Candidate* found) noexcept {
  return collect_runs_by_loop(codes, run, runs, words, query, mask, bound, found,
                              [](std::uint64_t v) { return __builtin_popcountll(v); });
}

}  // namespace orthant::kernels

#endif  // __aarch64__
