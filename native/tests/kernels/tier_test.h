// A test that runs once per tier; a tier that this processor lacks is reported as skipped, by name.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "kernels/kernels.h"

namespace orthant::kernels {

inline constexpr const char* kTierNames[] = {"scalar", "popcnt", "avx2", "avx512_vpopcntdq",
                                             "neon"};

class TierTest : public ::testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    tier_ = by_name(GetParam());
    if (tier_ == nullptr) GTEST_SKIP() << "this processor lacks the tier " << GetParam();
  }

  const KernelTable* tier_ = nullptr;
};

inline std::string tier_name(const ::testing::TestParamInfo<const char*>& info) {
  return info.param;
}

}  // namespace orthant::kernels
