// Which structures a segment gets; that they give right answers is seen to in search/.
#include "index/seal.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "base/error.h"
#include "base/rng.h"
#include "testing/codes.h"
#include "testing/views.h"

namespace orthant {
namespace {

using testing::packed;
using testing::random_codes;

Segment sealed(const std::vector<std::uint64_t>& codes, std::int32_t bits, Strategy strategy,
               std::int32_t chunks = 0) {
  const auto rows = static_cast<std::int64_t>(codes.size()) / words_for(bits);
  return sealed_segment(GroupedCodes(packed(codes, rows, bits)), strategy, chunks, 2);
}

TEST(SealTest, TablesComeWithTheStrategy) {
  Rng rng(61);
  const std::vector<std::uint64_t> codes = random_codes(rng, 20000, 64);
  EXPECT_EQ(sealed(codes, 64, Strategy::kScan).tables, nullptr);
  const Segment probed = sealed(codes, 64, Strategy::kProbe, 5);
  ASSERT_NE(probed.tables, nullptr);
  EXPECT_EQ(probed.tables->tables(), 5);
  EXPECT_EQ(probed.tables->rows(), 20000);
  EXPECT_NE(sealed({}, 64, Strategy::kProbe).tables, nullptr) << "also of no codes";
}

TEST(SealTest, TablesAreChosenOnlyWhereTheyPay) {
  Rng rng(62);
  EXPECT_EQ(sealed(random_codes(rng, 5000, 64), 64, Strategy::kChoose).tables, nullptr)
      << "few codes are scanned in no time";
  EXPECT_EQ(sealed(random_codes(rng, 20000, 512), 512, Strategy::kChoose).tables, nullptr)
      << "neighbours are so far that all buckets would be looked into";
}

TEST(SealTest, RefusesChunksThatCannotBe) {
  Rng rng(63);
  const std::vector<std::uint64_t> codes = random_codes(rng, 10, 64);
  EXPECT_THROW((void)sealed(codes, 64, Strategy::kProbe, 65), Error);
  EXPECT_THROW((void)sealed(codes, 64, Strategy::kProbe, -1), Error);
}

}  // namespace
}  // namespace orthant
