#include "base/checked.h"

#include <limits>
#include <optional>

#include <gtest/gtest.h>

namespace orthant {
namespace {

constexpr std::uint64_t kLimit = std::numeric_limits<std::int64_t>::max();

TEST(Checked, ProductsUpToTheLimit) {
  EXPECT_EQ(checked_product(0, ~std::uint64_t{0}), 0U);
  EXPECT_EQ(checked_product(3, 5), 15U);
  EXPECT_EQ(checked_product(kLimit, 1), kLimit);
  EXPECT_EQ(checked_product(kLimit / 2 + 1, 2), std::nullopt);
  EXPECT_EQ(checked_product(std::uint64_t{1} << 32, std::uint64_t{1} << 32), std::nullopt);
}

TEST(Checked, SumsUpToTheLimit) {
  EXPECT_EQ(checked_sum(kLimit - 1, 1), kLimit);
  EXPECT_EQ(checked_sum(kLimit, 1), std::nullopt);
  EXPECT_EQ(checked_sum(~std::uint64_t{0}, 0), std::nullopt);
}

}  // namespace
}  // namespace orthant
