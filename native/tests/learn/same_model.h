// Whether two models are the same, to the last bit.
#pragma once

#include <algorithm>
#include <cstring>
#include <vector>

#include <gtest/gtest.h>

#include "encode/hash_model.h"

namespace orthant::testing {

inline bool same_bytes(const Matrix<float>& a, const Matrix<float>& b) {
  const auto bytes = static_cast<std::size_t>(a.rows() * a.columns()) * sizeof(float);
  return a.rows() == b.rows() && a.columns() == b.columns() &&
         (bytes == 0 || std::memcmp(a.data(), b.data(), bytes) == 0);
}

inline bool same_values(const AlignedBuffer<float>& a, const AlignedBuffer<float>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

inline void expect_same(const HashModel& a, const HashModel& b) {
  EXPECT_EQ(a.provenance, b.provenance);
  ASSERT_EQ(a.groups.size(), b.groups.size());
  for (std::size_t g = 0; g < a.groups.size(); ++g) {
    EXPECT_TRUE(same_bytes(a.groups[g].projection, b.groups[g].projection));
    EXPECT_TRUE(same_bytes(a.groups[g].features.anchors, b.groups[g].features.anchors));
    EXPECT_EQ(a.groups[g].features.width, b.groups[g].features.width);
    EXPECT_TRUE(same_values(a.groups[g].offset, b.groups[g].offset));
    const std::vector<Layer>& layers = a.groups[g].features.layers;
    ASSERT_EQ(layers.size(), b.groups[g].features.layers.size());
    for (std::size_t l = 0; l < layers.size(); ++l) {
      EXPECT_TRUE(same_bytes(layers[l].weights, b.groups[g].features.layers[l].weights));
      EXPECT_TRUE(same_values(layers[l].offset, b.groups[g].features.layers[l].offset));
    }
  }
  const std::vector<Layer>& layers = a.semantics.layers;
  ASSERT_EQ(layers.size(), b.semantics.layers.size());
  for (std::size_t l = 0; l < layers.size(); ++l) {
    EXPECT_TRUE(same_bytes(layers[l].weights, b.semantics.layers[l].weights));
    EXPECT_TRUE(same_values(layers[l].offset, b.semantics.layers[l].offset));
  }
  EXPECT_TRUE(same_values(a.semantics.offset, b.semantics.offset));
  EXPECT_TRUE(same_bytes(a.semantics.map, b.semantics.map));
  EXPECT_TRUE(same_bytes(a.semantics.basis, b.semantics.basis));
}

}  // namespace orthant::testing
