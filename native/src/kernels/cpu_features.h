// What the processor can do and the operating system keeps: CPUID says which instructions exist,
// XCR0 (read by XGETBV) which registers survive a context switch. Both must agree before a tier is
// used.
#pragma once

namespace orthant::kernels {

struct CpuFeatures {
  bool popcnt = false;
  bool avx2 = false;  // AVX2, FMA and BMI2, with 256-bit registers saved
  bool avx512_vpopcntdq =
      false;          // AVX-512 F, BW, VL, DQ and VPOPCNTDQ, with 512-bit registers saved
  // Extensions of that tier: inner products of int8 and of bf16.
  bool avx512_vnni = false;
  bool avx512_bf16 = false;
  bool neon = false;  // every 64-bit ARM processor
};

[[nodiscard]] CpuFeatures detect_cpu_features() noexcept;

}  // namespace orthant::kernels
