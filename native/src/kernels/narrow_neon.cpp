// NEON of every 64-bit ARM processor: no dot products of bytes are assumed.
#if defined(__aarch64__)
#include <arm_neon.h>

#include "kernels/narrow_loop.h"
#include "kernels/narrow_tiers.h"

namespace orthant::kernels {
namespace {

// One row of x against one panel; each row of the panel has a vector of four sums.
void int8_panel(const std::uint8_t* x, const std::int8_t* a, std::int64_t columns,
                std::int32_t* out) noexcept {
  int32x4_t sums[kPanelRows];
  for (int32x4_t& sum : sums) sum = vdupq_n_s32(0);
  for (std::int64_t c = 0; c < columns; c += 4, a += 4 * kPanelRows) {
    std::uint32_t bytes;
    std::memcpy(&bytes, x + c, sizeof(bytes));
    const uint16x8_t wide = vmovl_u8(vcreate_u8(bytes));
    const int16x4_t four = vreinterpret_s16_u16(vget_low_u16(wide));
#pragma GCC unroll 8
    for (int r = 0; r < kPanelRows; r += 2) {
      const int16x8_t two_rows = vmovl_s8(vld1_s8(a + 4 * r));
      sums[r] = vmlal_s16(sums[r], vget_low_s16(two_rows), four);
      sums[r + 1] = vmlal_s16(sums[r + 1], vget_high_s16(two_rows), four);
    }
  }
  for (int r = 0; r < kPanelRows; r += 4) {
    const int32x4_t low = vpaddq_s32(sums[r], sums[r + 1]);
    const int32x4_t high = vpaddq_s32(sums[r + 2], sums[r + 3]);
    vst1q_s32(out + r, vpaddq_s32(low, high));
  }
}

void int8_products(const std::uint8_t* x, std::int64_t x_rows, const std::int8_t* panels,
                   std::int64_t a_rows, std::int64_t columns, std::int32_t* out) noexcept {
  for (std::int64_t first = 0; first < a_rows; first += kPanelRows) {
    for (std::int64_t i = 0; i < x_rows; ++i) {
      int8_panel(x + i * columns, panels + first * columns, columns, out + i * a_rows + first);
    }
  }
}

constexpr int kChains = 4;    // sums that columns belong to in turn
constexpr int kQuarters = 4;  // of a panel

// One row of x against one panel, of which `left` rows are wanted.
void fp32_panel(const float* x, const float* a, std::int64_t columns, std::int64_t left,
                float* out) noexcept {
  float32x4_t sums_of[kChains * kQuarters];
  for (float32x4_t& sum : sums_of) sum = vdupq_n_f32(0.0F);
  const auto step = [&](std::int64_t c, int k) {
#pragma GCC unroll 4
    for (int r = 0; r < kQuarters; ++r) {
      const float32x4_t part = vld1q_f32(a + c * kPanelRows + 4 * r);
      sums_of[r * kChains + k] = vfmaq_n_f32(sums_of[r * kChains + k], part, x[c]);
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
  float part[kPanelRows];
  float* to = left >= kPanelRows ? out : part;
#pragma GCC unroll 4
  for (int r = 0; r < kQuarters; ++r) {
    const float32x4_t* sum = sums_of + r * kChains;
    vst1q_f32(to + 4 * r, vaddq_f32(vaddq_f32(sum[0], sum[1]), vaddq_f32(sum[2], sum[3])));
  }
  if (to == part) std::memcpy(out, part, static_cast<std::size_t>(left) * sizeof(float));
}

void fp32_products(const float* x, std::int64_t x_rows, const float* panels, std::int64_t a_rows,
                   std::int64_t columns, float* out, std::int64_t out_stride) noexcept {
  for (std::int64_t first = 0; first < a_rows; first += kPanelRows) {
    for (std::int64_t i = 0; i < x_rows; ++i) {
      fp32_panel(x + i * columns, panels + first * columns, columns, a_rows - first,
                 out + i * out_stride + first);
    }
  }
}

float32x4_t even_of(uint32x4_t pairs) noexcept {
  return vreinterpretq_f32_u32(vshlq_n_u32(pairs, 16));
}
float32x4_t odd_of(uint32x4_t pairs) noexcept {
  return vreinterpretq_f32_u32(vandq_u32(pairs, vdupq_n_u32(0xFFFF0000U)));
}

void bf16_panel(const std::uint16_t* x, const std::uint16_t* a, std::int64_t columns,
                float* out) noexcept {
  float32x4_t even[kQuarters];
  float32x4_t odd[kQuarters];
  for (int r = 0; r < kQuarters; ++r) even[r] = odd[r] = vdupq_n_f32(0.0F);
  for (std::int64_t c = 0; c < columns; c += 2, a += 2 * kPanelRows) {
    std::uint32_t bits;
    std::memcpy(&bits, x + c, sizeof(bits));
    const uint32x4_t two = vdupq_n_u32(bits);
#pragma GCC unroll 4
    for (int r = 0; r < kQuarters; ++r) {
      const uint32x4_t pairs = vreinterpretq_u32_u16(vld1q_u16(a + 8 * r));
      even[r] = vfmaq_f32(even[r], even_of(pairs), even_of(two));
      odd[r] = vfmaq_f32(odd[r], odd_of(pairs), odd_of(two));
    }
  }
  for (int r = 0; r < kQuarters; ++r) vst1q_f32(out + 4 * r, vaddq_f32(even[r], odd[r]));
}

void bf16_products(const std::uint16_t* x, std::int64_t x_rows, const std::uint16_t* panels,
                   std::int64_t a_rows, std::int64_t columns, float* out) noexcept {
  for (std::int64_t first = 0; first < a_rows; first += kPanelRows) {
    for (std::int64_t i = 0; i < x_rows; ++i) {
      bf16_panel(x + i * columns, panels + first * columns, columns, out + i * a_rows + first);
    }
  }
}

}  // namespace

const NarrowTable kNarrowNeonTable = {.name = "neon",
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

#endif  // __aarch64__
