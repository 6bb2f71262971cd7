// Grouping against a map from codes to rows.
#include "data/grouped_codes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <vector>

#include "base/rng.h"
#include "testing/codes.h"

namespace orthant {
namespace {

using Code = std::vector<std::uint64_t>;

PackedCodes pack(const std::vector<std::uint64_t>& words, std::int64_t rows, std::int32_t bits) {
  PackedCodes codes(rows, bits);
  std::copy(words.begin(), words.end(), codes.data());
  return codes;
}

// Rows that draw their codes from `distinct` random ones.
PackedCodes repeated_codes(Rng& rng, std::int64_t rows, std::int64_t distinct, std::int32_t bits) {
  const std::vector<std::uint64_t> pool = testing::random_codes(rng, distinct, bits);
  PackedCodes codes(rows, bits);
  for (std::int64_t row = 0; row < rows; ++row) {
    const auto pick = static_cast<std::int64_t>(rng.below(static_cast<std::uint64_t>(distinct)));
    std::copy_n(pool.begin() + pick * codes.words(), codes.words(), codes.row(row));
  }
  return codes;
}

void expect_equal_to_naive(const PackedCodes& rows) {
  std::map<Code, std::vector<std::int64_t>> naive;
  for (std::int64_t row = 0; row < rows.rows(); ++row) {
    naive[Code(rows.row(row), rows.row(row) + rows.words())].push_back(row);
  }
  PackedCodes copy(rows.rows(), rows.bits());
  std::copy_n(rows.data(), rows.rows() * rows.words(), copy.data());
  const GroupedCodes grouped(std::move(copy));
  ASSERT_EQ(grouped.rows(), rows.rows());
  ASSERT_EQ(grouped.groups(), static_cast<std::int64_t>(naive.size()));
  std::int64_t previous = -1;
  std::int64_t largest = 0;
  for (std::int64_t g = 0; g < grouped.groups(); ++g) {
    const std::uint64_t* code = grouped.codes().row(g);
    const std::vector<std::int64_t>& expected = naive.at(Code(code, code + rows.words()));
    const GroupRows found = grouped.rows_of(g);
    ASSERT_EQ(found.size(), static_cast<std::int64_t>(expected.size()));
    for (std::int64_t i = 0; i < found.size(); ++i) {
      ASSERT_EQ(found[i], expected[static_cast<std::size_t>(i)])
          << "row " << i << " of group " << g;
    }
    EXPECT_GT(found.first, previous) << "groups are numbered by their first rows";
    previous = found.first;
    largest = std::max(largest, found.size());
  }
  EXPECT_EQ(grouped.largest_group(), largest);
}

TEST(GroupedCodesTest, EqualsAMap) {
  Rng rng(7);
  for (const std::int32_t bits : {1, 8, 64, 65, 200, 1024}) {
    for (const std::int64_t rows : {0, 1, 2, 63, 64, 65, 1000, 5000}) {
      for (const std::int64_t distinct : {1, 2, 63, 700, 100000}) {
        expect_equal_to_naive(repeated_codes(rng, rows, distinct, bits));
        if (HasFatalFailure()) FAIL() << bits << " bits, " << rows << " rows, " << distinct;
      }
    }
  }
}

TEST(GroupedCodesTest, DistinctCodesNeedNoMoreThanThemselves) {
  Rng rng(8);
  const GroupedCodes codes(pack(testing::random_codes(rng, 1000, 128), 1000, 128));
  EXPECT_TRUE(codes.all_distinct());
  EXPECT_EQ(codes.bytes(), 1000 * 16);
}

TEST(GroupedCodesTest, IsRebuiltFromTheGroupOfEachRow) {
  Rng rng(9);
  const GroupedCodes codes(repeated_codes(rng, 3000, 500, 100));
  std::vector<std::uint32_t> groups(3000);
  codes.group_of_rows(groups);
  ASSERT_TRUE(GroupedCodes::is_grouping(groups, codes.groups()));
  PackedCodes distinct(codes.groups(), 100);
  std::copy_n(codes.codes().data(), codes.groups() * codes.words(), distinct.data());
  const GroupedCodes rebuilt(std::move(distinct), groups);
  EXPECT_EQ(rebuilt.rows(), 3000);
  EXPECT_EQ(rebuilt.largest_group(), codes.largest_group());
  EXPECT_EQ(rebuilt.bytes(), codes.bytes());
  for (std::int64_t g = 0; g < codes.groups(); ++g) {
    const GroupRows expected = codes.rows_of(g);
    const GroupRows found = rebuilt.rows_of(g);
    ASSERT_EQ(found.first, expected.first);
    ASSERT_TRUE(std::ranges::equal(found.further, expected.further));
  }
}

TEST(GroupedCodesTest, KnowsAGroupingFromOtherNumbers) {
  using Numbers = std::vector<std::uint32_t>;
  EXPECT_TRUE(GroupedCodes::is_grouping(Numbers{}, 0));
  EXPECT_TRUE(GroupedCodes::is_grouping(Numbers{0, 0, 1, 0, 2, 1}, 3));
  EXPECT_FALSE(GroupedCodes::is_grouping(Numbers{0, 0, 1, 0, 2, 1}, 4)) << "group 3 has no row";
  EXPECT_FALSE(GroupedCodes::is_grouping(Numbers{0, 0, 1, 0, 2, 1}, 2)) << "there is no group 2";
  EXPECT_FALSE(GroupedCodes::is_grouping(Numbers{0, 2, 1}, 3)) << "2 comes before 1";
  EXPECT_FALSE(GroupedCodes::is_grouping(Numbers{}, 1));
}

}  // namespace
}  // namespace orthant
