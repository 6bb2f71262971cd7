// The AVX-512 tier without extensions: as AVX2, twice as wide.
#if defined(__x86_64__)
#include <immintrin.h>

#include "kernels/narrow_loop.h"
#include "kernels/narrow_tiers.h"

namespace orthant::kernels {
namespace {

__m512i four_of(const std::uint8_t* x) noexcept {
  std::int32_t bytes;
  std::memcpy(&bytes, x, sizeof(bytes));
  return _mm512_broadcastq_epi64(_mm_cvtepu8_epi16(_mm_cvtsi32_si128(bytes)));
}

// Two sums per row side by side in each of a and b, of eight rows each: their sixteen sums.
__m512i pair_sums(__m512i a, __m512i b) noexcept {
  const __m512i even = _mm512_set_epi32(30, 28, 26, 24, 22, 20, 18, 16, 14, 12, 10, 8, 6, 4, 2, 0);
  const __m512i odd = _mm512_set_epi32(31, 29, 27, 25, 23, 21, 19, 17, 15, 13, 11, 9, 7, 5, 3, 1);
  return _mm512_add_epi32(_mm512_permutex2var_epi32(a, even, b),
                          _mm512_permutex2var_epi32(a, odd, b));
}

// kX rows of x against one panel.
template <int kX>
void int8_panel(const std::uint8_t* x, const std::int8_t* a, std::int64_t columns,
                std::int64_t out_stride, std::int32_t* out) noexcept {
  __m512i sums[2 * kX] = {};
  for (std::int64_t c = 0; c < columns; c += 4, a += 4 * kPanelRows) {
    const auto* from = reinterpret_cast<const __m256i*>(a);
    const __m512i low = _mm512_cvtepi8_epi16(_mm256_loadu_si256(from));
    const __m512i high = _mm512_cvtepi8_epi16(_mm256_loadu_si256(from + 1));
#pragma GCC unroll 4
    for (int i = 0; i < kX; ++i) {
      const __m512i four = four_of(x + i * columns + c);
      sums[2 * i] = _mm512_add_epi32(sums[2 * i], _mm512_madd_epi16(low, four));
      sums[2 * i + 1] = _mm512_add_epi32(sums[2 * i + 1], _mm512_madd_epi16(high, four));
    }
  }
  for (int i = 0; i < kX; ++i) {
    _mm512_storeu_si512(out + i * out_stride, pair_sums(sums[2 * i], sums[2 * i + 1]));
  }
}

void int8_products(const std::uint8_t* x, std::int64_t x_rows, const std::int8_t* panels,
                   std::int64_t a_rows, std::int64_t columns, std::int32_t* out) noexcept {
  for (std::int64_t first = 0; first < a_rows; first += kPanelRows) {
    const std::int8_t* a = panels + first * columns;
    std::int64_t i = 0;
    for (; i + 4 <= x_rows; i += 4) {
      int8_panel<4>(x + i * columns, a, columns, a_rows, out + i * a_rows + first);
    }
    for (; i < x_rows; ++i) {
      int8_panel<1>(x + i * columns, a, columns, a_rows, out + i * a_rows + first);
    }
  }
}

constexpr int kChains = 4;  // sums that columns belong to in turn

// kX rows of x against one panel.
template <int kX>
void fp32_panel(const float* x, const float* a, std::int64_t columns, std::int64_t out_stride,
                float* out) noexcept {
  __m512 sums[kX * kChains] = {};
  const auto step = [&](std::int64_t c, int k) {
    const __m512 part = _mm512_loadu_ps(a + c * kPanelRows);
#pragma GCC unroll 4
    for (int i = 0; i < kX; ++i) {
      __m512& sum = sums[i * kChains + k];
      sum = _mm512_fmadd_ps(_mm512_set1_ps(x[i * columns + c]), part, sum);
    }
  };
  std::int64_t c = 0;
  for (; c + kChains <= columns; c += kChains) {
#pragma GCC unroll 4
    for (int k = 0; k < kChains; ++k) step(c + k, k);
  }
#pragma GCC unroll 4
  for (int k = 0; k < kChains - 1; ++k) {
    if (c + k < columns) step(c + k, k);
  }
#pragma GCC unroll 4
  for (int i = 0; i < kX; ++i) {
    const __m512* sum = sums + i * kChains;
    _mm512_storeu_ps(out + i * out_stride,
                     _mm512_add_ps(_mm512_add_ps(sum[0], sum[1]), _mm512_add_ps(sum[2], sum[3])));
  }
}

void fp32_products(const float* x, std::int64_t x_rows, const float* panels, std::int64_t a_rows,
                   std::int64_t columns, float* out) noexcept {
  for (std::int64_t first = 0; first < a_rows; first += kPanelRows) {
    const float* a = panels + first * columns;
    std::int64_t i = 0;
    for (; i + 4 <= x_rows; i += 4) {
      fp32_panel<4>(x + i * columns, a, columns, a_rows, out + i * a_rows + first);
    }
    for (; i < x_rows; ++i) {
      fp32_panel<1>(x + i * columns, a, columns, a_rows, out + i * a_rows + first);
    }
  }
}

__m512 even_of(__m512i pairs) noexcept { return _mm512_castsi512_ps(_mm512_slli_epi32(pairs, 16)); }
__m512 odd_of(__m512i pairs) noexcept {
  return _mm512_castsi512_ps(_mm512_and_si512(pairs, _mm512_set1_epi32(-65536)));
}

__m512i two_of(const std::uint16_t* x) noexcept {
  std::int32_t bits;
  std::memcpy(&bits, x, sizeof(bits));
  return _mm512_set1_epi32(bits);
}

template <int kX>
void bf16_panel(const std::uint16_t* x, const std::uint16_t* a, std::int64_t columns,
                std::int64_t out_stride, float* out) noexcept {
  __m512 even[kX] = {};
  __m512 odd[kX] = {};
  for (std::int64_t c = 0; c < columns; c += 2, a += 2 * kPanelRows) {
    const __m512i pairs = _mm512_loadu_si512(a);
#pragma GCC unroll 4
    for (int i = 0; i < kX; ++i) {
      const __m512i two = two_of(x + i * columns + c);
      even[i] = _mm512_fmadd_ps(even_of(pairs), even_of(two), even[i]);
      odd[i] = _mm512_fmadd_ps(odd_of(pairs), odd_of(two), odd[i]);
    }
  }
  for (int i = 0; i < kX; ++i) {
    _mm512_storeu_ps(out + i * out_stride, _mm512_add_ps(even[i], odd[i]));
  }
}

void bf16_products(const std::uint16_t* x, std::int64_t x_rows, const std::uint16_t* panels,
                   std::int64_t a_rows, std::int64_t columns, float* out) noexcept {
  for (std::int64_t first = 0; first < a_rows; first += kPanelRows) {
    const std::uint16_t* a = panels + first * columns;
    std::int64_t i = 0;
    for (; i + 4 <= x_rows; i += 4) {
      bf16_panel<4>(x + i * columns, a, columns, a_rows, out + i * a_rows + first);
    }
    for (; i < x_rows; ++i) {
      bf16_panel<1>(x + i * columns, a, columns, a_rows, out + i * a_rows + first);
    }
  }
}

}  // namespace

const NarrowTable kNarrowAvx512VpopcntdqTable = {.name = "avx512_vpopcntdq",
                                                 .fp32_products = fp32_products,
                                                 .range = range,
                                                 .quantise = quantise,
                                                 .sums = sums,
                                                 .int8_products = int8_products,
                                                 .values = values,
                                                 .to_bf16 = to_bf16,
                                                 .bf16_products = bf16_products};

}  // namespace orthant::kernels

#endif  // __x86_64__
