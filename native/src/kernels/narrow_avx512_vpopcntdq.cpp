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

// As in narrow_loop.h, the sums in registers.
double squares_in_registers(const float* x, std::int64_t count) noexcept {
  __m512d sums_of[kSquareSums / 8] = {};
  std::int64_t i = 0;
  for (; i + kSquareSums <= count; i += kSquareSums) {
#pragma GCC unroll 4
    for (int part = 0; part < kSquareSums / 8; ++part) {
      const __m512d values_of = _mm512_cvtps_pd(_mm256_loadu_ps(x + i + 8 * part));
      sums_of[part] = _mm512_add_pd(sums_of[part], _mm512_mul_pd(values_of, values_of));
    }
  }
  double stored[kSquareSums];
  for (int part = 0; part < kSquareSums / 8; ++part) {
    _mm512_storeu_pd(stored + 8 * part, sums_of[part]);
  }
  return sum_of_squares(stored, x + i, count - i);
}

constexpr int kChains = 4;  // sums that columns belong to in turn

// Of a panel the rows that there are: the `left` next ones, at most all.
__mmask16 lanes_of(std::int64_t left) noexcept {
  return static_cast<__mmask16>(left >= kPanelRows ? 0xFFFF : (1U << left) - 1);
}

__m512 sum_of(const __m512* chains, int stride) noexcept {
  return _mm512_add_ps(_mm512_add_ps(chains[0], chains[stride]),
                       _mm512_add_ps(chains[2 * stride], chains[3 * stride]));
}

// One row of x against one panel: all chains at once, so that no sum waits for another and the
// panel is read front to back.
void fp32_row(const float* x, const float* a, std::int64_t columns, __mmask16 lanes,
              float* out) noexcept {
  __m512 sums[kChains] = {};
  const auto step = [&](std::int64_t c, int k) {
    sums[k] = _mm512_fmadd_ps(_mm512_set1_ps(x[c]), _mm512_loadu_ps(a + c * kPanelRows), sums[k]);
  };
  constexpr std::int64_t kStep = 2 * kChains;
  std::int64_t c = 0;
  for (; c + kStep <= columns; c += kStep) {
#pragma GCC unroll 8
    for (int k = 0; k < kStep; ++k) step(c + k, k % kChains);
  }
#pragma GCC unroll 8
  for (int k = 0; k < kStep - 1; ++k) {
    if (c + k < columns) step(c + k, k % kChains);
  }
  _mm512_mask_storeu_ps(out, lanes, sum_of(sums, 1));
}

// kX rows of x against kPanels panels, of which the last has `lanes`: one chain after the other,
// so that each number that is loaded serves many sums.
template <int kX, int kPanels>
void fp32_tile(const float* x, const float* a, std::int64_t columns, __mmask16 lanes, float* out,
               std::int64_t out_stride) noexcept {
  constexpr int kSums = kX * kPanels;
  __m512 chains[kChains * kSums];
  for (int k = 0; k < kChains; ++k) {
    __m512 sums[kSums] = {};
    for (std::int64_t c = k; c < columns; c += kChains) {
#pragma GCC unroll 16
      for (int d = 0; d < kSums; ++d) {
        const __m512 part = _mm512_loadu_ps(a + (d % kPanels * columns + c) * kPanelRows);
        sums[d] = _mm512_fmadd_ps(_mm512_set1_ps(x[d / kPanels * columns + c]), part, sums[d]);
      }
    }
#pragma GCC unroll 16
    for (int d = 0; d < kSums; ++d) chains[k * kSums + d] = sums[d];
  }
  for (int d = 0; d < kSums; ++d) {
    const __mmask16 wanted = d % kPanels == kPanels - 1 ? lanes : 0xFFFF;
    float* to = out + d / kPanels * out_stride + d % kPanels * kPanelRows;
    _mm512_mask_storeu_ps(to, wanted, sum_of(chains + d, kSums));
  }
}

template <int kPanels>
void fp32_panels(const float* x, std::int64_t x_rows, const float* a, std::int64_t columns,
                 __mmask16 lanes, float* out, std::int64_t out_stride) noexcept {
  std::int64_t i = 0;
  for (; i + 8 <= x_rows; i += 8) {
    fp32_tile<8, kPanels>(x + i * columns, a, columns, lanes, out + i * out_stride, out_stride);
  }
  for (; i < x_rows; ++i) {
    for (int p = 0; p < kPanels; ++p) {
      fp32_row(x + i * columns, a + p * kPanelRows * columns, columns,
               p == kPanels - 1 ? lanes : 0xFFFF, out + i * out_stride + p * kPanelRows);
    }
  }
}

void fp32_products(const float* x, std::int64_t x_rows, const float* panels, std::int64_t a_rows,
                   std::int64_t columns, float* out, std::int64_t out_stride) noexcept {
  std::int64_t first = 0;
  for (; first + kPanelRows < a_rows; first += 2 * kPanelRows) {
    fp32_panels<2>(x, x_rows, panels + first * columns, columns,
                   lanes_of(a_rows - first - kPanelRows), out + first, out_stride);
  }
  if (first >= a_rows) return;
  fp32_panels<1>(x, x_rows, panels + first * columns, columns, lanes_of(a_rows - first),
                 out + first, out_stride);
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
                                                 .sum_of_squares = squares_in_registers,
                                                 .place = place,
                                                 .float_rbf = float_rbf,
                                                 .double_rbf = double_rbf,
                                                 .positive = positive,
                                                 .range = range,
                                                 .quantise = quantise,
                                                 .sums = sums,
                                                 .int8_products = int8_products,
                                                 .values = values,
                                                 .to_bf16 = to_bf16,
                                                 .bf16_products = bf16_products};

}  // namespace orthant::kernels

#endif  // __x86_64__
