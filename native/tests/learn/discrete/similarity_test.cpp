#include "learn/discrete/similarity.h"

#include <gtest/gtest.h>

#include "learn/discrete/discrete_codes.h"
#include "learn/discrete/naive_pairs.h"
#include "learn/naive_data.h"
#include "testing/work.h"

namespace orthant {
namespace {

using naive::Dense;
using testing::uncancelled_work;

// Up to three labels a row out of `classes`, in any order.
Labels some_labels(std::int64_t rows, std::int32_t classes, Rng& rng) {
  std::vector<std::int32_t> labels;
  std::vector<std::int64_t> offsets = {0};
  for (std::int64_t i = 0; i < rows; ++i) {
    const auto first = static_cast<std::int32_t>(rng.below(static_cast<std::uint64_t>(classes)));
    const auto count = static_cast<std::int32_t>(1 + rng.below(3));
    for (std::int32_t k = 0; k < count; ++k) {
      labels.push_back((first + k * (classes / 3)) % classes);
    }
    offsets.push_back(static_cast<std::int64_t>(labels.size()));
  }
  return {labels, offsets, classes};
}

void expect_equal_to_pairs(const Labels& labels) {
  const Work work = uncancelled_work(2);
  const Similarity similarity(labels);
  const Dense s = naive::similarities(labels, -0.3);
  double pairs = 0.0;
  for (std::size_t i = 0; i < s.rows(); ++i) {
    for (std::size_t j = 0; j < s.rows(); ++j) {
      const bool similar = similarity.similar(similarity.set_of(static_cast<std::int64_t>(i)),
                                              similarity.set_of(static_cast<std::int64_t>(j)));
      ASSERT_EQ(similar ? 1.0 : -0.3, s(i, j)) << i << " " << j;
      pairs += similar ? 1.0 : 0.0;
    }
  }
  EXPECT_EQ(similarity.similar_pairs(work), pairs);

  Rng rng(9);
  const Matrix<float> x = naive::to_matrix<float>(naive::random(s.rows(), 5, rng));
  const Dense exact(x.view());
  const Matrix<double> sums = similarity.set_sums(x.view(), work);
  const double form = naive::trace(naive::transposed(exact) * s * exact);
  EXPECT_NEAR(similarity_form(similarity, -0.3, sums.view(), work), form, 1e-9 * std::abs(form));

  const Dense z = naive::similarities(labels, 0.0) * exact;  // sums over similar rows
  const Matrix<double> near =
      similarity.similar_sums(similarity.all(), similarity.all(), sums.view(), work);
  for (std::size_t i = 0; i < s.rows(); ++i) {
    for (std::size_t j = 0; j < 5; ++j) {
      const std::int32_t set = similarity.set_of(static_cast<std::int64_t>(i));
      EXPECT_NEAR(near(set, static_cast<std::int64_t>(j)), z(i, j), 1e-9);
    }
  }
}

TEST(Similarity, EqualsComparingAllPairsOfRows) {
  Rng rng(1);
  expect_equal_to_pairs(testing::small_set(1).label_sets());
  expect_equal_to_pairs(some_labels(150, 9, rng));
  expect_equal_to_pairs(some_labels(150, 64, rng));
}

// 3 and 67 have the same mark, but are not the same class.
TEST(Similarity, TellsClassesBeyond64Apart) {
  Rng rng(2);
  expect_equal_to_pairs(some_labels(200, 200, rng));
  const Similarity similarity(Labels({3, 67, 3, 67, 131}, {0, 1, 2, 4, 5}, 200));
  EXPECT_FALSE(similarity.similar(similarity.set_of(0), similarity.set_of(1)));
  EXPECT_TRUE(similarity.similar(similarity.set_of(0), similarity.set_of(2)));
  EXPECT_FALSE(similarity.similar(similarity.set_of(2), similarity.set_of(3)));
}

TEST(Similarity, RowsWithTheSameLabelsInAnyOrderAreOneSet) {
  const Similarity similarity(Labels({2, 5, 5, 2, 5}, {0, 2, 4, 5}, 6));
  EXPECT_EQ(similarity.rows(), 3);
  EXPECT_EQ(similarity.sets(), 2);
  EXPECT_EQ(similarity.set_of(0), similarity.set_of(1));
  EXPECT_NE(similarity.set_of(0), similarity.set_of(2));
}

TEST(Similarity, OfSomeRowsNumbersThemInTheOrderGiven) {
  const Labels labels({0, 1, 2, 1}, {0, 1, 2, 3, 4}, 3);
  const std::vector<std::int64_t> rows = {3, 0, 1};
  const Similarity similarity(labels, rows);
  EXPECT_EQ(similarity.rows(), 3);
  EXPECT_EQ(similarity.sets(), 2);
  EXPECT_EQ(similarity.set_of(0), similarity.set_of(2));
}

}  // namespace
}  // namespace orthant
