// The `collect_runs` kernel of every tier against `collect` of the scalar tier, run by run.
#include <gtest/gtest.h>

#include <vector>

#include "base/rng.h"
#include "kernels/tier_test.h"
#include "testing/codes.h"
#include "testing/guarded_memory.h"

namespace orthant::kernels {
namespace {

using orthant::testing::GuardedMemory;
using orthant::testing::random_codes;

class CollectRunsTest : public TierTest {
 protected:
  std::vector<Candidate> run_by_run(const std::uint64_t* codes,
                                    const std::vector<kernels::Run>& runs, std::int32_t words,
                                    const std::uint64_t* query, const std::uint64_t* mask,
                                    std::int32_t bound) {
    std::vector<Candidate> all;
    for (const kernels::Run& run : runs) {
      std::vector<Candidate> found(run.count + 1);
      const std::int64_t hits =
          by_name("scalar")->collect(codes + std::int64_t{run.first} * words, run.count, words,
                                     query, mask, bound, found.data());
      for (std::int64_t i = 0; i < hits; ++i) {
        const Candidate& hit = found[static_cast<std::size_t>(i)];
        all.push_back({static_cast<std::int32_t>(run.first) + hit.offset, hit.distance});
      }
    }
    return all;
  }

  void compare(std::int32_t bits, std::int32_t bound, bool masked) {
    constexpr std::int64_t kCodes = 300;
    const std::int32_t words = words_for(bits);
    // All operands end at guard pages: a read or write beyond them is fatal.
    std::uint64_t* codes = codes_.last(static_cast<std::size_t>(kCodes * words));
    std::uint64_t* query = query_.last(static_cast<std::size_t>(words));
    std::uint64_t* mask = mask_.last(static_cast<std::size_t>(words));
    std::copy_n(random_codes(rng_, kCodes, bits).begin(), kCodes * words, codes);
    std::copy_n(random_codes(rng_, 1, bits).begin(), words, query);
    std::copy_n(random_codes(rng_, 1, bits).begin(), words, mask);
    std::vector<kernels::Run> runs;
    std::uint32_t total = 0;
    for (const std::uint32_t count : {0U, 1U, 5U, 7U, 8U, 9U, 16U, 33U, 64U, 0U}) {
      runs.push_back({static_cast<std::uint32_t>(rng_.below(kCodes - count + 1)), count});
      total += count;
    }
    runs.push_back({kCodes - 3, 3});  // to the last code
    total += 3;
    const std::uint64_t* counted = masked ? mask : nullptr;
    const std::vector<Candidate> expected = run_by_run(codes, runs, words, query, counted, bound);
    Candidate* found = found_.last(total);
    ASSERT_EQ(tier_->collect_runs(codes, runs.data(), static_cast<std::int64_t>(runs.size()), words,
                                  query, counted, bound, found),
              static_cast<std::int64_t>(expected.size()))
        << bits << " bits, bound " << bound;
    for (std::size_t i = 0; i < expected.size(); ++i) {
      ASSERT_EQ(found[i].offset, expected[i].offset) << "hit " << i << " at " << bits << " bits";
      ASSERT_EQ(found[i].distance, expected[i].distance) << "hit " << i;
    }
  }

  Rng rng_{31};
  GuardedMemory<std::uint64_t> codes_{300 * 16};
  GuardedMemory<std::uint64_t> query_{16};
  GuardedMemory<std::uint64_t> mask_{16};
  GuardedMemory<Candidate> found_{4096};
};

TEST_P(CollectRunsTest, EqualsTheScalarScanOfEachRun) {
  for (const std::int32_t bits :
       {1, 63, 64, 65, 128, 129, 192, 200, 256, 320, 512, 513, 1000, 1024}) {
    for (const std::int32_t bound : {-1, 0, bits / 3, bits / 2, bits}) {
      for (const bool masked : {false, true}) compare(bits, bound, masked);
    }
  }
}

TEST_P(CollectRunsTest, TakesNoRuns) {
  const std::uint64_t query = 1;
  EXPECT_EQ(tier_->collect_runs(nullptr, nullptr, 0, 1, &query, nullptr, 64, nullptr), 0);
}

INSTANTIATE_TEST_SUITE_P(AllTiers, CollectRunsTest, ::testing::ValuesIn(kTierNames), tier_name);

}  // namespace
}  // namespace orthant::kernels
