#include "learn/gradient/whitening.h"

#include <gtest/gtest.h>

#include "learn/gradient/loss_harness.h"
#include "learn/gradient/standardised.h"
#include "linalg/blas.h"

namespace orthant {
namespace {

Matrix<float> correlated_rows(std::int64_t rows) {
  Rng rng(7);
  Matrix<float> x(rows, 3);
  for (std::int64_t i = 0; i < rows; ++i) {
    const double a = rng.normal();
    const double b = rng.normal();
    x(i, 0) = static_cast<float>(10.0 * a);
    x(i, 1) = static_cast<float>(9.0 * a + b);
    x(i, 2) = static_cast<float>(0.1 * rng.normal() + b);
  }
  return x;
}

Matrix<double> covariance(const Matrix<double>& rows) {
  Matrix<double> c = transposed_multiply(rows.view(), rows.view());
  for (std::int64_t i = 0; i < 9; ++i) c.data()[i] /= static_cast<double>(rows.rows());
  return c;
}

Matrix<double> in_double(const Matrix<float>& rows) {
  Matrix<double> result(rows.rows(), rows.columns());
  for (std::int64_t i = 0; i < rows.rows() * rows.columns(); ++i) {
    result.data()[i] = static_cast<double>(rows.data()[i]);
  }
  return result;
}

TEST(Whitening, MakesColumnsAlikeAndIndependent) {
  const Matrix<float> x = correlated_rows(500);
  const Work work = testing::uncancelled_work();
  const Matrix<double> map = whitening(x.view(), 1e-9, work);
  const Matrix<double> c = covariance(multiply(in_double(x).view(), map.view()));
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 3; ++j) EXPECT_NEAR(c(i, j), i == j ? 1.0 : 0.0, 1e-4);
  }
}

TEST(Whitening, IsTheInverseRootOfTheShiftedCovariance) {
  const Matrix<float> x = correlated_rows(200);
  const Matrix<double> map = whitening(x.view(), 0.3, testing::uncancelled_work());
  Matrix<double> shifted = covariance(in_double(x));
  const double shift = 0.3 * (shifted(0, 0) + shifted(1, 1) + shifted(2, 2)) / 3.0;
  for (int i = 0; i < 3; ++i) shifted(i, i) += shift;
  const Matrix<double> product =
      multiply(shifted.view(), multiply_transposed(map.view(), map.view()).view());
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 3; ++j) EXPECT_NEAR(product(i, j), i == j ? 1.0 : 0.0, 1e-9);
  }
}

TEST(Whitening, OfRowsThatAreAllAlikeIsZero) {
  const Matrix<float> x(5, 3);
  const Matrix<double> map = whitening(x.view(), 0.3, testing::uncancelled_work());
  for (int i = 0; i < 9; ++i) EXPECT_EQ(map.data()[i], 0.0);
}

TEST(Whitening, IsFoldedIntoTheFirstLayer) {
  const Matrix<float> x = correlated_rows(50);
  const Work work = testing::uncancelled_work();
  const Standardised inputs(Matrix<float>::copy_of(x.view()), 0.2, work);
  double squares = 0.0;
  for (std::int64_t i = 0; i < 150; ++i) squares += std::pow(inputs.rows().data[i], 2);
  EXPECT_NEAR(squares / 150.0, 1.0, 1e-5);
  Network network(std::vector<std::int64_t>{3, 4, 2}, Activation::tanh, 0);
  Rng rng(8);
  network.draw(0.5, rng);
  const std::vector<std::int64_t> rows = {0, 17, 49};
  const Matrix<double> inside = network.apply(inputs.batch(rows).view(), work);
  const Network outside = inputs.on_phi(network);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Matrix<double> row =
        in_double(Matrix<float>::copy_of(x.view().block(rows[i], rows[i] + 1)));
    const Matrix<double> z = outside.apply(row.view(), work);
    for (std::int64_t k = 0; k < 2; ++k) {
      EXPECT_NEAR(z(0, k), inside(static_cast<std::int64_t>(i), k), 1e-5);
    }
  }
}

}  // namespace
}  // namespace orthant
