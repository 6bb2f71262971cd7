#include "search/sampled_radius.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/rng.h"
#include "kernels/kernels.h"

namespace orthant {
namespace {

TEST(SampledRadius, IsTheSmallestThatHoldsAsManyAsNeeded) {
  constexpr std::int32_t kBits = 64;
  Rng rng(1);
  SampledRadius radius(kBits);
  for (const std::int64_t needed : {1, 3, 20}) {
    radius.start(needed, kBits);
    std::vector<std::int32_t> seen;
    for (int i = 0; i < 500; ++i) {
      const auto distance = static_cast<std::int32_t>(rng.below(kBits + 1));
      seen.push_back(distance);
      if (distance <= radius.radius()) radius.count(distance);
      std::sort(seen.begin(), seen.end());
      const auto at = static_cast<std::size_t>(needed - 1);
      ASSERT_EQ(radius.radius(), seen.size() <= at ? kBits : seen[at]) << needed << " of " << i;
    }
  }
}

TEST(SampledRadius, StaysWithinTheRadiusWanted) {
  SampledRadius radius(128);
  radius.start(2, 5);
  radius.count(5);
  EXPECT_EQ(radius.radius(), 5);
  radius.count(0);
  EXPECT_EQ(radius.radius(), 5);
  radius.count(0);
  EXPECT_EQ(radius.radius(), 0);
  radius.start(1, 0);
  EXPECT_EQ(radius.radius(), 0);
}

TEST(RadiusSample, LiesWithinTheCodesPieceByPiece) {
  for (const std::int64_t codes : {0, 1, 32767, 32768, 100'003, 1 << 20, 40'000'000}) {
    const RadiusSample sample(codes, 10);
    std::int64_t end = 0;
    std::int64_t sampled = 0;
    for (std::int32_t i = 0; i < sample.pieces(); ++i) {
      EXPECT_GE(sample.first(i), end);
      EXPECT_LE(sample.size(i), kernels::kBatchCodes);
      end = sample.first(i) + sample.size(i);
      sampled += sample.size(i);
    }
    EXPECT_LE(end, codes);
    EXPECT_EQ(sample.pieces() > 0, codes >= 32768);
    EXPECT_LE(sampled * 20, codes);
  }
}

// Codes at random ranks: the sample holds `needed` of the k nearest far less than once in 1,000.
TEST(RadiusSample, SeldomMisleads) {
  constexpr std::int64_t kCodes = 200'000;
  Rng rng(2);
  for (const std::int64_t k : {1, 10, 100, 5000}) {
    const RadiusSample sample(kCodes, k);
    std::int64_t sampled = 0;
    for (std::int32_t i = 0; i < sample.pieces(); ++i) sampled += sample.size(i);
    int misled = 0;
    for (int trial = 0; trial < 2000; ++trial) {
      std::int64_t near = 0;
      for (std::int64_t i = 0; i < sampled; ++i) {
        near += rng.below(kCodes) < static_cast<std::uint64_t>(k) ? 1 : 0;
      }
      misled += near >= sample.needed() ? 1 : 0;
    }
    EXPECT_LE(misled, 6) << k;
  }
}

}  // namespace
}  // namespace orthant
