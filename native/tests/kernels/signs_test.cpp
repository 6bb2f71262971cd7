// The kernels on codes of signs: every tier against the plain one, and that against loops.
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <vector>

#include "base/rng.h"
#include "kernels/tier_test.h"
#include "testing/guarded_memory.h"

namespace orthant::kernels {
namespace {

using orthant::testing::GuardedMemory;

// Random tables and groups; `size` bounds the entries, so that small ones come near to zero.
struct Sweep {
  Sweep(std::int32_t bits, std::int32_t count, std::int32_t size, std::uint64_t seed)
      : tables{nullptr, nullptr, bits, (bits + 3) / 4, 2},
        sums(at(bits * tables.nibbles * 16)),
        open(at(bits * 16)),
        nibbles(at(count * tables.nibbles * 16)),
        targets(at(count * bits * 16)),
        groups(static_cast<std::size_t>(count)) {
    Rng rng(seed);
    const auto fill = [&](GuardedMemory<std::int32_t>& values, std::size_t length,
                          std::int32_t least, std::int32_t most) {
      for (std::size_t i = 0; i < length; ++i) {
        values[i] = least + static_cast<std::int32_t>(
                                rng.below(static_cast<std::uint64_t>(most - least) + 1));
      }
    };
    fill(sums, at(bits * tables.nibbles * 16), -size, size);
    fill(open, at(bits * 16), -size, size);
    fill(nibbles, at(count * tables.nibbles * 16), 0, 15);
    fill(targets, at(count * bits * 16), -size, size);
    tables.sums = sums.data();
    tables.open = open.data();
    for (std::int32_t g = 0; g < count; ++g) {
      groups[static_cast<std::size_t>(g)] = {nibbles.data() + g * tables.nibbles * 16,
                                             targets.data() + g * bits * 16};
    }
  }

  static std::size_t at(std::int32_t length) { return static_cast<std::size_t>(length); }

  // To the end, over the bits that stop it; what the kernel said on the way.
  std::vector<std::int32_t> run(const KernelTable& tier, bool from_open) {
    std::vector<std::int32_t> said;
    std::vector<std::int32_t> values(groups.size() * 16);
    std::int32_t first = 0;
    while (true) {
      const std::int32_t stop =
          tier.sweep_bits(tables, groups.data(), static_cast<std::int32_t>(groups.size()),
                          from_open, first, values.data());
      said.push_back(stop);
      if (stop == tables.bits) break;
      said.insert(said.end(), values.begin(), values.end());
      first = stop + 1;
    }
    for (const SweepGroup& group : groups) {
      said.push_back(group.changed ? 1 : 0);
      said.insert(said.end(), group.nibbles, group.nibbles + tables.nibbles * 16);
    }
    return said;
  }

