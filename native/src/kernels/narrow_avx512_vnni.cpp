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
  __m512i even[kSums] = {};
  __m512i odd[kSums] = {};
  for (std::int64_t c = 0; c < columns; c += kInt8Step) {
#pragma GCC unroll 16
    for (int s = 0; s < kSums; ++s) {
      const std::int8_t* from = a + s % kPanels * columns * kPanelRows + c * kPanelRows;
      const std::uint8_t* row = x + s / kPanels * columns + c;
      even[s] = _mm512_dpbusd_epi32(even[s], four_of(row), _mm512_loadu_si512(from));
      odd[s] = _mm512_dpbusd_epi32(odd[s], four_of(row + 4), _mm512_loadu_si512(from + kGroup));
    }
  }
#pragma GCC unroll 16
  for (int s = 0; s < kSums; ++s) {
    _mm512_storeu_si512(out + s / kPanels * out_stride + s % kPanels * kPanelRows,
                        _mm512_add_epi32(even[s], odd[s]));
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
