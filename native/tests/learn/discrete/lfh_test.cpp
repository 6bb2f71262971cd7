#include "learn/discrete/lfh.h"

#include <gtest/gtest.h>

#include <bit>

#include "encode/batch_encoder.h"
#include "learn/naive_data.h"

namespace orthant {
namespace {

TEST(Lfh, TheLastValueLiesBelowTheFirst) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const testing::Trained trained =
        testing::train("lfh", testing::small_set(seed, 400, seed % 2 == 0), {{"bits", 24}});
    ASSERT_EQ(trained.objective.size(), 50U);
    EXPECT_LT(trained.objective.back(), trained.objective.front()) << seed;
  }
}

TEST(Lfh, TheModelHashesTrainingRowsOfAClassAlike) {
  const testing::TrainingSet set = testing::small_set(6, 400);
  for (const double anchors : {0.0, 100.0}) {
    const testing::Trained trained =
        testing::train("lfh", set, {{"bits", 32}, {"anchors", anchors}, {"ridge", 1}});
    const PackedCodes codes = encode_all(*trained.model, set.features.view(), 1);
    double same = 0.0;
    double other = 0.0;
    for (std::int64_t i = 0; i < 60; ++i) {
      same += std::popcount(codes.row(i)[0] ^ codes.row(i + 4)[0]);
      other += std::popcount(codes.row(i)[0] ^ codes.row(i + 5)[0]);
    }
    EXPECT_LT(2.0 * same, other) << anchors;
  }
}

}  // namespace
}  // namespace orthant
