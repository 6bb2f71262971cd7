// The batch kernel of every tier against a loop over naive distances. The wide tiers have two forms
// of it: one for few queries or short blocks, one for many queries and long blocks.
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <string>
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

constexpr std::int32_t kLowest = std::numeric_limits<std::int32_t>::min();
constexpr std::int32_t kHighest = std::numeric_limits<std::int32_t>::max();

struct Shape {
  std::int64_t count;
  std::int32_t queries;
  std::int32_t bits;
};

std::vector<BatchCandidate> naive_batch(const Shape& shape, const std::uint64_t* codes,
                                        const std::uint64_t* queries, const std::uint64_t* mask,
                                        const std::vector<std::int32_t>& bounds) {
  const std::int32_t words = words_for(shape.bits);
  std::vector<BatchCandidate> found;
  for (std::int32_t q = 0; q < shape.queries; ++q) {
    for (std::int64_t i = 0; i < shape.count; ++i) {
      const std::int32_t d = naive_distance(codes + i * words, queries + q * words, words, mask);
      if (d > bounds[static_cast<std::size_t>(q)]) continue;
      found.push_back({q, static_cast<std::int32_t>(i), d});
    }
  }
  return found;
}

// All operands end at guard pages: a read or write beyond them is fatal.
class BatchTest : public TierTest {
 protected:
  static std::size_t words_of(std::int64_t rows, std::int32_t bits) {
    return static_cast<std::size_t>(rows * words_for(bits));
  }

  void fill(const Shape& shape) {
    codes_ = room_for_codes_.last(words_of(shape.count, shape.bits));
    queries_ = room_for_queries_.last(words_of(shape.queries, shape.bits));
    mask_ = room_for_mask_.last(words_of(1, shape.bits));
    const auto copy = [&](std::int64_t rows, std::uint64_t* to) {
      const std::vector<std::uint64_t> codes = random_codes(rng_, rows, shape.bits);
      std::copy(codes.begin(), codes.end(), to);
    };
    copy(shape.count, codes_);
    copy(shape.queries, queries_);
    copy(1, mask_);
  }

  // Bounds on both sides of what half of the bits differ by, some that none or all meet.
  std::vector<std::int32_t> mixed_bounds(const Shape& shape, std::int32_t middle) {
    std::vector<std::int32_t> bounds(static_cast<std::size_t>(shape.queries));
    const std::int32_t extremes[] = {kLowest, -1, 0, shape.bits - 1, shape.bits, kHighest};
    for (std::size_t q = 0; q < bounds.size(); ++q) {
      const auto choice = static_cast<std::int32_t>(rng_.next() % 32);
      bounds[q] = choice < 6 ? extremes[choice] : middle + choice / 4 - 6;
    }
    return bounds;
  }

  void compare(const Shape& shape, const std::uint64_t* mask,
               const std::vector<std::int32_t>& bounds) {
    const std::int32_t words = words_for(shape.bits);
    const auto bytes = static_cast<std::size_t>(tier_->batch_scratch(words, shape.queries));
    ASSERT_EQ(bytes % 64, 0U);
    GuardedMemory<unsigned char> scratch(bytes);
    tier_->prepare_batch(queries_, shape.queries, words, mask, scratch.data());
    compare_block(shape, mask, bounds, scratch.data());
  }

  void compare_block(const Shape& shape, const std::uint64_t* mask,
                     const std::vector<std::int32_t>& bounds, void* scratch) {
    const std::vector<BatchCandidate> expected = naive_batch(shape, codes_, queries_, mask, bounds);
    GuardedMemory<std::int32_t> given_bounds(bounds.size());
    std::copy(bounds.begin(), bounds.end(), given_bounds.data());
    BatchCandidate* found =
        room_for_found_.last(static_cast<std::size_t>(shape.count * shape.queries));
    const std::int64_t hits =
        tier_->collect_batch(codes_, shape.count, given_bounds.data(), scratch, found);
    const std::string what =
        std::to_string(shape.count) + " codes of " + std::to_string(shape.bits) + " bits, " +
        std::to_string(shape.queries) + " queries, " + (mask == nullptr ? "not masked" : "masked");
    ASSERT_EQ(hits, static_cast<std::int64_t>(expected.size())) << what;
    for (std::size_t i = 0; i < expected.size(); ++i) {
      ASSERT_EQ(found[i].query, expected[i].query) << "hit " << i << ", " << what;
      ASSERT_EQ(found[i].offset, expected[i].offset) << "hit " << i << ", " << what;
      ASSERT_EQ(found[i].distance, expected[i].distance) << "hit " << i << ", " << what;
    }
  }

  // Without and with a mask, under which a quarter of the bits differ.
  void expect_equal_to_naive(const Shape& shape) {
    fill(shape);
    compare(shape, nullptr, mixed_bounds(shape, shape.bits / 2));
    compare(shape, mask_, mixed_bounds(shape, shape.bits / 4));
  }

  Rng rng_{20250312};
  GuardedMemory<std::uint64_t> room_for_codes_{kBatchCodes * kMaxWords};
  GuardedMemory<std::uint64_t> room_for_queries_{std::size_t{kBatchQueries} * kMaxWords};
  GuardedMemory<std::uint64_t> room_for_mask_{kMaxWords};
  GuardedMemory<BatchCandidate> room_for_found_{kBatchCodes * kBatchQueries};
  std::uint64_t* codes_ = nullptr;
  std::uint64_t* queries_ = nullptr;
  std::uint64_t* mask_ = nullptr;
};

