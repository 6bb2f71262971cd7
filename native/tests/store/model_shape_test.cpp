#include "store/model_shape.h"

#include <limits>

#include <gtest/gtest.h>

#include "testing/models.h"

namespace orthant {
namespace {

// The fields are those of docs/file-format.md; model_file_test reads and damages whole files.
TEST(ModelShape, HasTheFieldsOfTheFormat) {
  Rng rng(1);
  const ModelShape plain = shape_of(testing::full_model(rng, 3, 4, 6));
  EXPECT_FALSE(plain.has_layers());
  EXPECT_EQ(shape_section(plain).size(), 24U + 3 * 20U);
  const ModelShape network = shape_of(testing::network_model(rng, 3, 4, 6));
  EXPECT_TRUE(network.has_layers());
  EXPECT_EQ(shape_section(network).size(), 24U + 3 * 20U);
  EXPECT_EQ(layer_section(network).size(), 4 * 8U + 6 * 12U);
  ASSERT_EQ(network.groups[1].stack.layers.size(), 3U);
  EXPECT_EQ(network.groups[1].stack.layers[0].columns, 12U);
  EXPECT_TRUE(network.groups[1].stack.layers[0].has_offset);
  EXPECT_FALSE(network.groups[1].stack.layers[1].has_offset);
  EXPECT_EQ(network.groups[1].stack.layers[1].activation, 1U + 1U);
  EXPECT_FALSE(network.groups[0].stack.has_offset);
  EXPECT_TRUE(network.semantics.stack.has_offset);
  EXPECT_EQ(network.semantics.dimension, 6U);
}

TEST(ModelShape, CountsTheNumbers) {
  ModelShape shape;
  shape.dimension = 10;
  shape.groups.resize(1);
  shape.groups[0].bits = 8;
  EXPECT_EQ(shape.numbers(), 80U);
  shape.groups[0].centred = true;
  shape.groups[0].anchors = 4;
  EXPECT_EQ(shape.numbers(), 10U + 40U + 8 * 5U);
  shape.groups[0].stack = {true, {{6, 0, true}, {2, 1, false}}};
  EXPECT_EQ(shape.numbers(), 10U + 40U + (6 * 5U + 6U) + 2 * 6U + (8 * 2U + 8U));
  shape.groups[0].stack.layers[1].columns = std::numeric_limits<std::uint32_t>::max();
  EXPECT_EQ(shape.numbers(), std::nullopt);
}

}  // namespace
}  // namespace orthant
