#include "learn/zero_shot/class_relations.h"

#include <gtest/gtest.h>

#include <cmath>

#include "linalg/naive_linalg.h"

namespace orthant {
namespace {

// Four directions of the plane at 0, 10, 90 and 180 degrees, and a class without a direction.
Matrix<double> directions() {
  Matrix<double> vectors(5, 2);
  const double angles[] = {0.0, 10.0, 90.0, 180.0};
  for (std::int64_t i = 0; i < 4; ++i) {
    vectors(i, 0) = std::cos(angles[i] * std::acos(-1.0) / 180.0);
    vectors(i, 1) = std::sin(angles[i] * std::acos(-1.0) / 180.0);
  }
  return vectors;
}

TEST(ClassRelations, KeepNeighboursAndPushAllOthersToTheSimplex) {
  const Matrix<double> s = class_relations(directions().view(), 1, 0.6);
  for (std::int64_t i = 0; i < 5; ++i) EXPECT_EQ(s(i, i), 1.0);
  const double cos10 = std::cos(std::acos(-1.0) / 18.0);
  EXPECT_NEAR(s(0, 1), 0.6 * cos10, 1e-12);
  EXPECT_NEAR(s(1, 2), 0.6 * std::cos(std::acos(-1.0) * 8.0 / 18.0), 1e-12) << "1 is nearest to 2";
  EXPECT_EQ(s(0, 2), -0.25);
  EXPECT_EQ(s(0, 3), -0.25);
  EXPECT_NEAR(s(2, 3), 0.0, 1e-12) << "a neighbour at a right angle, or nearer than any other";
  for (std::int64_t i = 0; i < 5; ++i) {
    for (std::int64_t j = 0; j < 5; ++j) EXPECT_EQ(s(i, j), s(j, i));
  }
}

TEST(ClassRelations, WithoutNeighboursAllClassesAreAtTheSimplex) {
  const Matrix<double> s = class_relations(directions().view(), 0, 0.6);
  for (std::int64_t i = 0; i < 5; ++i) {
    for (std::int64_t j = 0; j < 5; ++j) EXPECT_EQ(s(i, j), i == j ? 1.0 : -0.25);
  }
}

TEST(ClassRelations, MoreNeighboursThanClassesMeansAll) {
  Rng rng(1);
  const naive::Dense vectors = naive::random(4, 3, rng);
  const Matrix<double> v = naive::to_matrix<double>(vectors);
  const Matrix<double> s = class_relations(v.view(), 1000, 1.0);
  const naive::Dense cosines = vectors * naive::transposed(vectors);
  for (std::size_t i = 0; i < 4; ++i) {
    for (std::size_t j = 0; j < 4; ++j) {
      if (i == j) continue;
      EXPECT_NEAR(s(static_cast<std::int64_t>(i), static_cast<std::int64_t>(j)),
                  std::max(0.0, cosines(i, j)), 1e-12);
    }
  }
}

}  // namespace
}  // namespace orthant
