// The `collect` kernel of every tier against a loop over naive distances.
#include <gtest/gtest.h>

#include <vector>

#include "base/rng.h"
#include "kernels/tier_test.h"
#include "testing/codes.h"
#include "testing/guarded_memory.h"

namespace orthant::kernels {
namespace {

using orthant::testing::GuardedMemory;
using orthant::testing::naive_distance;
using orthant::testing::random_codes;

struct Case {
  std::int64_t count;
  std::int32_t bits;
  std::int32_t bound;
};

std::vector<Candidate> naive_collect(const std::uint64_t* codes, const Case& c,
                                     const std::uint64_t* query, const std::uint64_t* mask) {
  const std::int32_t words = words_for(c.bits);
  std::vector<Candidate> found;
  for (std::int64_t i = 0; i < c.count; ++i) {
    const std::int32_t d = naive_distance(codes + i * words, query, words, mask);
    if (d <= c.bound) found.push_back({static_cast<std::int32_t>(i), d});
  }
  return found;
}

class CollectTest : public TierTest {
 protected:
  // All operands end at guard pages: a read or write beyond them is fatal.
  void expect_equal_to_naive(const Case& c) {
    const std::int32_t words = words_for(c.bits);
    const auto total = static_cast<std::size_t>(c.count * words);
    std::uint64_t* codes = codes_.last(total);
    std::uint64_t* query = query_.last(static_cast<std::size_t>(words));
    std::uint64_t* mask = mask_.last(static_cast<std::size_t>(words));
    std::copy_n(random_codes(rng_, c.count, c.bits).begin(), total, codes);
    std::copy_n(random_codes(rng_, 1, c.bits).begin(), words, query);
    std::copy_n(random_codes(rng_, 1, c.bits).begin(), words, mask);
    compare(codes, c, query, nullptr);
    compare(codes, c, query, mask);
  }

  void compare(const std::uint64_t* codes, const Case& c, const std::uint64_t* query,
               const std::uint64_t* mask) {
    const std::vector<Candidate> expected = naive_collect(codes, c, query, mask);
    Candidate* found = found_.last(static_cast<std::size_t>(c.count));
    const std::int64_t hits =
        tier_->collect(codes, c.count, words_for(c.bits), query, mask, c.bound, found);
    ASSERT_EQ(hits, static_cast<std::int64_t>(expected.size()))
        << c.count << " codes of " << c.bits << " bits, bound " << c.bound << ", mask " << mask;
    for (std::size_t i = 0; i < expected.size(); ++i) {
      ASSERT_EQ(found[i].offset, expected[i].offset) << "hit " << i << " at " << c.bits << " bits";
      ASSERT_EQ(found[i].distance, expected[i].distance) << "hit " << i;
    }
  }

  Rng rng_{20240611};
  GuardedMemory<std::uint64_t> codes_{kBlockCodes * kMaxWords};
  GuardedMemory<std::uint64_t> query_{kMaxWords};
  GuardedMemory<std::uint64_t> mask_{kMaxWords};
  GuardedMemory<Candidate> found_{kBlockCodes};
};

TEST_P(CollectTest, EqualsNaiveAtEveryCodeLength) {
  for (std::int32_t bits = 1; bits <= kMaxWords * 64; ++bits) {
    for (const std::int64_t count : {1, 7, 8, 37, 69}) {
      // Around half of the bits differ, a quarter under the mask: some codes pass, some do not.
      expect_equal_to_naive({count, bits, bits / 2});
      expect_equal_to_naive({count, bits, bits / 4});
    }
    if (HasFatalFailure()) return;
  }
}

TEST_P(CollectTest, EqualsNaiveAtEveryCount) {
  for (std::int32_t words = 1; words <= kMaxWords; ++words) {
    for (std::int64_t count = 0; count <= 130; ++count) {
      expect_equal_to_naive({count, words * 64, words * 32 - 4});
    }
    if (HasFatalFailure()) return;
  }
}

TEST_P(CollectTest, EqualsNaiveAtTheEndsOfBlocks) {
  for (const std::int32_t bits : {64, 100, 128, 192, 256, 1024}) {
    for (const std::int64_t count : {kBlockCodes - 33, kBlockCodes - 1, kBlockCodes}) {
      for (const std::int32_t bound : {0, bits / 2 - bits / 8, bits}) {
        expect_equal_to_naive({count, bits, bound});
      }
    }
    if (HasFatalFailure()) return;
  }
}

TEST_P(CollectTest, EqualsNaiveAtEveryBound) {
  constexpr std::int32_t kLowest = std::numeric_limits<std::int32_t>::min();
  constexpr std::int32_t kHighest = std::numeric_limits<std::int32_t>::max();
  for (const std::int32_t bits : {1, 64, 65, 128, 192, 256, 512}) {
    for (std::int32_t bound = -2; bound <= bits + 2; ++bound) {
      expect_equal_to_naive({75, bits, bound});
    }
    for (const std::int32_t bound : {kLowest, 1 << 20, kHighest - 1, kHighest}) {
      expect_equal_to_naive({75, bits, bound});
    }
    if (HasFatalFailure()) return;
  }
}

TEST_P(CollectTest, AlignmentDoesNotMatter) {
  constexpr std::int64_t kCount = 67;
  for (const std::int32_t bits : {64, 128, 192, 256, 576}) {
    const auto total = static_cast<std::size_t>(kCount * words_for(bits));
    const std::vector<std::uint64_t> codes = random_codes(rng_, kCount, bits);
    const std::vector<std::uint64_t> query = random_codes(rng_, 1, bits);
    const std::vector<std::uint64_t> mask = random_codes(rng_, 1, bits);
    std::vector<std::uint64_t> room(total + 8);
    for (std::size_t offset = 0; offset < 8; ++offset) {
      std::copy(codes.begin(), codes.end(), room.begin() + static_cast<std::ptrdiff_t>(offset));
      compare(room.data() + offset, {kCount, bits, bits / 2}, query.data(), nullptr);
      compare(room.data() + offset, {kCount, bits, bits / 3}, query.data(), mask.data());
    }
    if (HasFatalFailure()) return;
  }
}

TEST_P(CollectTest, ExtremeDistancesAreCountedInFull) {
  for (std::int32_t words = 1; words <= kMaxWords; ++words) {
    const std::vector<std::uint64_t> ones(static_cast<std::size_t>(words * 40), ~std::uint64_t{0});
    const std::vector<std::uint64_t> zeros(static_cast<std::size_t>(words * 40), 0);
    const std::int32_t bits = words * 64;
    for (const std::int32_t bound : {0, bits - 1, bits}) {
      compare(ones.data(), {40, bits, bound}, zeros.data(), nullptr);
      compare(ones.data(), {40, bits, bound}, zeros.data(), ones.data());
      compare(ones.data(), {40, bits, bound}, zeros.data(), zeros.data());
      compare(ones.data(), {40, bits, bound}, ones.data(), nullptr);
    }
    if (HasFatalFailure()) return;
  }
}

INSTANTIATE_TEST_SUITE_P(Tiers, CollectTest, ::testing::ValuesIn(kTierNames), tier_name);

}  // namespace
}  // namespace orthant::kernels
