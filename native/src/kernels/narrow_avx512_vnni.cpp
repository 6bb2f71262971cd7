// VPDPBUSD adds the products of four neighbouring bytes, unsigned by signed, to a 32-bit sum, and
// never saturates: 64 products in an instruction, exact.
#if defined(__x86_64__)
#include <immintrin.h>

#include <cstring>

#include "kernels/narrow_tiers.h"

namespace orthant::kernels {
namespace {

constexpr int kGroup = 4 * static_cast<int>(kPanelRows);  // bytes: four columns of a panel

__m512i four_of(const std::uint8_t* x) noexcept {
  std::int32_t bytes;
  std::memcpy(&bytes, x, sizeof(bytes));
  return _mm512_set1_epi32(bytes);
}

// kX rows of x against kPanels panels. The sums of even and odd groups of four columns are apart,
// so that twice as many instructions may be under way.
template <int kX, int kPanels>
void tile(const std::uint8_t* x, const std::int8_t* a, std::int64_t columns,
          std::int64_t out_stride, std::int32_t* out) noexcept {
  constexpr int kSums = kX * kPanels;
  __m512i sums[2 * kSums] = {};
  for (std::int64_t c = 0; c < columns; c += kInt8Step) {
#pragma GCC unroll 2
    for (int half = 0; half < 2; ++half) {
      __m512i four[kX];
      for (int i = 0; i < kX; ++i) four[i] = four_of(x + i * columns + c + 4 * half);
#pragma GCC unroll 4
      for (int p = 0; p < kPanels; ++p) {
        const std::int8_t* from = a + (p * columns + c) * kPanelRows + half * kGroup;
        const __m512i weights = _mm512_loadu_si512(from);
#pragma GCC unroll 4
        for (int i = 0; i < kX; ++i) {
          __m512i& sum = sums[half * kSums + i * kPanels + p];
          sum = _mm512_dpbusd_epi32(sum, four[i], weights);
        }
      }
    }
  }
#pragma GCC unroll 16
  for (int s = 0; s < kSums; ++s) {
    _mm512_storeu_si512(out + s / kPanels * out_stride + s % kPanels * kPanelRows,
                        _mm512_add_epi32(sums[s], sums[kSums + s]));
  }
}

template <int kX>
void rows(const std::uint8_t* x, const std::int8_t* panels, std::int64_t a_rows,
          std::int64_t columns, std::int32_t* out) noexcept {
  constexpr int kPanels = 4;
  std::int64_t j = 0;
  for (; j + kPanels * kPanelRows <= a_rows; j += kPanels * kPanelRows) {
    tile<kX, kPanels>(x, panels + j * columns, columns, a_rows, out + j);
  }
  for (; j < a_rows; j += kPanelRows) {
    tile<kX, 1>(x, panels + j * columns, columns, a_rows, out + j);
  }
}

}  // namespace

void avx512_vnni_int8_products(const std::uint8_t* x, std::int64_t x_rows,
                               const std::int8_t* panels, std::int64_t a_rows, std::int64_t columns,
                               std::int32_t* out) noexcept {
  std::int64_t i = 0;
  for (; i + 3 <= x_rows; i += 3) {
    rows<3>(x + i * columns, panels, a_rows, columns, out + i * a_rows);
  }
  for (; i < x_rows; ++i) rows<1>(x + i * columns, panels, a_rows, columns, out + i * a_rows);
}

}  // namespace orthant::kernels

#endif  // __x86_64__
