#include "learn/zero_shot/balance_rows.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "learn/discrete/class_targets.h"
#include "learn/feature_fit.h"
#include "learn/naive_data.h"
#include "linalg/naive_linalg.h"
#include "linalg/tall.h"
#include "testing/work.h"

namespace orthant {
namespace {

using testing::uncancelled_work;

// A set of rows over anchors, stored or not, with what `orthant` has of all of them.
struct Problem {
  explicit Problem(std::int64_t most_bytes) {
    Rng rng(4);
    phi = std::make_unique<PhiRows>(
        fit_anchors(set.features.view(), true, 20, rng, uncancelled_work()),
        std::make_shared<MatrixRows>(set.features.view()), most_bytes, uncancelled_work());
    gram = orthant::gram(*phi, uncancelled_work());
    sums = ClassTargets(labels).class_sums(*phi, uncancelled_work());
  }
  [[nodiscard]] BalanceRows rows(std::int64_t most) {
    Rng rng(9);
    return {*phi, labels, gram.view(), sums.view(), seen, rng, uncancelled_work(2), most};
  }

  testing::TrainingSet set = testing::small_set(3, 150, true);
  Labels labels = set.label_sets();
  std::vector<std::int64_t> seen = {0, 1, 2, 3};
  std::unique_ptr<PhiRows> phi;
  Matrix<double> gram;
  Matrix<double> sums;
};

bool equal(MatrixView<float> a, MatrixView<float> b) {
  return a.rows == b.rows && a.columns == b.columns &&
         std::equal(a.data, a.data + a.rows * a.columns, b.data);
}

TEST(BalanceRows, AreAllRowsWhereTheyAreFew) {
  Problem stored(1 << 20);
  Problem read(0);
  ASSERT_TRUE(stored.phi->stored());
  ASSERT_FALSE(read.phi->stored());
  const BalanceRows all = stored.rows(150);
  const BalanceRows again = read.rows(150);
  EXPECT_EQ(all.phi().data, stored.phi->view().data);  // not copied
  EXPECT_TRUE(equal(all.phi(), again.phi()));
  EXPECT_EQ(all.gram().data, stored.gram.data());
  EXPECT_EQ(&all.labels(), &stored.labels);
  EXPECT_TRUE(equal(again.of(read.set.features.view()).view(), read.set.features.view()));
}

TEST(BalanceRows, AreDrawnWhereTheyAreManyWhetherStoredOrNot) {
  Problem stored(1 << 20);
  Problem read(0);
  const BalanceRows drawn = stored.rows(60);
  const BalanceRows again = read.rows(60);
  ASSERT_EQ(drawn.phi().rows, 60);
  EXPECT_TRUE(equal(drawn.phi(), again.phi()));
  ASSERT_EQ(drawn.labels().rows(), 60);
  const Matrix<float> features = drawn.of(stored.set.features.view());
  const Matrix<float> phi = map_rows(stored.phi->features(), features.view(), uncancelled_work());
  EXPECT_TRUE(equal(phi.view(), drawn.phi()));
  // Each drawn row once, with its own labels.
  std::vector<bool> taken(150);
  for (std::int64_t i = 0; i < 60; ++i) {
    std::int64_t found = -1;
    for (std::int64_t row = 0; row < 150 && found < 0; ++row) {
      if (!taken[static_cast<std::size_t>(row)] &&
          std::ranges::equal(features.row(i), stored.set.features.row(row))) {
        found = row;
      }
    }
    ASSERT_GE(found, 0);
    taken[static_cast<std::size_t>(found)] = true;
    EXPECT_TRUE(std::ranges::equal(drawn.labels().of(i), stored.labels.of(found)));
  }
  const Matrix<double> gram = orthant::gram(drawn.phi(), uncancelled_work());
  EXPECT_TRUE(std::equal(gram.data(), gram.data() + 21 * 21, drawn.gram().data));
  const Matrix<double> sums =
      ClassTargets(drawn.labels()).class_sums(drawn.phi(), uncancelled_work());
  EXPECT_TRUE(std::equal(drawn.class_sums().data, drawn.class_sums().data + 4 * 21, sums.data()));
}

}  // namespace
}  // namespace orthant
