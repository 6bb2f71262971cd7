// The tables of all tiers, private to kernels/. A file for another architecture defines nothing.
#pragma once

#include "kernels/kernels.h"

namespace orthant::kernels {

extern const KernelTable kScalarTable;
#if defined(__x86_64__)
extern const KernelTable kPopcntTable;
extern const KernelTable kAvx2Table;
extern const KernelTable kAvx512VpopcntdqTable;
#elif defined(__aarch64__)
extern const KernelTable kNeonTable;
#endif

// Shared by the tiers that differ from scalar in integers only.
void scalar_dots(const float* x, std::int64_t x_rows, const float* a, std::int64_t a_rows,
                 std::int64_t columns, float* out) noexcept;

// Runs are short and their codes are waited for, so that a tier without a vector popcount gains
// nothing over one word at a time: AVX2 shares the loop of POPCNT.
using CollectRuns = std::int64_t(const std::uint64_t* codes, const Run* run, std::int64_t runs,
                                 std::int32_t words, const std::uint64_t* query,
                                 const std::uint64_t* mask, std::int32_t bound,
                                 Candidate* found) noexcept;
CollectRuns collect_runs_scalar;
#if defined(__x86_64__)
CollectRuns collect_runs_popcnt;
CollectRuns collect_runs_avx512_vpopcntdq;
#elif defined(__aarch64__)
CollectRuns collect_runs_neon;
#endif

}  // namespace orthant::kernels
