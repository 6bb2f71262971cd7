// Which tier is in use. main.cpp has already compared the active tier with ORTHANT_SIMD.
#include "kernels/kernels.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <sstream>
#include <string>
#include <vector>

#include "kernels/cpu_features.h"
#include "kernels/tier_test.h"

namespace orthant::kernels {
namespace {

std::vector<std::string> available_tiers() {
  std::vector<std::string> tiers;
  std::istringstream list(available());
  for (std::string name; std::getline(list, name, ',');) tiers.push_back(name);
  return tiers;
}

TEST(DispatchTest, ListsTheTiersWorstFirst) {
  std::vector<std::string> expected;
  for (const char* name : kTierNames) {
    if (by_name(name) != nullptr) expected.emplace_back(name);
  }
  EXPECT_EQ(available_tiers(), expected);
  EXPECT_EQ(expected.front(), "scalar");
}

TEST(DispatchTest, FindsEachTierByItsOwnName) {
  for (const std::string& name : available_tiers()) {
    ASSERT_NE(by_name(name.c_str()), nullptr) << name;
    EXPECT_EQ(by_name(name.c_str())->name, name);
  }
  EXPECT_EQ(by_name("avx"), nullptr);
  EXPECT_EQ(by_name(""), nullptr);
}

TEST(DispatchTest, WithoutACapTheBestTierIsActive) {
  if (std::getenv("ORTHANT_SIMD") != nullptr) GTEST_SKIP() << "ORTHANT_SIMD is set";
  EXPECT_EQ(active().name, available_tiers().back());
}

TEST(DispatchTest, HasTheTiersThatTheProcessorHas) {
  const CpuFeatures cpu = detect_cpu_features();
  EXPECT_EQ(by_name("popcnt") != nullptr, cpu.popcnt);
  EXPECT_EQ(by_name("avx2") != nullptr, cpu.avx2);
  EXPECT_EQ(by_name("avx512_vpopcntdq") != nullptr, cpu.avx512_vpopcntdq);
  EXPECT_EQ(by_name("neon") != nullptr, cpu.neon);
#if defined(__x86_64__)
  EXPECT_EQ(cpu.popcnt, __builtin_cpu_supports("popcnt") != 0);
  EXPECT_EQ(cpu.avx2, __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0 &&
                          __builtin_cpu_supports("bmi2") != 0);
  EXPECT_EQ(cpu.avx512_vpopcntdq, __builtin_cpu_supports("avx512vpopcntdq") != 0);
#endif
}

}  // namespace
}  // namespace orthant::kernels
