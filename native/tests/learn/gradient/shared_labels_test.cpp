#include "learn/gradient/shared_labels.h"

#include <gtest/gtest.h>

#include <vector>

#include "learn/naive_data.h"

namespace orthant {
namespace {

TEST(SharedLabels, EmptyClassesAreLeftOut) {
  const Labels labels = without_empty_classes(Labels({5, 2, 9, 2}, {0, 1, 3, 4}, 12));
  EXPECT_EQ(labels.classes(), 3);
  EXPECT_EQ(labels.of(0)[0], 1);
  EXPECT_EQ(labels.of(1)[0], 0);
  EXPECT_EQ(labels.of(1)[1], 2);
  EXPECT_EQ(labels.of(2)[0], 0);
}

TEST(SharedLabels, RowsThatShareALabelAreSimilar) {
  const testing::TrainingSet set = testing::small_set(1, 30, true);
  const Labels labels = set.label_sets();
  std::vector<std::int64_t> columns;
  for (std::int64_t j = 29; j >= 0; --j) columns.push_back(j);
  SharedLabels shared(labels);
  std::vector<double> similar(30);
  for (std::int64_t i = 0; i < 30; ++i) {
    shared.with(i, columns, similar.data());
    for (std::size_t j = 0; j < 30; ++j) {
      double expected = 0.0;
      for (const std::int32_t a : labels.of(i)) {
        for (const std::int32_t b : labels.of(columns[j])) expected = a == b ? 1.0 : expected;
      }
      EXPECT_EQ(similar[j], expected);
    }
  }
}

}  // namespace
}  // namespace orthant
