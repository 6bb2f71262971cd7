#include "learn/gradient/rotated_start.h"

#include <gtest/gtest.h>

#include <cmath>

#include "linalg/tall.h"
#include "testing/work.h"

namespace orthant {
namespace {

using testing::uncancelled_work;

Matrix<float> centred_rows(Rng& rng) {
  Matrix<float> rows(200, 6);
  for (std::int64_t i = 0; i < 100; ++i) {
    for (std::int64_t j = 0; j < 6; ++j) {
      rows(2 * i, j) = static_cast<float>(rng.normal() * static_cast<double>(6 - j));
      rows(2 * i + 1, j) = -rows(2 * i, j);
    }
  }
  return rows;
}

double mean_square(const Matrix<double>& outputs) {
  double sum = 0.0;
  const std::int64_t count = outputs.rows() * outputs.columns();
  for (std::int64_t i = 0; i < count; ++i) {
    sum += outputs.data()[i] * outputs.data()[i] / static_cast<double>(count);
  }
  return sum;
}

TEST(RotatedStart, OutputsHaveTheMeanSquareAskedFor) {
  const Work work = uncancelled_work();
  Rng rng(1);
  const Matrix<float> rows = centred_rows(rng);
  for (const std::int32_t bits : {3, 6, 10}) {  // also more bits than columns
    const Matrix<double> start = rotated_start(rows.view(), bits, 0.25, rng, work);
    EXPECT_EQ(start.rows(), 6);
    EXPECT_EQ(start.columns(), bits);
    EXPECT_NEAR(mean_square(project(rows.view(), start.view(), work)), 0.25, 1e-6) << bits;
  }
}

TEST(RotatedStart, ARotationSpreadsTheVarianceOverTheBits) {
  const Work work = uncancelled_work();
  Rng rng(2);
  const Matrix<float> rows = centred_rows(rng);
  const Matrix<double> outputs =
      project(rows.view(), rotated_start(rows.view(), 4, 1.0, rng, work).view(), work);
  for (std::int64_t k = 0; k < 4; ++k) {  // the directions themselves differ by (6 / 3)^2
    double square = 0.0;
    for (std::int64_t i = 0; i < 200; ++i) square += outputs(i, k) * outputs(i, k) / 200.0;
    EXPECT_GT(square, 0.4);
  }
}

TEST(RotatedStart, RowsOfZerosGiveZeros) {
  Rng rng(3);
  const Matrix<float> rows(30, 4);
  const Matrix<double> start = rotated_start(rows.view(), 2, 1.0, rng, uncancelled_work());
  EXPECT_EQ(mean_square(start), 0.0);
}

}  // namespace
}  // namespace orthant
