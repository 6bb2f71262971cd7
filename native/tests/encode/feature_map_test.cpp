#include "encode/feature_map.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "testing/errors.h"
#include "testing/models.h"

namespace orthant {
namespace {

using testing::expect_error;
using testing::MapShape;

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

const MapShape kShapes[] = {{false, false, 0}, {true, false, 0}, {false, true, 0}, {true, true, 0},
                            {false, false, 5}, {true, true, 1},  {false, true, 9}};

bool maps(const FeatureMap& map, const std::vector<float>& row) {
  std::vector<float> scratch(row.size());
  std::vector<float> phi(static_cast<std::size_t>(map.columns()));
  return map.map_rows({row.data(), 1, map.dimension}, scratch.data(), phi.data()) == 1;
}

std::vector<float> mapped(const FeatureMap& map, std::span<const float> row) {
  std::vector<float> scratch(static_cast<std::size_t>(map.widest()));
  std::vector<float> phi(scratch.size());
  EXPECT_EQ(map.map_rows({row.data(), 1, map.dimension}, scratch.data(), phi.data()), 1);
  phi.resize(static_cast<std::size_t>(map.columns()));
  return phi;
}

TEST(FeatureMap, EqualsTheFormulas) {
  Rng rng(1);
  for (const MapShape& shape : kShapes) {
    for (const std::int32_t dimension : {1, 3, 8, 17, 100}) {
      const FeatureMap map = testing::random_map(rng, dimension, shape);
      const Matrix<float> x = testing::random_matrix(rng, 4, dimension);
      for (std::int64_t i = 0; i < x.rows(); ++i) {
        const std::vector<double> naive = testing::naive_map(map, x.row(i));
        const std::vector<float> phi = mapped(map, x.row(i));
        ASSERT_EQ(phi.size(), naive.size());
        for (std::size_t j = 0; j < phi.size(); ++j) EXPECT_NEAR(phi[j], naive[j], 2e-6);
      }
    }
  }
}

TEST(FeatureMap, RowsOfABlockEqualOneByOne) {
  Rng rng(2);
  for (const MapShape& shape : kShapes) {
    const FeatureMap map = testing::random_map(rng, 19, shape);
    for (const std::int64_t rows : {1, 2, 63, 64, 150}) {
      const Matrix<float> x = testing::random_matrix(rng, rows, 19);
      Matrix<float> scratch(rows, 19);
      Matrix<float> all(rows, map.columns());
      ASSERT_EQ(map.map_rows(x.view(), scratch.data(), all.data()), rows);
      for (std::int64_t i = 0; i < rows; ++i) {
        const std::vector<float> one = mapped(map, x.row(i));
        ASSERT_TRUE(std::equal(one.begin(), one.end(), all.row(i).begin())) << "row " << i;
      }
    }
  }
}

FeatureMap random_network(Rng& rng, const MapShape& shape,
                          std::initializer_list<std::int32_t> widths) {
  FeatureMap map = testing::random_map(rng, 19, shape);
  map.layers = testing::random_layers(rng, map.base_columns(), widths);
  return map;
}

TEST(FeatureMap, AppliesItsLayersInOrder) {
  Rng rng(10);
  for (const MapShape& shape : kShapes) {
    for (const auto& widths : {std::initializer_list<std::int32_t>{1}, {40, 3}, {2, 3, 33}}) {
      const FeatureMap map = random_network(rng, shape, widths);
      ASSERT_EQ(map.columns(), *(widths.end() - 1));
      const Matrix<float> x = testing::random_matrix(rng, 4, 19);
      for (std::int64_t i = 0; i < x.rows(); ++i) {
        const std::vector<double> naive = testing::naive_map(map, x.row(i));
        const std::vector<float> phi = mapped(map, x.row(i));
        ASSERT_EQ(phi.size(), naive.size());
        for (std::size_t j = 0; j < phi.size(); ++j) EXPECT_NEAR(phi[j], naive[j], 2e-5);
      }
    }
  }
}

TEST(FeatureMap, RowsOfABlockEqualOneByOneThroughLayers) {
  Rng rng(11);
  for (const MapShape& shape : kShapes) {
    const FeatureMap map = random_network(rng, shape, {21, 40, 5});
    const Matrix<float> x = testing::random_matrix(rng, 70, 19);
    Matrix<float> scratch(70, map.widest());
    Matrix<float> all(70, map.widest());
    ASSERT_EQ(map.map_rows(x.view(), scratch.data(), all.data()), 70);
    for (std::int64_t i = 0; i < 70; ++i) {
      const std::vector<float> one = mapped(map, x.row(i));
      ASSERT_TRUE(std::equal(one.begin(), one.end(), all.data() + i * 5)) << "row " << i;
    }
  }
}

TEST(FeatureMap, ACloneMapsAlike) {
  Rng rng(9);
  for (const MapShape& shape : kShapes) {
    const FeatureMap map = random_network(rng, shape, {3, 2});
    const FeatureMap clone = map.clone();
    const Matrix<float> x = testing::random_matrix(rng, 1, 19);
    EXPECT_EQ(mapped(map, x.row(0)), mapped(clone, x.row(0)));
  }
}

TEST(FeatureMap, AnAnchorIsNextToItself) {
  Rng rng(3);
  const FeatureMap map = testing::random_map(rng, 33, {false, false, 7});
  for (std::int64_t j = 0; j < 7; ++j) {
    EXPECT_NEAR(mapped(map, map.anchors.row(j))[static_cast<std::size_t>(j)], 1.0F, 1e-6);
  }
}

TEST(FeatureMap, FarRowsHaveNoAnchors) {
  Rng rng(4);
  const FeatureMap map = testing::random_map(rng, 2, {false, false, 3});
  for (const float far : {1e5F, 1e18F, 1e20F, 3e38F}) {
    const std::vector<float> phi = mapped(map, std::vector<float>{far, -far});
    EXPECT_EQ(phi, (std::vector<float>{0, 0, 0, 1})) << far;
  }
}

TEST(FeatureMap, ScalesTheSmallestAndTheLargestRows) {
  Rng rng(5);
  const FeatureMap map = testing::random_map(rng, 2, {true, false, 0});
  for (const float value : {1e-45F, 1e-30F, 1.0F, 3e38F}) {
    const std::vector<float> phi = mapped(map, std::vector<float>{value, -value});
    EXPECT_NEAR(phi[0], std::sqrt(0.5), 1e-6) << value;
    EXPECT_NEAR(phi[1], -std::sqrt(0.5), 1e-6) << value;
  }
}

TEST(FeatureMap, RefusesBadRows) {
  Rng rng(6);
  const FeatureMap unit = testing::random_map(rng, 20, {true, false, 0});
  const FeatureMap plain = testing::random_map(rng, 20, {false, false, 2});
  std::vector<float> x(20);
  EXPECT_FALSE(maps(unit, x));
  EXPECT_TRUE(maps(plain, x));
  for (const float bad : {kNan, kInfinity, -kInfinity}) {
    for (const std::size_t at : {std::size_t{0}, std::size_t{9}, std::size_t{19}}) {
      x.assign(20, 1.0F);
      x[at] = bad;
      EXPECT_FALSE(maps(unit, x));
      EXPECT_FALSE(maps(plain, x));
    }
  }
}

TEST(FeatureMap, StopsAtTheFirstBadRowAndNamesIt) {
  Rng rng(7);
  const FeatureMap map = testing::random_map(rng, 3, {true, false, 4});
  Matrix<float> x = testing::random_matrix(rng, 60, 3);
  Matrix<float> scratch(60, 3);
  Matrix<float> phi(60, map.columns());
  x(15, 2) = kNan;
  x(59, 0) = kInfinity;
  EXPECT_EQ(map.map_rows(x.view(), scratch.data(), phi.data()), 15);
  expect_error(ORTHANT_INVALID_ARGUMENT, "row 15 holds nan in column 2",
               [&] { refuse_row(x.view(), 15); });
  for (std::int64_t j = 0; j < 3; ++j) x(0, j) = 0.0F;
  EXPECT_EQ(map.map_rows(x.view(), scratch.data(), phi.data()), 0);
  expect_error(ORTHANT_INVALID_ARGUMENT, "row 0 is all zeros", [&] { refuse_row(x.view(), 0); });
}

}  // namespace
}  // namespace orthant
