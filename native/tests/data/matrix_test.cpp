#include "data/matrix.h"

#include <gtest/gtest.h>

namespace orthant {
namespace {

Matrix<float> counting(std::int64_t rows, std::int64_t columns) {
  Matrix<float> matrix(rows, columns);
  for (std::int64_t i = 0; i < rows * columns; ++i) matrix.data()[i] = static_cast<float>(i);
  return matrix;
}

TEST(Matrix, IsRowMajorWithoutGaps) {
  const Matrix<float> matrix = counting(3, 5);
  EXPECT_EQ(matrix(2, 1), 11.0F);
  EXPECT_EQ(matrix.row(1)[4], 9.0F);
  EXPECT_EQ(matrix.view().block(1, 3)(0, 0), 5.0F);
  EXPECT_EQ(matrix.view().block(1, 3).rows, 2);
}

TEST(Matrix, CloneIsACopy) {
  Matrix<float> matrix = counting(2, 2);
  const Matrix<float> copy = matrix.clone();
  matrix(0, 0) = 9.0F;
  EXPECT_EQ(copy(0, 0), 0.0F);
  EXPECT_EQ(copy(1, 1), 3.0F);
}

TEST(Matrix, IsEmptyAfterItMoved) {
  Matrix<float> matrix = counting(2, 2);
  const Matrix<float> moved = std::move(matrix);
  EXPECT_EQ(moved(1, 0), 2.0F);
  EXPECT_TRUE(matrix.empty());  // NOLINT: the state after a move is promised
  EXPECT_TRUE(Matrix<float>().empty());
}

}  // namespace
}  // namespace orthant
