// AVX2. VPMADDUBSW would saturate (255 * 127 twice), so bytes are widened to 16 bits first and
// VPMADDWD adds two products in 32 bits: exact.
#if defined(__x86_64__)
#include <immintrin.h>

#include "kernels/narrow_loop.h"
#include "kernels/narrow_tiers.h"

namespace orthant::kernels {
namespace {

constexpr int kQuarters = 4;  // of a panel: four rows of four columns are 16 bytes

// Two sums per row side by side in each of a and b, of four rows each: their eight sums, in order.
__m256i pair_sums(__m256i a, __m256i b) noexcept {
  return _mm256_permute4x64_epi64(_mm256_hadd_epi32(a, b), _MM_SHUFFLE(3, 1, 2, 0));
}

__m256i four_of(const std::uint8_t* x) noexcept {
  std::int32_t bytes;
  std::memcpy(&bytes, x, sizeof(bytes));
  return _mm256_broadcastq_epi64(_mm_cvtepu8_epi16(_mm_cvtsi32_si128(bytes)));
}

// kX rows of x against one panel.
template <int kX>
void int8_panel(const std::uint8_t* x, const std::int8_t* a, std::int64_t columns,
                std::int64_t out_stride, std::int32_t* out) noexcept {
  __m256i sums[kX * kQuarters] = {};
  for (std::int64_t c = 0; c < columns; c += 4, a += 4 * kPanelRows) {
    __m256i wide[kQuarters];
    for (int r = 0; r < kQuarters; ++r) {
      wide[r] = _mm256_cvtepi8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(a) + r));
    }
#pragma GCC unroll 2
    for (int i = 0; i < kX; ++i) {
      const __m256i four = four_of(x + i * columns + c);
      for (int r = 0; r < kQuarters; ++r) {
        __m256i& sum = sums[i * kQuarters + r];
        sum = _mm256_add_epi32(sum, _mm256_madd_epi16(wide[r], four));
      }
    }
  }
  for (int i = 0; i < kX; ++i) {
    auto* to = reinterpret_cast<__m256i*>(out + i * out_stride);
    const __m256i* row = sums + i * kQuarters;
    _mm256_storeu_si256(to, pair_sums(row[0], row[1]));
    _mm256_storeu_si256(to + 1, pair_sums(row[2], row[3]));
  }
}

void int8_products(const std::uint8_t* x, std::int64_t x_rows, const std::int8_t* panels,
                   std::int64_t a_rows, std::int64_t columns, std::int32_t* out) noexcept {
  for (std::int64_t first = 0; first < a_rows; first += kPanelRows) {
    const std::int8_t* a = panels + first * columns;
    std::int64_t i = 0;
    for (; i + 2 <= x_rows; i += 2) {
      int8_panel<2>(x + i * columns, a, columns, a_rows, out + i * a_rows + first);
    }
    if (i < x_rows) int8_panel<1>(x + i * columns, a, columns, a_rows, out + i * a_rows + first);
  }
}

constexpr int kChains = 4;  // sums that columns belong to in turn
constexpr int kHalf = 8;    // rows of a panel in a vector

// The first `left` of eight values, at most all.
void store(float* out, __m256 eight, std::int64_t left) noexcept {
  if (left >= kHalf) return _mm256_storeu_ps(out, eight);
  if (left <= 0) return;
  const __m256i lanes = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
  const __m256i wanted = _mm256_cmpgt_epi32(_mm256_set1_epi32(static_cast<int>(left)), lanes);
  _mm256_maskstore_ps(out, wanted, eight);
}

__m256 sum_of(const __m256* chains, int stride) noexcept {
  return _mm256_add_ps(_mm256_add_ps(chains[0], chains[stride]),
                       _mm256_add_ps(chains[2 * stride], chains[3 * stride]));
}

