// The products of encoding: of floats, and of the narrow numbers (int8, bf16) of models in another
// precision; and what brings vectors into that form. A second table beside kernels.h: instructions
// for narrow numbers (VNNI, BF16) are extensions that processors of one tier have or lack.
//
// Integers, and the conversions of floats, are the same on every processor: single operations of
// IEEE 754 in a fixed order. Only the products of floats and of bf16 round per variant; within one,
// a value depends on its operands alone. Pure: no allocation, no lock.
//
// Weights lie in panels of kPanelRows rows, padded with zeros, so that one vector of a kernel holds
// a few neighbouring columns of all rows of a panel: no sum has to be taken across it, and all
// weights are read front to back, as fast as the cache gives them.
#pragma once

#include <cstdint>

namespace orthant::kernels {

inline constexpr std::int64_t kPanelRows = 16;
inline constexpr std::int64_t kInt8Step = 8;  // int8 columns are padded to a multiple
inline constexpr std::int64_t kBf16Step = 4;  // bf16 columns likewise
// 255 * 127 times so many columns stays below 2^31, and 255^2 times as many below 2^32.
inline constexpr std::int64_t kMostInt8Columns = 65536;

[[nodiscard]] constexpr std::int64_t padded(std::int64_t count, std::int64_t step) noexcept {
  return (count + step - 1) / step * step;
}

// Where the weight of row `row` and column `column` lies among panels of `columns` columns.
[[nodiscard]] constexpr std::int64_t int8_place(std::int64_t row, std::int64_t column,
                                                std::int64_t columns) noexcept {
  return (row / kPanelRows * (columns / 4) + column / 4) * 4 * kPanelRows + row % kPanelRows * 4 +
         column % 4;
}
[[nodiscard]] constexpr std::int64_t bf16_place(std::int64_t row, std::int64_t column,
                                                std::int64_t columns) noexcept {
  return (row / kPanelRows * (columns / 2) + column / 2) * 2 * kPanelRows + row % kPanelRows * 2 +
         column % 2;
}

[[nodiscard]] constexpr std::int64_t fp32_place(std::int64_t row, std::int64_t column,
                                                std::int64_t columns) noexcept {
  return (row / kPanelRows * columns + column) * kPanelRows + row % kPanelRows;
}

struct Int8Sums {
  std::uint32_t values;
  std::uint32_t squares;
};

struct NarrowTable {
  const char* name;

  // out[i * out_stride + j] = <x_i, a_j> for j < a_rows <= out_stride. x is row-major; nothing is
  // written between the rows of out. One row of x or many, the same float comes out.
  void (*fp32_products)(const float* x, std::int64_t x_rows, const float* panels,
                        std::int64_t a_rows, std::int64_t columns, float* out,
                        std::int64_t out_stride) noexcept;

  // In double precision, in the order of data/sum_of_squares.h.
  double (*sum_of_squares)(const float* x, std::int64_t count) noexcept;

  // out = float(x * scale) - mean, nothing fused; mean may be null: zero.
  void (*place)(const float* x, std::int64_t count, double scale, const float* mean,
                float* out) noexcept;

  // dots[j] = exp(rate * max(0, square + squares[j] - 2 dots[j])) in double precision, by the
  // exponential of portable_math.h; 0 for a dot that is NaN or positive infinity: it left its
  // type's range, and the distance with it.
  void (*float_rbf)(float* dots, std::int64_t count, double square, const double* squares,
                    double rate) noexcept;
  void (*double_rbf)(double* dots, std::int64_t count, double square, const double* squares,
                     double rate) noexcept;

  // Bit j: values[j] > 0. count <= 64; the other bits are clear.
  std::uint64_t (*positive)(const float* values, std::int64_t count) noexcept;

  // The least and the greatest of count >= 1 values; false if one of them is not finite. A zero is
  // never negative.
  bool (*range)(const float* x, std::int64_t count, float* least, float* greatest) noexcept;

  // q = round((x * power - least) * inverse), to the nearest, ties to even; the caller sees to it
  // that results lie in 0 to 255.
  void (*quantise)(const float* x, std::int64_t count, float power, float least, float inverse,
                   std::uint8_t* q) noexcept;

  // The sum of q and of its squares; count <= kMostInt8Columns.
  Int8Sums (*sums)(const std::uint8_t* q, std::int64_t count) noexcept;

  // out[i * a_rows + j] = sum over c of x_i[c] * a_j[c], exact. x is row-major; a_rows is a
  // multiple of kPanelRows, columns one of kInt8Step, at most kMostInt8Columns.
  void (*int8_products)(const std::uint8_t* x, std::int64_t x_rows, const std::int8_t* panels,
                        std::int64_t a_rows, std::int64_t columns, std::int32_t* out) noexcept;

  // out[j] = scales[j] * (step * products[j] + least * weights[j]) + offsets[j], nothing fused.
  void (*values)(const std::int32_t* products, std::int64_t count, double step, double least,
                 const double* scales, const double* weights, const double* offsets,
                 double* out) noexcept;

  // The upper halves of floats, rounded to the nearest, ties to even. x is finite.
  void (*to_bf16)(const float* x, std::int64_t count, std::uint16_t* out) noexcept;

  // The same for bf16: products exact, sums in float. a_rows is a multiple of kPanelRows, columns
  // one of kBf16Step. One row of x or many, the same float comes out.
  void (*bf16_products)(const std::uint16_t* x, std::int64_t x_rows, const std::uint16_t* panels,
                        std::int64_t a_rows, std::int64_t columns, float* out) noexcept;
};

// The variant in use: the best that the processor has within the tier that is active (kernels.h).
[[nodiscard]] const NarrowTable& narrow() noexcept;

// A variant by name, for tests; nullptr if the processor lacks it or it is not built. In order:
// scalar, avx2, avx512_vpopcntdq, avx512_vnni, avx512_bf16, neon. Each of the three for AVX-512 has
// the instructions of those before it.
[[nodiscard]] const NarrowTable* narrow_by_name(const char* name) noexcept;

}  // namespace orthant::kernels