TEST_P(BatchTest, EqualsNaiveAtEveryCodeLength) {
  for (std::int32_t bits = 1; bits <= kMaxWords * 64; ++bits) {
    expect_equal_to_naive({71, 3, bits});
    expect_equal_to_naive({9, 18, bits});
    expect_equal_to_naive({497, 40, bits});
    if (HasFatalFailure()) return;
  }
}

TEST_P(BatchTest, EqualsNaiveAtEveryCount) {
  for (const std::int32_t bits : {64, 128, 192, 256, 576, 1024}) {
    for (std::int64_t count = 0; count <= kBatchCodes; ++count) {
      const bool near_a_tail = count % 64 <= 1 || count % 64 == 63 || count < 34;
      if (!near_a_tail && count % 7 != 0) continue;
      expect_equal_to_naive({count, 5, bits});
      if (count % 8 < 2 || count > 500) expect_equal_to_naive({count, 80, bits});
    }
    if (HasFatalFailure()) return;
  }
}

TEST_P(BatchTest, EqualsNaiveAtEveryNumberOfQueries) {
  for (const std::int32_t bits : {50, 128, 192, 256, 640}) {
    for (std::int32_t queries = 1; queries <= kBatchQueries; ++queries) {
      const bool near_a_tail = queries % 16 <= 1 || queries % 16 == 15 || queries < 18;
      if (near_a_tail) expect_equal_to_naive({70, queries, bits});
      if (near_a_tail) expect_equal_to_naive({450, queries, bits});
    }
    if (HasFatalFailure()) return;
  }
}

TEST_P(BatchTest, EqualsNaiveAtEveryWordCountOfFullBlocks) {
  for (std::int32_t words = 1; words <= kMaxWords; ++words) {
    for (const std::int32_t queries : {1, 24, 64, 256}) {
      expect_equal_to_naive({kBatchCodes, queries, words * 64 - 3});
    }
    if (HasFatalFailure()) return;
  }
}

TEST_P(BatchTest, EqualsNaiveAtEveryBound) {
  for (const std::int32_t bits : {1, 64, 65, 128, 192, 256, 512, 1024}) {
    const Shape shape = {450, 41, bits};
    fill(shape);
    for (std::int32_t bound = -2; bound <= bits + 66; bound += bits > 100 ? 7 : 1) {
      std::vector<std::int32_t> bounds(41, bound);
      bounds[7] = bits - bound;
      compare(shape, nullptr, bounds);
      compare(shape, mask_, bounds);
    }
    for (const std::int32_t bound : {kLowest, kLowest + 1, 127, 2048, 1 << 20, kHighest}) {
      compare(shape, nullptr, std::vector<std::int32_t>(41, bound));
    }
    if (HasFatalFailure()) return;
  }
}

TEST_P(BatchTest, AlignmentDoesNotMatter) {
  for (const std::int32_t bits : {64, 128, 192, 256, 576, 1024}) {
    const Shape shape = {461, 40, bits};
    fill(shape);
    const std::vector<std::uint64_t> codes(codes_, codes_ + words_of(shape.count, bits));
    std::vector<std::uint64_t> room(codes.size() + 8);
    for (std::size_t offset = 0; offset < 8; ++offset) {
      codes_ = room.data() + offset;
      std::copy(codes.begin(), codes.end(), codes_);
      compare(shape, nullptr, mixed_bounds(shape, bits / 2));
      compare(shape, mask_, mixed_bounds(shape, bits / 4));
    }
    if (HasFatalFailure()) return;
  }
}

TEST_P(BatchTest, ExtremeDistancesAreCountedInFull) {
  for (std::int32_t words = 1; words <= kMaxWords; ++words) {
    const std::int32_t bits = words * 64;
    const Shape shape = {430, 50, bits};
    fill(shape);
    std::fill(codes_, codes_ + words_of(shape.count, bits), ~std::uint64_t{0});
    for (const std::uint64_t query : {std::uint64_t{0}, ~std::uint64_t{0}}) {
      std::fill(queries_, queries_ + words_of(shape.queries, bits), query);
      for (const std::uint64_t mask : {std::uint64_t{0}, ~std::uint64_t{0}}) {
        std::fill(mask_, mask_ + words, mask);
        for (const std::int32_t bound : {-1, 0, bits - 1, bits, bits + 1}) {
          compare(shape, nullptr, std::vector<std::int32_t>(50, bound));
          compare(shape, mask_, std::vector<std::int32_t>(50, bound));
        }
      }
    }
    if (HasFatalFailure()) return;
  }
}

TEST_P(BatchTest, APreparedBatchServesManyBlocks) {
  for (const std::int32_t bits : {64, 128, 320, 1024}) {
    const Shape largest = {kBatchCodes, 47, bits};
    fill(largest);
    const std::int32_t words = words_for(bits);
    GuardedMemory<unsigned char> scratch(
        static_cast<std::size_t>(tier_->batch_scratch(words, largest.queries)));
    std::vector<std::uint64_t> queries(queries_, queries_ + words_of(largest.queries, bits));
    tier_->prepare_batch(queries.data(), largest.queries, words, mask_, scratch.data());
    std::fill(queries.begin(), queries.end(), 0);  // taken over: read no more
    for (const std::int64_t count : {511, 512, 3, 64, 0, 200}) {
      const std::vector<std::uint64_t> codes = random_codes(rng_, count, bits);
      codes_ = room_for_codes_.last(codes.size());
      std::copy(codes.begin(), codes.end(), codes_);
      compare_block({count, largest.queries, bits}, mask_, mixed_bounds(largest, bits / 4),
                    scratch.data());
    }
    if (HasFatalFailure()) return;
  }
}

INSTANTIATE_TEST_SUITE_P(Tiers, BatchTest, ::testing::ValuesIn(kTierNames), tier_name);

}  // namespace
}  // namespace orthant::kernels
