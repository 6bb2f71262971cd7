#include "learn/gradient/standardised.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "learn/gradient/class_scores.h"
#include "learn/gradient/loss_case.h"
#include "learn/gradient/whitening.h"
#include "linalg/blas.h"
#include "linalg/tall.h"

namespace orthant {
namespace {

using testing::uncancelled_work;

Matrix<float> random_phi(std::int64_t rows, std::int64_t columns, Rng& rng) {
  Matrix<float> phi(rows, columns);
  for (std::int64_t i = 0; i < rows * columns; ++i) {
    phi.data()[i] = static_cast<float>(0.02 * rng.normal() + 0.6);
  }
  return phi;
}

TEST(Standardised, RowsHaveMeanZeroAndMeanSquareOne) {
  Rng rng(1);
  const Standardised inputs(random_phi(500, 7, rng), uncancelled_work());
  double square = 0.0;
  for (std::int64_t j = 0; j < 7; ++j) {
    double mean = 0.0;
    for (std::int64_t i = 0; i < 500; ++i) {
      const double value = inputs.rows()(i, j);
      mean += value / 500.0;
      square += value * value / 3500.0;
    }
    EXPECT_NEAR(mean, 0.0, 1e-5);
  }
  EXPECT_NEAR(square, 1.0, 1e-5);
}

void expect_same_outputs(double whiten, const std::vector<std::int64_t>& widths) {
  const Work work = uncancelled_work();
  Rng rng(2);
  const Matrix<float> phi = random_phi(60, 7, rng);
  Standardised inputs(phi.clone(), work);
  if (whiten > 0.0) inputs.whiten(whiten, work);
  Network network(widths, Activation::tanh, 0);
  network.draw(0.5, rng);
  const std::vector<std::int64_t> rows = {5, 59, 0};
  const Matrix<double> expected = network.apply(inputs.batch(rows).view(), work);
  Matrix<double> plain(3, 7);
  for (std::int64_t i = 0; i < 3; ++i) {
    for (std::int64_t j = 0; j < 7; ++j) {
      plain(i, j) = phi(rows[static_cast<std::size_t>(i)], j);
    }
  }
  const Matrix<double> outputs = inputs.on_phi(network).apply(plain.view(), work);
  for (std::int64_t i = 0; i < 9; ++i) EXPECT_NEAR(outputs.data()[i], expected.data()[i], 1e-5);
}

TEST(Standardised, ANetworkOnPhiGivesTheSameOutputs) {
  for (const double whiten : {0.0, 0.3}) {
    expect_same_outputs(whiten, {7, 3});
    expect_same_outputs(whiten, {7, 5, 3});
  }
}

// The score of a row by the fit to all rows: what the folded network must give, and not what its
// left-out score gives.
TEST(Standardised, ANetworkOnClassScoresIsFoldedWithTheFitToAllRows) {
  const Work work = uncancelled_work();
  Rng rng(3);
  const Matrix<float> phi = random_phi(60, 7, rng);
  std::vector<std::int64_t> offsets = {0};
  std::vector<std::int32_t> classes;
  for (std::int32_t i = 0; i < 60; ++i) {
    classes.push_back(i % 3);
    offsets.push_back(i + 1);
  }
  const Labels labels(std::move(classes), std::move(offsets), 3);
  Standardised plain(phi.clone(), work);
  const ClassScores fit = fit_class_scores(plain.rows(), labels, work);
  Standardised inputs(phi.clone(), work);
  EXPECT_EQ(inputs.score(labels, work), fit.ridge);
  const double scale = inputs.rows()(0, 0) / fit.left_out(0, 0);
  Network network(std::vector<std::int64_t>{3, 4, 2}, Activation::tanh, 0);
  network.draw(0.5, rng);
  const std::vector<std::int64_t> rows = {5, 59, 0};
  Matrix<double> scores = multiply(plain.batch(rows).view(), fit.map.view());
  for (std::int64_t i = 0; i < 9; ++i) scores.data()[i] *= scale;
  const Matrix<double> expected = network.apply(scores.view(), work);
  Matrix<double> features(3, 7);
  for (std::int64_t i = 0; i < 3; ++i) {
    for (std::int64_t j = 0; j < 7; ++j) {
      features(i, j) = phi(rows[static_cast<std::size_t>(i)], j);
    }
  }
  const Matrix<double> outputs = inputs.on_phi(network).apply(features.view(), work);
  for (std::int64_t i = 0; i < 6; ++i) EXPECT_NEAR(outputs.data()[i], expected.data()[i], 1e-4);
}

TEST(Standardised, EqualRowsStayFinite) {
  Matrix<float> phi(20, 3);
  for (std::int64_t i = 0; i < 60; ++i) phi.data()[i] = 0.3F;
  const Standardised inputs(std::move(phi), uncancelled_work());
  for (std::int64_t i = 0; i < 60; ++i) EXPECT_NEAR(inputs.rows().data[i], 0.0F, 1e-6F);
}

// Not a bit is lost with features of any size, so long as the factor is a power of two.
TEST(Standardised, TheSizeOfFeaturesDoesNotMatter) {
  const Work work = uncancelled_work();
  Rng rng(4);
  const Matrix<float> phi = random_phi(60, 7, rng);
  const Standardised plain(phi.clone(), work);
  for (const int exponent : {-60, -37, 40}) {
    Matrix<float> scaled = phi.clone();
    for (std::int64_t i = 0; i < 60 * 7; ++i) {
      scaled.data()[i] = std::ldexp(scaled.data()[i], exponent);
    }
    const Standardised inputs(std::move(scaled), work);
    for (std::int64_t i = 0; i < 60 * 7; ++i) {
      EXPECT_EQ(inputs.rows().data[i], plain.rows().data[i]) << exponent;
    }
  }
}

TEST(Standardised, WhitensRowsBlockByBlockInPlace) {
  Rng rng(5);
  const Matrix<float> phi = random_phi(600, 7, rng);
  const Standardised plain(phi.clone(), uncancelled_work());
  const Matrix<double> whole = project(
      plain.rows(), whitening(plain.rows(), 0.3, uncancelled_work()).view(), uncancelled_work());
  double squares = 0.0;
  for (std::int64_t i = 0; i < 600 * 7; ++i) squares += whole.data()[i] * whole.data()[i];
  const double scale = std::sqrt(600.0 * 7.0 / squares);
  Standardised one(phi.clone(), uncancelled_work(1));
  Standardised several(phi.clone(), uncancelled_work(3));
  one.whiten(0.3, uncancelled_work(1));
  several.whiten(0.3, uncancelled_work(3));
  for (std::int64_t i = 0; i < 600 * 7; ++i) {
    EXPECT_NEAR(one.rows().data[i], scale * whole.data()[i], 1e-6);
    EXPECT_EQ(one.rows().data[i], several.rows().data[i]);
  }
}

}  // namespace
}  // namespace orthant
