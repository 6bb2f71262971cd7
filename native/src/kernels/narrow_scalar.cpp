// Plain C++, for every processor; the other variants are compared with it.
#include <algorithm>

#include "kernels/narrow_loop.h"
#include "kernels/narrow_tiers.h"

namespace orthant::kernels {
namespace {

void int8_products(const std::uint8_t* x, std::int64_t x_rows, const std::int8_t* panels,
                   std::int64_t a_rows, std::int64_t columns, std::int32_t* out) noexcept {
  for (std::int64_t i = 0; i < x_rows; ++i) {
    const std::uint8_t* row = x + i * columns;
    for (std::int64_t first = 0; first < a_rows; first += kPanelRows) {
      const std::int8_t* a = panels + first * columns;
      std::int32_t sums[kPanelRows] = {};
      for (std::int64_t c = 0; c < columns; c += 4, a += 4 * kPanelRows) {
        for (std::int64_t r = 0; r < kPanelRows; ++r) {
          for (std::int64_t k = 0; k < 4; ++k) sums[r] += row[c + k] * a[4 * r + k];
        }
      }
      std::memcpy(out + i * a_rows + first, sums, sizeof(sums));
    }
  }
}

// Columns in turn belong to four sums, as in the other variants.
void fp32_products(const float* x, std::int64_t x_rows, const float* panels, std::int64_t a_rows,
                   std::int64_t columns, float* out, std::int64_t out_stride) noexcept {
  for (std::int64_t i = 0; i < x_rows; ++i) {
    const float* row = x + i * columns;
    for (std::int64_t first = 0; first < a_rows; first += kPanelRows) {
      const float* a = panels + first * columns;
      float sums[4][kPanelRows] = {};
      for (std::int64_t c = 0; c < columns; ++c, a += kPanelRows) {
        float* sum = sums[c % 4];
        for (std::int64_t r = 0; r < kPanelRows; ++r) sum[r] += row[c] * a[r];
      }
      for (std::int64_t r = 0; r < std::min(kPanelRows, a_rows - first); ++r) {
        out[i * out_stride + first + r] = (sums[0][r] + sums[1][r]) + (sums[2][r] + sums[3][r]);
      }
    }
  }
}

float widened(std::uint16_t upper) noexcept {
  const std::uint32_t bits = static_cast<std::uint32_t>(upper) << 16;
  float value;
  std::memcpy(&value, &bits, sizeof(value));
  return value;
}

// The sums of even and of odd columns apart, as the vectors have them.
void bf16_products(const std::uint16_t* x, std::int64_t x_rows, const std::uint16_t* panels,
                   std::int64_t a_rows, std::int64_t columns, float* out) noexcept {
  for (std::int64_t i = 0; i < x_rows; ++i) {
    const std::uint16_t* row = x + i * columns;
    for (std::int64_t first = 0; first < a_rows; first += kPanelRows) {
      const std::uint16_t* a = panels + first * columns;
      float even[kPanelRows] = {};
      float odd[kPanelRows] = {};
      for (std::int64_t c = 0; c < columns; c += 2, a += 2 * kPanelRows) {
        for (std::int64_t r = 0; r < kPanelRows; ++r) {
          even[r] += widened(row[c]) * widened(a[2 * r]);
          odd[r] += widened(row[c + 1]) * widened(a[2 * r + 1]);
        }
      }
      for (std::int64_t r = 0; r < kPanelRows; ++r) out[i * a_rows + first + r] = even[r] + odd[r];
    }
  }
}

}  // namespace

const NarrowTable kNarrowScalarTable = {.name = "scalar",
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
