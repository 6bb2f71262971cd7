#include "learn/gradient/network.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "learn/gradient/loss_case.h"

namespace orthant {
namespace {

using testing::normal_matrix;
using testing::uncancelled_work;

// sum of weights * sin(outputs): a loss that is not linear.
double loss_of(MatrixView<double> outputs, const Matrix<double>& weights) {
  double sum = 0.0;
  for (std::int64_t i = 0; i < outputs.rows * outputs.columns; ++i) {
    sum += weights.data()[i] * std::sin(outputs.data[i]);
  }
  return sum;
}

Matrix<double> derivative_of(MatrixView<double> outputs, const Matrix<double>& weights) {
  Matrix<double> gradient(outputs.rows, outputs.columns);
  for (std::int64_t i = 0; i < outputs.rows * outputs.columns; ++i) {
    gradient.data()[i] = weights.data()[i] * std::cos(outputs.data[i]);
  }
  return gradient;
}

void expect_gradients(const std::vector<std::int64_t>& widths, Activation activation,
                      std::int64_t normalised) {
  const Work work = uncancelled_work();
  Rng rng(3);
  Network network(widths, activation, normalised);
  network.draw(0.5, rng);
  const Matrix<double> inputs = normal_matrix(9, widths.front(), 1.0, rng);
  const Matrix<double> weights = normal_matrix(9, widths.back(), 1.0, rng);
  const MatrixView<double> outputs = network.forward(inputs.view(), work);
  network.backward(inputs.view(), derivative_of(outputs, weights), work);
  for (const Parameter& parameter : network.parameters()) {
    const Matrix<double> gradient = parameter.gradient->clone();
    testing::expect_gradient(*parameter.values, gradient, [&] {
      return loss_of(network.forward(inputs.view(), work), weights);
    });
  }
}

TEST(Network, GradientsOfTheLinearHeadAreDerivatives) {
  expect_gradients({5, 4}, Activation::relu, 0);
  expect_gradients({5, 4}, Activation::relu, 4);
}

TEST(Network, GradientsThroughHiddenLayersAreDerivatives) {
  expect_gradients({5, 6, 4}, Activation::tanh, 0);
  expect_gradients({5, 6, 7, 4}, Activation::tanh, 3);
  expect_gradients({5, 6, 7, 3, 4}, Activation::relu, 0);
}

TEST(Network, ForwardIsTheFormulaOfTheHeader) {
  const Work work = uncancelled_work();
  Rng rng(4);
  Network network(std::vector<std::int64_t>{3, 5, 2}, Activation::tanh, 0);
  network.draw(1.0, rng);
  const Matrix<double> inputs = normal_matrix(4, 3, 1.0, rng);
  const MatrixView<double> outputs = network.forward(inputs.view(), work);
  for (std::int64_t i = 0; i < 4; ++i) {
    for (std::int64_t k = 0; k < 2; ++k) {
      double z = network.layer(1).offset(0, k);
      for (std::int64_t h = 0; h < 5; ++h) {
        double a = network.layer(0).offset(0, h);
        for (std::int64_t j = 0; j < 3; ++j) a += inputs(i, j) * network.layer(0).weights(j, h);
        z += std::tanh(a) * network.layer(1).weights(h, k);
      }
      EXPECT_NEAR(outputs(i, k), z, 1e-13);
    }
  }
}

TEST(Network, TheDrawnWeightsKeepTheScaleOfTheValues) {
  Rng rng(5);
  Network network(std::vector<std::int64_t>{400, 300, 200, 10}, Activation::relu, 0);
  network.draw(0.01, rng);
  const Matrix<double> inputs = normal_matrix(50, 400, 1.0, rng);
  const Matrix<double> outputs = network.apply(inputs.view(), uncancelled_work());
  double square = 0.0;
  for (std::int64_t i = 0; i < 500; ++i) square += outputs.data()[i] * outputs.data()[i] / 500.0;
  // Values before the last layer have a mean square of about 1 after relu, over 200 columns.
  EXPECT_GT(std::sqrt(square), 0.01 * std::sqrt(200.0) * 0.5);
  EXPECT_LT(std::sqrt(square), 0.01 * std::sqrt(200.0) * 2.0);
}

TEST(Network, AFoldedNetworkGivesTheSameOutputs) {
  const Work work = uncancelled_work();
  Rng rng(6);
  Network network(std::vector<std::int64_t>{4, 8, 6, 5}, Activation::tanh, 3);
  network.draw(0.7, rng);
  const Matrix<double> inputs = normal_matrix(12, 4, 1.0, rng);
  for (int batch = 0; batch < 3; ++batch) (void)network.forward(inputs.view(), work);
  const Matrix<double> outputs = network.apply(inputs.view(), work);
  for (std::int64_t i = 0; i < 12; ++i) {
    std::vector<double> h(inputs.row(i).begin(), inputs.row(i).end());
    for (std::int64_t l = 0; l < network.depth(); ++l) {
      const bool last = l + 1 == network.depth();
      h = network.folded(l, last ? 3 : network.width(l)).apply(h);
    }
    ASSERT_EQ(h.size(), 3U);
    for (std::size_t k = 0; k < 3; ++k) {
      EXPECT_NEAR(h[k], outputs(i, static_cast<std::int64_t>(k)), 1e-5);
    }
  }
}

TEST(Network, ParametersBeyondTheRangeOfFloatAreNoticed) {
  Rng rng(7);
  Network network(std::vector<std::int64_t>{3, 2}, Activation::relu, 0);
  network.draw(1.0, rng);
  EXPECT_TRUE(network.finite());
  network.layer(0).weights(1, 1) = std::nan("");
  EXPECT_FALSE(network.finite());
  network.layer(0).weights(1, 1) = 1e35;
  EXPECT_FALSE(network.finite());
}

TEST(Network, ThreadsDoNotChangeTheGradients) {
  Rng rng(8);
  Network one(std::vector<std::int64_t>{300, 280, 20}, Activation::relu, 20);
  one.draw(0.1, rng);
  Network several = one.clone();
  const Matrix<double> inputs = normal_matrix(200, 300, 1.0, rng);
  const Matrix<double> gradient = normal_matrix(200, 20, 1.0, rng);
  (void)one.forward(inputs.view(), uncancelled_work(1));
  one.backward(inputs.view(), gradient, uncancelled_work(1));
  (void)several.forward(inputs.view(), uncancelled_work(3));
  several.backward(inputs.view(), gradient, uncancelled_work(3));
  const auto a = one.parameters();
  const auto b = several.parameters();
  for (std::size_t p = 0; p < a.size(); ++p) {
    const std::int64_t count = a[p].gradient->rows() * a[p].gradient->columns();
    for (std::int64_t i = 0; i < count; ++i) {
      ASSERT_EQ(a[p].gradient->data()[i], b[p].gradient->data()[i]);
    }
  }
}

}  // namespace
}  // namespace orthant