  SweepTables tables;
  GuardedMemory<std::int32_t> sums;
  GuardedMemory<std::int32_t> open;
  GuardedMemory<std::int32_t> nibbles;
  GuardedMemory<std::int32_t> targets;
  std::vector<SweepGroup> groups;
};

class SignsTest : public TierTest {};

TEST_P(SignsTest, SweepsAsThePlainTier) {
  const KernelTable& plain = *by_name("scalar");
  for (const std::int32_t bits : {1, 4, 7, 64, 70, 1024}) {
    for (const std::int32_t count : {1, 2, 3, 4, 7, 8}) {
      for (const std::int32_t size : {5, 300, 1 << 20}) {
        for (const bool open : {false, true}) {
          const auto seed = static_cast<std::uint64_t>(bits * 10 + count);
          Sweep mine(bits, count, size, seed);
          Sweep other(bits, count, size, seed);
          ASSERT_EQ(mine.run(*tier_, open), other.run(plain, open))
              << bits << " bits, " << count << " groups, size " << size << ", open " << open;
        }
      }
    }
  }
}

TEST_P(SignsTest, ChoosesTheSignOfTargetMinusTheSumOfItsEntries) {
  Sweep sweep(6, 1, 1 << 20, 3);
  Sweep before(6, 1, 1 << 20, 3);
  std::vector<std::int32_t> values(16);
  ASSERT_EQ(tier_->sweep_bits(sweep.tables, sweep.groups.data(), 1, false, 5, values.data()), 6);
  for (std::size_t lane = 0; lane < 16; ++lane) {
    std::int32_t value = before.targets[5 * 16 + lane];
    for (std::size_t j = 0; j < 2; ++j) {
      const auto entry = static_cast<std::size_t>(before.nibbles[j * 16 + lane]);
      value -= before.sums[(5 * 2 + j) * 16 + entry];
    }
    EXPECT_EQ((sweep.nibbles[16 + lane] & 2) != 0, value > 0) << "lane " << lane;
  }
}

TEST_P(SignsTest, TargetsAreScaledCutAndRoundedToEven) {
  constexpr double kInfinite = std::numeric_limits<double>::infinity();
  const std::vector<double> cases = {0.5,    1.5,       2.5,        -0.5,        -1.5,
                                     7.4,    -7.6,      1e30,       -1e9,        2e300,
                                     -2e300, kInfinite, -kInfinite, std::nan("")};
  for (const std::int64_t bits : {1, 5, 8, 9, 16, 17, 33, 64}) {
    const auto length = static_cast<std::size_t>(bits);
    GuardedMemory<double> rows(16 * length);
    GuardedMemory<double> scale(length);
    GuardedMemory<std::int32_t> out(16 * length);
    for (std::size_t i = 0; i < 16 * length; ++i) rows[i] = cases[i % cases.size()];
    for (std::size_t k = 0; k < length; ++k) scale[k] = k % 3 == 0 ? 1.0 : 3.0;
    tier_->fix_targets(rows.data(), scale.data(), bits, out.data());
    for (std::size_t lane = 0; lane < 16; ++lane) {
      for (std::size_t k = 0; k < length; ++k) {
        const double value = rows[lane * length + k] * scale[k];
        const double cut = std::isnan(value) ? 0.0 : std::fmin(std::fmax(value, -0x1p30), 0x1p30);
        ASSERT_EQ(out[k * 16 + lane], static_cast<std::int32_t>(std::nearbyint(cut))) << value;
      }
    }
  }
}

TEST_P(SignsTest, SignsGoThereAndBack) {
  Rng rng(5);
  for (const std::size_t bits : {1U, 4U, 15U, 16U, 17U, 64U, 70U}) {
    const std::size_t nibbles = (bits + 3) / 4;
    GuardedMemory<float> codes(16 * bits);
    GuardedMemory<std::int32_t> loaded(16 * nibbles);
    const float* from[16];
    float* to[16];
    for (std::size_t lane = 0; lane < 16; ++lane) {
      from[lane] = to[lane] = codes.data() + lane * bits;
    }
    for (std::size_t i = 0; i < 16 * bits; ++i) codes[i] = static_cast<float>(rng.sign());
    const auto length = static_cast<std::int64_t>(bits);
    ASSERT_EQ(tier_->load_signs(from, length, loaded.data()), ZeroSigns::none);
    for (std::size_t lane = 0; lane < 16; ++lane) {
      for (std::size_t k = 0; k < 4 * nibbles; ++k) {
        const bool set = (loaded[k / 4 * 16 + lane] >> (k % 4) & 1) != 0;
        ASSERT_EQ(set, k < bits && codes[lane * bits + k] > 0.0F) << lane << ", " << k;
        ASSERT_LT(loaded[k / 4 * 16 + lane], 16);
      }
    }
    ASSERT_FALSE(tier_->store_signs(loaded.data(), length, 16, to));
    codes[3 * bits] = -codes[3 * bits];
    ASSERT_FALSE(tier_->store_signs(loaded.data(), length, 3, to));  // the fourth is not looked at
    ASSERT_TRUE(tier_->store_signs(loaded.data(), length, 4, to));
    ASSERT_FALSE(tier_->store_signs(loaded.data(), length, 16, to));
  }
}

TEST_P(SignsTest, ZerosAreSeenWhereverTheyAre) {
  for (const std::size_t bits : {1U, 16U, 21U}) {
    std::vector<float> codes(16 * bits, 0.0F);
    std::vector<std::int32_t> nibbles(16 * ((bits + 3) / 4));
    const float* rows[16];
    for (std::size_t lane = 0; lane < 16; ++lane) rows[lane] = codes.data() + lane * bits;
    const auto length = static_cast<std::int64_t>(bits);
    codes[0] = -0.0F;
    EXPECT_EQ(tier_->load_signs(rows, length, nibbles.data()), ZeroSigns::all);
    for (std::size_t i = 0; i < 16 * bits; ++i) {
      codes.assign(16 * bits, 0.0F);
      codes[i] = i % 2 == 0 ? 1.0F : -1.0F;
      ASSERT_EQ(tier_->load_signs(rows, length, nibbles.data()), ZeroSigns::some);
      codes.assign(16 * bits, 1.0F);
      codes[i] = 0.0F;
      ASSERT_EQ(tier_->load_signs(rows, length, nibbles.data()), ZeroSigns::some);
    }
  }
}

TEST_P(SignsTest, CountsDifferingBits) {
  Rng rng(4);
  for (const std::size_t words : {0U, 1U, 7U, 8U, 9U, 100U}) {
    GuardedMemory<std::uint64_t> a(words);
    GuardedMemory<std::uint64_t> b(words);
    std::int64_t expected = 0;
    for (std::size_t w = 0; w < words; ++w) {
      a[w] = rng.below(std::uint64_t{1} << 63);
      b[w] = ~rng.below(std::uint64_t{1} << 63);
      expected += std::popcount(a[w] ^ b[w]);
    }
    EXPECT_EQ(tier_->count_differing(a.data(), b.data(), static_cast<std::int64_t>(words)),
              expected);
  }
}

INSTANTIATE_TEST_SUITE_P(Tiers, SignsTest, ::testing::ValuesIn(kTierNames), tier_name);

}  // namespace
}  // namespace orthant::kernels
