#include "data/row_filter.h"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

#include "base/error.h"

namespace orthant {
namespace {

using Sense = RowFilter::Sense;

constexpr std::int64_t kHighest = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kLowest = std::numeric_limits<std::int64_t>::min();

TEST(RowFilterTest, ABitmapHasItsSetBitsAndNothingBeyond) {
  const std::vector<std::uint64_t> words = {5, std::uint64_t{1} << 63};
  const RowFilter allow = RowFilter::of_bits(words, Sense::kAllow);
  const RowFilter deny = RowFilter::of_bits(words, Sense::kDeny);
  for (const std::int64_t id :
       {std::int64_t{-1}, std::int64_t{0}, std::int64_t{1}, std::int64_t{2}, std::int64_t{126},
        std::int64_t{127}, std::int64_t{128}, std::int64_t{191}, kHighest, kLowest}) {
    const bool in_set = id == 0 || id == 2 || id == 127;
    EXPECT_EQ(allow.passes(id), in_set) << id;
    EXPECT_EQ(deny.passes(id), !in_set) << id;
  }
}

TEST(RowFilterTest, AListHasAnyIds) {
  const std::vector<std::int64_t> ids = {9, kHighest, -3, kLowest, 0};
  const RowFilter allow = RowFilter::of_ids(ids, Sense::kAllow);
  const RowFilter deny = RowFilter::of_ids(ids, Sense::kDeny);
  for (const std::int64_t id : ids) {
    EXPECT_TRUE(allow.passes(id));
    EXPECT_FALSE(deny.passes(id));
  }
  for (const std::int64_t id : {std::int64_t{1}, std::int64_t{-2}, kHighest - 1, kLowest + 1}) {
    EXPECT_FALSE(allow.passes(id));
    EXPECT_TRUE(deny.passes(id));
  }
}

TEST(RowFilterTest, NothingAtAllIsASet) {
  EXPECT_FALSE(RowFilter::of_ids({}, Sense::kAllow).passes(0));
  EXPECT_TRUE(RowFilter::of_ids({}, Sense::kDeny).passes(0));
  EXPECT_FALSE(RowFilter::of_bits({}, Sense::kAllow).passes(0));
  EXPECT_TRUE(RowFilter::of_bits({}, Sense::kDeny).passes(0));
}

TEST(RowFilterTest, RefusesAnIdThatIsThereTwice) {
  try {
    (void)RowFilter::of_ids(std::vector<std::int64_t>{4, -7, 4}, Sense::kAllow);
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.status(), ORTHANT_INVALID_ARGUMENT);
    EXPECT_STREQ(error.what(), "the filter has the id 4 twice");
  }
}

}  // namespace
}  // namespace orthant
