#include "data/rows_of.h"

#include <gtest/gtest.h>

#include <vector>

namespace orthant {
namespace {

TEST(RowsOf, CopiesTheRowsInTheOrderGiven) {
  Matrix<float> all(4, 3);
  for (std::int64_t i = 0; i < 12; ++i) all.data()[i] = static_cast<float>(i);
  const std::vector<std::int64_t> chosen = {3, 0, 3};
  const Matrix<float> some = rows_of(all.view(), chosen);
  ASSERT_EQ(some.rows(), 3);
  ASSERT_EQ(some.columns(), 3);
  for (std::int64_t i = 0; i < 3; ++i) {
    for (std::int64_t j = 0; j < 3; ++j) {
      EXPECT_EQ(some(i, j), all(chosen[static_cast<std::size_t>(i)], j));
    }
  }
  EXPECT_EQ(rows_of(all.view(), {}).rows(), 0);
}

}  // namespace
}  // namespace orthant
