// Whether a model hashes rows of a class alike.
#pragma once

#include <bit>

#include <gtest/gtest.h>

#include "encode/batch_encoder.h"
#include "learn/naive_data.h"

namespace orthant::testing {

// On the training rows of a `small_set` with one label a row (row i has class i % 4), at most 64
// bits: in Hamming distance, rows of a class lie much nearer to each other than to others.
inline void expect_classes_apart(const Trained& trained, const TrainingSet& set) {
  const PackedCodes codes = encode_all(*trained.model, set.features.view(), 1);
  double same = 0.0;
  double other = 0.0;
  for (std::int64_t i = 0; i < 60; ++i) {
    same += std::popcount(codes.row(i)[0] ^ codes.row(i + 4)[0]);
    other += std::popcount(codes.row(i)[0] ^ codes.row(i + 5)[0]);
  }
  EXPECT_LT(2.0 * same, other);
}

}  // namespace orthant::testing
