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

}  // namespace orthant::kernels