// One row of x against one panel, of which `left` rows are wanted: all chains at once, so that no
// sum waits for another and the panel is read front to back.
void fp32_row(const float* x, const float* a, std::int64_t columns, std::int64_t left,
              float* out) noexcept {
  __m256 sums[2 * kChains] = {};
  const auto step = [&](std::int64_t c, int k) {
    const __m256 value = _mm256_broadcast_ss(x + c);
#pragma GCC unroll 2
    for (int h = 0; h < 2; ++h) {
      const __m256 part = _mm256_loadu_ps(a + c * kPanelRows + h * kHalf);
      sums[2 * k + h] = _mm256_fmadd_ps(value, part, sums[2 * k + h]);
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
  for (int h = 0; h < 2; ++h) store(out + h * kHalf, sum_of(sums + h, 2), left - h * kHalf);
}

// kX rows of x against one panel: one chain after the other, so that each number that is loaded
// serves many sums.
template <int kX>
void fp32_tile(const float* x, const float* a, std::int64_t columns, std::int64_t left, float* out,
               std::int64_t out_stride) noexcept {
  constexpr int kSums = 2 * kX;
  __m256 chains[kChains * kSums];
  for (int k = 0; k < kChains; ++k) {
    __m256 sums[kSums] = {};
    for (std::int64_t c = k; c < columns; c += kChains) {
#pragma GCC unroll 12
      for (int d = 0; d < kSums; ++d) {
        const __m256 part = _mm256_loadu_ps(a + c * kPanelRows + d % 2 * kHalf);
        sums[d] = _mm256_fmadd_ps(_mm256_broadcast_ss(x + d / 2 * columns + c), part, sums[d]);
      }
    }
#pragma GCC unroll 12
    for (int d = 0; d < kSums; ++d) chains[k * kSums + d] = sums[d];
  }
  for (int d = 0; d < kSums; ++d) {
    const int first = d % 2 * kHalf;
    store(out + d / 2 * out_stride + first, sum_of(chains + d, kSums), left - first);
  }
}

void fp32_products(const float* x, std::int64_t x_rows, const float* panels, std::int64_t a_rows,
                   std::int64_t columns, float* out, std::int64_t out_stride) noexcept {
  constexpr int kRows = 6;
  for (std::int64_t first = 0; first < a_rows; first += kPanelRows) {
    const float* a = panels + first * columns;
    const std::int64_t left = a_rows - first;
    std::int64_t i = 0;
    for (; i + kRows <= x_rows; i += kRows) {
      fp32_tile<kRows>(x + i * columns, a, columns, left, out + i * out_stride + first, out_stride);
    }
    for (; i < x_rows; ++i) {
      fp32_row(x + i * columns, a, columns, left, out + i * out_stride + first);
    }
  }
}

// The floats whose upper halves are the even, and the odd, 16-bit numbers.
__m256 even_of(__m256i pairs) noexcept { return _mm256_castsi256_ps(_mm256_slli_epi32(pairs, 16)); }
__m256 odd_of(__m256i pairs) noexcept {
  return _mm256_castsi256_ps(_mm256_and_si256(pairs, _mm256_set1_epi32(-65536)));
}

__m256i two_of(const std::uint16_t* x) noexcept {
  std::int32_t bits;
  std::memcpy(&bits, x, sizeof(bits));
  return _mm256_set1_epi32(bits);
}

template <int kX>
void bf16_panel(const std::uint16_t* x, const std::uint16_t* a, std::int64_t columns,
                std::int64_t out_stride, float* out) noexcept {
  __m256 even[2 * kX] = {};
  __m256 odd[2 * kX] = {};
  for (std::int64_t c = 0; c < columns; c += 2, a += 2 * kPanelRows) {
    const auto* from = reinterpret_cast<const __m256i*>(a);
    const __m256i half[2] = {_mm256_loadu_si256(from), _mm256_loadu_si256(from + 1)};
#pragma GCC unroll 2
    for (int i = 0; i < kX; ++i) {
      const __m256i two = two_of(x + i * columns + c);
      for (int h = 0; h < 2; ++h) {
        __m256& even_sum = even[2 * i + h];
        __m256& odd_sum = odd[2 * i + h];
        even_sum = _mm256_fmadd_ps(even_of(half[h]), even_of(two), even_sum);
        odd_sum = _mm256_fmadd_ps(odd_of(half[h]), odd_of(two), odd_sum);
      }
    }
  }
  for (int i = 0; i < kX; ++i) {
    for (int h = 0; h < 2; ++h) {
      _mm256_storeu_ps(out + i * out_stride + 8 * h,
                       _mm256_add_ps(even[2 * i + h], odd[2 * i + h]));
    }
  }
}

void bf16_products(const std::uint16_t* x, std::int64_t x_rows, const std::uint16_t* panels,
                   std::int64_t a_rows, std::int64_t columns, float* out) noexcept {
  for (std::int64_t first = 0; first < a_rows; first += kPanelRows) {
    const std::uint16_t* a = panels + first * columns;
    std::int64_t i = 0;
    for (; i + 2 <= x_rows; i += 2) {
      bf16_panel<2>(x + i * columns, a, columns, a_rows, out + i * a_rows + first);
    }
    if (i < x_rows) bf16_panel<1>(x + i * columns, a, columns, a_rows, out + i * a_rows + first);
  }
}

}  // namespace

const NarrowTable kNarrowAvx2Table = {.name = "avx2",
                                      .fp32_products = fp32_products,
                                      .sum_of_squares = sum_of_squares,
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
