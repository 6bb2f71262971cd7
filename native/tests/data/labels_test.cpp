#include "data/labels.h"

#include <gtest/gtest.h>

namespace orthant {
namespace {

TEST(Labels, GivesTheLabelsOfARow) {
  const Labels labels({4, 0, 2, 2}, {0, 1, 3, 4}, 5);
  EXPECT_EQ(labels.rows(), 3);
  EXPECT_EQ(labels.classes(), 5);
  ASSERT_EQ(labels.of(1).size(), 2U);
  EXPECT_EQ(labels.of(0)[0], 4);
  EXPECT_EQ(labels.of(1)[0], 0);
  EXPECT_EQ(labels.of(1)[1], 2);
  EXPECT_EQ(labels.of(2)[0], 2);
}

TEST(Labels, AreEmptyAtFirst) { EXPECT_EQ(Labels().rows(), 0); }

}  // namespace
}  // namespace orthant
