#include "encode/layer.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "kernels/portable_math.h"
#include "testing/models.h"

namespace orthant {
namespace {

TEST(Layer, EqualsTheNaiveTwinInBothPrecisions) {
  Rng rng(1);
  for (const std::int32_t columns : {1, 5, 33}) {
    const std::vector<Layer> layers = testing::random_layers(rng, columns, {7, 1, 40});
    ASSERT_EQ(defect_of(layers, columns), "");
    const Matrix<float> x = testing::random_matrix(rng, 1, columns);
    std::vector<double> h(x.row(0).begin(), x.row(0).end());
    const std::vector<double> naive = testing::naive_layers(layers, h);
    std::vector<float> row(x.row(0).begin(), x.row(0).end());
    for (const Layer& layer : layers) {
      h = layer.apply(h);
      std::vector<float> out(h.size());
      layer.apply(row.data(), 1, out.data());
      row = out;
    }
    ASSERT_EQ(h.size(), naive.size());
    for (std::size_t j = 0; j < h.size(); ++j) {
      EXPECT_NEAR(h[j], naive[j], 1e-12);
      EXPECT_NEAR(row[j], naive[j], 1e-5);
    }
  }
}

TEST(Layer, TanhIsOurOwnToTheLastBit) {
  Layer layer;
  layer.weights = Matrix<float>(1, 1);
  layer.weights(0, 0) = 1.0F;
  layer.activation = Activation::tanh;
  layer.prepare();
  for (float x = -3.0F; x < 3.0F; x += 0.01F) {
    float out = 0.0F;
    layer.apply(&x, 1, &out);
    ASSERT_EQ(out, static_cast<float>(kernels::portable_tanh(x)));
  }
}

TEST(Layer, ReluKeepsWhatIsAboveZero) {
  Layer layer;
  layer.weights = Matrix<float>(3, 1);
  layer.weights(0, 0) = -2.0F;
  layer.weights(2, 0) = 2.0F;
  layer.activation = Activation::relu;
  layer.prepare();
  const float x = 1.5F;
  float out[3];
  layer.apply(&x, 1, out);
  EXPECT_EQ(out[0], 0.0F);
  EXPECT_EQ(out[1], 0.0F);
  EXPECT_EQ(out[2], 3.0F);
}

TEST(Layer, AStackHasABound) {
  std::vector<Layer> layers(kMostLayers + 1);
  for (Layer& layer : layers) layer.weights = Matrix<float>(1, 1);
  EXPECT_EQ(defect_of(layers, 1), "has 65 layers, more than 64");
  layers.pop_back();
  EXPECT_EQ(defect_of(layers, 1), "");
}

TEST(Layer, KnowsItsWidths) {
  Rng rng(2);
  const std::vector<Layer> layers = testing::random_layers(rng, 4, {9, 2, 3});
  EXPECT_EQ(output_columns(layers, 4), 3);
  EXPECT_EQ(widest_columns(layers, 4), 9);
  EXPECT_EQ(widest_columns(layers, 12), 12);
  EXPECT_EQ(output_columns({}, 4), 4);
  EXPECT_EQ(widest_columns({}, 4), 4);
}

}  // namespace
}  // namespace orthant
