#include "abi/copy_labels.h"

#include <array>

#include <gtest/gtest.h>

#include "testing/errors.h"

namespace orthant::abi {
namespace {

using testing::expect_error;

TEST(CopyLabels, WithoutOffsetsEachRowHasOne) {
  const std::array<int32_t, 3> labels = {2, 0, 1};
  const Labels copy = copy_labels(labels.data(), nullptr, 3, 3);
  EXPECT_EQ(copy.rows(), 3);
  EXPECT_EQ(copy.classes(), 3);
  ASSERT_EQ(copy.of(0).size(), 1U);
  EXPECT_EQ(copy.of(0)[0], 2);
}

TEST(CopyLabels, OffsetsGiveEachRowItsOwnNumber) {
  const std::array<int32_t, 3> labels = {2, 0, 1};
  const std::array<int64_t, 3> offsets = {0, 2, 3};
  const Labels copy = copy_labels(labels.data(), offsets.data(), 2, 3);
  EXPECT_EQ(copy.of(0).size(), 2U);
  EXPECT_EQ(copy.of(1)[0], 1);
}

TEST(CopyLabels, WhatIsOutOfItsBoundsIsRefused) {
  const std::array<int32_t, 3> labels = {2, 0, 1};
  const std::array<int64_t, 3> late = {1, 2, 3};
  const std::array<int64_t, 3> empty = {0, 0, 3};
  const auto refused = [&](const int32_t* values, const int64_t* offsets, int64_t rows,
                           int32_t classes, const char* part) {
    expect_error(ORTHANT_INVALID_ARGUMENT, part,
                 [&] { (void)copy_labels(values, offsets, rows, classes); });
  };
  refused(nullptr, nullptr, 3, 3, "labels must not be null");
  refused(labels.data(), nullptr, 0, 3, "rows");
  refused(labels.data(), nullptr, 3, 0, "classes");
  refused(labels.data(), late.data(), 2, 3, "must start with 0");
  refused(labels.data(), empty.data(), 2, 3, "row 0 has no label");
}

}  // namespace
}  // namespace orthant::abi
