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

float32x4_t even_of(uint32x4_t pairs) noexcept {
  return vreinterpretq_f32_u32(vshlq_n_u32(pairs, 16));
}
float32x4_t odd_of(uint32x4_t pairs) noexcept {
  return vreinterpretq_f32_u32(vandq_u32(pairs, vdupq_n_u32(0xFFFF0000U)));
}

void bf16_panel(const std::uint16_t* x, const std::uint16_t* a, std::int64_t columns,
                float* out) noexcept {
  constexpr int kQuarters = 4;
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
                                      .range = range,
                                      .quantise = quantise,
                                      .sums = sums,
                                      .int8_products = int8_products,
                                      .values = values,
                                      .to_bf16 = to_bf16,
                                      .bf16_products = bf16_products};

}  // namespace orthant::kernels

#endif  // __aarch64__
