// The tables of narrow.h, one per variant, private to kernels/. A file for another architecture
// defines nothing.
#pragma once

#include "kernels/narrow.h"

namespace orthant::kernels {

extern const NarrowTable kNarrowScalarTable;
#if defined(__x86_64__)
extern const NarrowTable kNarrowAvx2Table;
extern const NarrowTable kNarrowAvx512VpopcntdqTable;

// Extensions of the AVX-512 tier: they replace one kernel of its table.
void avx512_vnni_int8_products(const std::uint8_t* x, std::int64_t x_rows,
                               const std::int8_t* panels, std::int64_t a_rows, std::int64_t columns,
                               std::int32_t* out) noexcept;
void avx512_bf16_products(const std::uint16_t* x, std::int64_t x_rows, const std::uint16_t* panels,
                          std::int64_t a_rows, std::int64_t columns, float* out) noexcept;
#elif defined(__aarch64__)
extern const NarrowTable kNarrowNeonTable;
#endif

}  // namespace orthant::kernels
