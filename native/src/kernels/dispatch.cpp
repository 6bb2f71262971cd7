#include <array>
#include <cstdlib>
#include <cstring>

#include "kernels/cpu_features.h"
#include "kernels/tiers.h"

namespace orthant::kernels {
namespace {

struct Tier {
  const char* name;
  const KernelTable* table;  // nullptr: not built, or the processor lacks it
};

// The order that ORTHANT_SIMD caps; tiers of other architectures are known by name.
constexpr std::size_t kTiers = 5;
using Tiers = std::array<Tier, kTiers>;

Tiers detect_tiers() noexcept {
  const CpuFeatures cpu = detect_cpu_features();
  Tiers tiers{{{"scalar", &kScalarTable},
               {"popcnt", nullptr},
               {"avx2", nullptr},
               {"avx512_vpopcntdq", nullptr},
               {"neon", nullptr}}};
#if defined(__x86_64__)
  if (cpu.popcnt) tiers[1].table = &kPopcntTable;
  if (cpu.avx2) tiers[2].table = &kAvx2Table;
  if (cpu.avx512_vpopcntdq) tiers[3].table = &kAvx512VpopcntdqTable;
#elif defined(__aarch64__)
  if (cpu.neon) tiers[4].table = &kNeonTable;
#else
  static_cast<void>(cpu);
#endif
  return tiers;
}

class Dispatch {
 public:
  Dispatch() noexcept : tiers_(detect_tiers()) {
    std::size_t cap = kTiers - 1;
    const char* word = std::getenv("ORTHANT_SIMD");
    if (word != nullptr && *word != '\0') {
      const std::size_t named = find(word);
      cap_is_valid_ = named < kTiers;
      if (cap_is_valid_) cap = named;
    }
    for (std::size_t i = 0; i < kTiers; ++i) {
      if (tiers_[i].table == nullptr) continue;
      if (i <= cap) active_ = tiers_[i].table;
      if (available_[0] != '\0') std::strcat(available_.data(), ",");
      std::strcat(available_.data(), tiers_[i].name);
    }
  }

  [[nodiscard]] const KernelTable& active() const noexcept { return *active_; }
  [[nodiscard]] bool cap_is_valid() const noexcept { return cap_is_valid_; }
  [[nodiscard]] const char* available() const noexcept { return available_.data(); }
  [[nodiscard]] const KernelTable* by_name(const char* name) const noexcept {
    const std::size_t i = find(name);
    return i < kTiers ? tiers_[i].table : nullptr;
  }

 private:
  [[nodiscard]] std::size_t find(const char* name) const noexcept {
    std::size_t i = 0;
    while (i < kTiers && std::strcmp(tiers_[i].name, name) != 0) ++i;
    return i;
  }

  Tiers tiers_;
  const KernelTable* active_ = &kScalarTable;
  bool cap_is_valid_ = true;
  std::array<char, 64> available_{};  // all five names and their commas take 40 bytes
};

const Dispatch& dispatch() noexcept {
  static const Dispatch instance;
  return instance;
}

}  // namespace

const KernelTable& active() noexcept { return dispatch().active(); }
const KernelTable* by_name(const char* name) noexcept { return dispatch().by_name(name); }
const char* available() noexcept { return dispatch().available(); }
bool cap_is_valid() noexcept { return dispatch().cap_is_valid(); }

}  // namespace orthant::kernels
