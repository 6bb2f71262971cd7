#include <array>
#include <cstring>

#include "kernels/cpu_features.h"
#include "kernels/kernels.h"
#include "kernels/narrow_tiers.h"

namespace orthant::kernels {
namespace {

struct Variant {
  const char* tier = nullptr;  // of kernels.h: the variant is used where that tier is active
  bool available = false;
  NarrowTable table = {};
};

constexpr std::size_t kVariants = 7;
using Variants = std::array<Variant, kVariants>;

// Within a tier the better ones come later.
Variants detect_variants() noexcept {
  Variants variants;
  variants[0] = {"scalar", true, kNarrowScalarTable};
  variants[1] = {"popcnt", true, kNarrowScalarTable};
#if defined(__x86_64__)
  const CpuFeatures cpu = detect_cpu_features();
  variants[2] = {"avx2", cpu.avx2, kNarrowAvx2Table};
  const char* avx512 = "avx512_vpopcntdq";
  NarrowTable table = kNarrowAvx512VpopcntdqTable;
  variants[3] = {avx512, cpu.avx512_vpopcntdq, table};
  table.name = "avx512_vnni";
  table.int8_products = avx512_vnni_int8_products;
  variants[4] = {avx512, cpu.avx512_vnni, table};
  table.name = "avx512_bf16";
  table.bf16_products = avx512_bf16_products;
  variants[5] = {avx512, cpu.avx512_vnni && cpu.avx512_bf16, table};
#elif defined(__aarch64__)
  variants[6] = {"neon", true, kNarrowNeonTable};
#endif
  return variants;
}

const Variants& variants() noexcept {
  static const Variants instance = detect_variants();
  return instance;
}

const NarrowTable& choose() noexcept {
  const NarrowTable* best = &kNarrowScalarTable;
  for (const Variant& variant : variants()) {
    if (!variant.available || std::strcmp(variant.tier, active().name) != 0) continue;
    best = &variant.table;
  }
  return *best;
}

}  // namespace

const NarrowTable& narrow() noexcept {
  static const NarrowTable& chosen = choose();
  return chosen;
}

const NarrowTable* narrow_by_name(const char* name) noexcept {
  for (const Variant& variant : variants()) {
    if (variant.available && std::strcmp(variant.table.name, name) == 0) return &variant.table;
  }
  return nullptr;
}

}  // namespace orthant::kernels
