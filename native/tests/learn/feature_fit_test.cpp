#include "learn/feature_fit.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "learn/naive_data.h"
#include "testing/errors.h"
#include "testing/work.h"

namespace orthant {
namespace {

using naive::Dense;
using testing::uncancelled_work;

// The rows, each scaled to unit length if asked.
Dense placed(MatrixView<float> rows, bool unit) {
  Dense x(rows);
  for (std::size_t i = 0; i < x.rows() && unit; ++i) {
    double squares = 0.0;
    for (std::size_t j = 0; j < x.columns(); ++j) squares += x(i, j) * x(i, j);
    for (std::size_t j = 0; j < x.columns(); ++j) x(i, j) /= std::sqrt(squares);
  }
  return x;
}

TEST(FeatureFit, LinearFeaturesAreCentredOnTheMeanOfTheUnitRows) {
  const testing::TrainingSet set = testing::small_set(1, 3000);
  for (const bool unit : {false, true}) {
    const FeatureMap map = fit_linear(set.features.view(), unit, uncancelled_work(2));
    const Dense x = placed(set.features.view(), unit);
    EXPECT_EQ(map.unit_rows, unit);
    EXPECT_EQ(map.columns(), 12);
    for (std::size_t j = 0; j < x.columns(); ++j) {
      double mean = 0.0;
      for (std::size_t i = 0; i < x.rows(); ++i) mean += x(i, j) / static_cast<double>(x.rows());
      EXPECT_NEAR(map.mean[j], mean, 1e-6);
    }
  }
}

TEST(FeatureFit, AnchorsAreDistinctRowsAndTheWidthIsTheirMeanDistance) {
  const testing::TrainingSet set = testing::small_set(2);
  for (const bool unit : {false, true}) {
    Rng rng(3);
    const FeatureMap map = fit_anchors(set.features.view(), unit, 19, rng, uncancelled_work());
    const Dense x = placed(set.features.view(), unit);
    const Dense a(map.anchors.view());
    ASSERT_EQ(a.rows(), 19U);
    EXPECT_EQ(map.columns(), 20);
    double sum = 0.0;
    std::vector<std::size_t> used;
    for (std::size_t k = 0; k < a.rows(); ++k) {
      for (std::size_t i = 0; i < x.rows(); ++i) {
        double square = 0.0;
        for (std::size_t j = 0; j < x.columns(); ++j) square += std::pow(x(i, j) - a(k, j), 2);
        sum += square;
        if (square < 1e-12) used.push_back(i);
      }
    }
    EXPECT_NEAR(map.width, sum / static_cast<double>(a.rows() * x.rows()), 1e-5 * map.width);
    std::sort(used.begin(), used.end());
    EXPECT_EQ(used.size(), 19U);
    EXPECT_EQ(std::unique(used.begin(), used.end()), used.end());
  }
}

TEST(FeatureFit, FewerRowsThanAnchorsMakeAllRowsAnchors) {
  const testing::TrainingSet set = testing::small_set(4, 8);
  Rng rng(1);
  EXPECT_EQ(fit_anchors(set.features.view(), true, 1000, rng, uncancelled_work()).anchors.rows(),
            8);
}

TEST(FeatureFit, EqualRowsHaveAWidthToo) {
  Matrix<float> rows(10, 3);
  for (std::int64_t i = 0; i < 10; ++i) rows(i, 1) = 2.0F;
  Rng rng(1);
  EXPECT_EQ(fit_anchors(rows.view(), true, 5, rng, uncancelled_work()).width, 1.0F);
}

TEST(FeatureFit, MappedRowsEqualTheMapRowByRow) {
  const testing::TrainingSet set = testing::small_set(5, 200);
  Rng rng(6);
  const FeatureMap map = fit_anchors(set.features.view(), true, 30, rng, uncancelled_work());
  const Matrix<float> one = map_rows(map, set.features.view(), uncancelled_work(1));
  const Matrix<float> three = map_rows(map, set.features.view(), uncancelled_work(3));
  Matrix<float> expected(200, map.columns());
  Matrix<float> scratch(1, map.dimension);
  for (std::int64_t i = 0; i < 200; ++i) {
    const MatrixView<float> row = set.features.view().block(i, i + 1);
    ASSERT_EQ(map.map_rows(row, scratch.data(), expected.row(i).data()), 1);
  }
  ASSERT_EQ(one.columns(), 31);
  for (std::int64_t i = 0; i < one.rows() * one.columns(); ++i) {
    ASSERT_EQ(one.data()[i], expected.data()[i]);
    ASSERT_EQ(three.data()[i], expected.data()[i]);
  }
}

TEST(FeatureFit, FeaturesBeyondTheRangeOfFloatAreRefused) {
  Matrix<float> rows(4, 2);
  for (std::int64_t i = 0; i < 4; ++i) rows(i, 0) = i % 2 == 0 ? 3e38F : -3e38F;
  Rng rng(1);
  testing::expect_error(ORTHANT_INVALID_ARGUMENT, "scale the features",
                        [&] { (void)fit_anchors(rows.view(), false, 2, rng, uncancelled_work()); });
}

TEST(FeatureFit, DrawnRowsAreDistinctAndFollowTheSeed) {
  Rng rng(7);
  std::vector<std::int64_t> rows = draw_rows(50, 50, rng);
  std::sort(rows.begin(), rows.end());
  for (std::int64_t i = 0; i < 50; ++i) EXPECT_EQ(rows[static_cast<std::size_t>(i)], i);
  Rng a(8);
  Rng b(8);
  EXPECT_EQ(draw_rows(1000, 20, a), draw_rows(1000, 20, b));
}

}  // namespace
}  // namespace orthant
