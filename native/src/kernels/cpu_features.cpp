#include "kernels/cpu_features.h"

#if defined(__x86_64__)
#include <cpuid.h>

#include <cstdint>
#endif

namespace orthant::kernels {

#if defined(__x86_64__)
namespace {

constexpr bool has(std::uint32_t bits, int bit) noexcept { return ((bits >> bit) & 1U) != 0; }

// The state components that the operating system saves. Legal only where CPUID reports OSXSAVE.
std::uint32_t saved_state() noexcept {
  std::uint32_t low = 0;
  std::uint32_t high = 0;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return low;
}

}  // namespace

// Bit numbers: Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2, CPUID.
CpuFeatures detect_cpu_features() noexcept {
  CpuFeatures features;
  std::uint32_t a = 0;
  std::uint32_t b = 0;
  std::uint32_t c = 0;
  std::uint32_t d = 0;
  if (__get_cpuid(1, &a, &b, &c, &d) == 0) return features;
  features.popcnt = has(c, 23);
  const bool fma = has(c, 12);
  const bool osxsave = has(c, 27);
  if (!osxsave || __get_cpuid_count(7, 0, &a, &b, &c, &d) == 0) return features;
  constexpr std::uint32_t kYmmState = 0x06;  // XMM, upper halves of YMM
  constexpr std::uint32_t kZmmState = 0xE6;  // and opmask, upper halves of ZMM 0-15, ZMM 16-31
  const std::uint32_t saved = saved_state();
  const bool avx2 = has(b, 5) && has(b, 8);  // and BMI2
  features.avx2 = features.popcnt && fma && avx2 && (saved & kYmmState) == kYmmState;
  const bool avx512 = has(b, 16) && has(b, 17) && has(b, 30) && has(b, 31);  // F, DQ, BW, VL
  features.avx512_vpopcntdq =
      features.avx2 && avx512 && has(c, 14) && (saved & kZmmState) == kZmmState;
  features.avx512_vnni = features.avx512_vpopcntdq && has(c, 11);
  if (features.avx512_vpopcntdq && __get_cpuid_count(7, 1, &a, &b, &c, &d) != 0) {
    features.avx512_bf16 = has(a, 5);
  }
  return features;
}

#else

CpuFeatures detect_cpu_features() noexcept {
  CpuFeatures features;
#if defined(__aarch64__)
  features.neon = true;
#endif
  return features;
}

#endif

}  // namespace orthant::kernels
