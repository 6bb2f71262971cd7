// Runs of codes without special instructions: bits are counted as in scalar.cpp.
#include <cstdint>

#include "kernels/runs_loop.h"
#include "kernels/tiers.h"

namespace orthant::kernels {

std::int64_t collect_runs_scalar(const std::uint64_t* codes, const Run* run, std::int64_t runs,
                                 std::int32_t words, const std::uint64_t* query,
                                 const std::uint64_t* mask, std::int32_t bound,
                                 Candidate* found) noexcept {
  return collect_runs_by_loop(codes, run, runs, words, query, mask, bound, found,
                              [](std::uint64_t v) {
                                v -= (v >> 1) & 0x5555555555555555U;
                                v = (v & 0x3333333333333333U) + ((v >> 2) & 0x3333333333333333U);
                                v = (v + (v >> 4)) & 0x0F0F0F0F0F0F0F0FU;
                                return static_cast<std::int32_t>((v * 0x0101010101010101U) >> 56);
                              });
}

}  // namespace orthant::kernels
