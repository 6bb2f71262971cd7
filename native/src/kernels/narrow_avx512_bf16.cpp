// VDPBF16PS adds the products of two neighbouring bf16 to a float sum. It flushes denormals and
// rounds once per product, so that results differ from those of the other variants in the last
// bits.
#if defined(__x86_64__)
#include <immintrin.h>

#include <cstring>

#include "kernels/narrow_tiers.h"

namespace orthant::kernels {
namespace {

constexpr int kGroup = 2 * static_cast<int>(kPanelRows);  // numbers: two columns of a panel

__m512bh numbers(const void* from) noexcept {
  __m512bh result;
  std::memcpy(&result, from, sizeof(result));
  return result;
}

__m512bh two_of(const std::uint16_t* x) noexcept {
  std::int32_t bits;
  std::memcpy(&bits, x, sizeof(bits));
  const __m512i repeated = _mm512_set1_epi32(bits);
  return numbers(&repeated);
}

// kX rows of x against kPanels panels. The sums of even and odd pairs of columns are apart in every
// shape of tile, so that the shape does not change a bit.
template <int kX, int kPanels>
void tile(const std::uint16_t* x, const std::uint16_t* a, std::int64_t columns,
          std::int64_t out_stride, float* out) noexcept {
  constexpr int kSums = kX * kPanels;
  __m512 sums[2 * kSums] = {};
  for (std::int64_t c = 0; c < columns; c += kBf16Step) {
#pragma GCC unroll 2
    for (int half = 0; half < 2; ++half) {
      __m512bh two[kX];
      for (int i = 0; i < kX; ++i) two[i] = two_of(x + i * columns + c + 2 * half);
#pragma GCC unroll 4
      for (int p = 0; p < kPanels; ++p) {
        const __m512bh weights = numbers(a + (p * columns + c) * kPanelRows + half * kGroup);
#pragma GCC unroll 4
        for (int i = 0; i < kX; ++i) {
          __m512& sum = sums[half * kSums + i * kPanels + p];
          sum = _mm512_dpbf16_ps(sum, two[i], weights);
        }
      }
    }
  }
#pragma GCC unroll 16
  for (int s = 0; s < kSums; ++s) {
    _mm512_storeu_ps(out + s / kPanels * out_stride + s % kPanels * kPanelRows,
                     _mm512_add_ps(sums[s], sums[kSums + s]));
  }
}

template <int kX>
void rows(const std::uint16_t* x, const std::uint16_t* panels, std::int64_t a_rows,
          std::int64_t columns, float* out) noexcept {
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

void avx512_bf16_products(const std::uint16_t* x, std::int64_t x_rows, const std::uint16_t* panels,
                          std::int64_t a_rows, std::int64_t columns, float* out) noexcept {
  std::int64_t i = 0;
  for (; i + 3 <= x_rows; i += 3) {
    rows<3>(x + i * columns, panels, a_rows, columns, out + i * a_rows);
  }
  for (; i < x_rows; ++i) rows<1>(x + i * columns, panels, a_rows, columns, out + i * a_rows);
}

}  // namespace orthant::kernels

#endif  // __x86_64__
