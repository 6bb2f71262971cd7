#include "encode/hash_model.h"

#include <functional>
#include <limits>
#include <span>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "orthant/orthant.h"
#include "testing/models.h"

namespace orthant {
namespace {

TEST(HashModel, CountsBitsAndMasksTheSemanticOnes) {
  Rng rng(1);
  const HashModel model = testing::full_model(rng, 4, 70, 3);
  EXPECT_EQ(model.bits(), 78);
  std::uint64_t mask[2] = {~std::uint64_t{0}, ~std::uint64_t{0}};
  model.semantic_mask(mask);
  for (std::size_t bit = 0; bit < 128; ++bit) {
    EXPECT_EQ(testing::bit_of(mask, bit), bit >= 5 && bit < 75) << bit;
  }
}

TEST(HashModel, AWholeModelHasNoDefect) {
  Rng rng(2);
  EXPECT_EQ(testing::full_model(rng, 4, 2, 3).defect(), "");
  EXPECT_EQ(testing::network_model(rng, 4, 2, 3).defect(), "");
  EXPECT_EQ(testing::linear_model(rng, 4, 1).defect(), "");
  EXPECT_EQ(testing::linear_model(rng, 4, ORTHANT_MAX_BITS).defect(), "");
}

using Damage = std::function<void(HashModel&)>;
using Make = HashModel (*)(Rng&, std::int32_t, std::int32_t, std::int32_t);

void expect_defects(std::span<const std::pair<const char*, Damage>> damages, Make make) {
  for (const auto& [complaint, damage] : damages) {
    Rng rng(3);
    HashModel model = make(rng, 4, 2, 3);
    damage(model);
    EXPECT_NE(model.defect().find(complaint), std::string::npos)
        << "expected '" << complaint << "' in '" << model.defect() << "'";
  }
}

TEST(HashModel, NamesEveryDefect) {
  constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
  const std::pair<const char*, Damage> damages[] = {
      {"dimension is 0", [](HashModel& m) { m.dimension = 0; }},
      {"0 bits",
       [](HashModel& m) {
         m.groups.clear();
         m.semantics = {};
       }},
      {"takes 9 columns", [](HashModel& m) { m.groups[1].features.dimension = 9; }},
      {"mean of 2", [](HashModel& m) { m.groups[0].features.mean = AlignedBuffer<float>(2); }},
      {"mean that is not finite", [](HashModel& m) { m.groups[0].features.mean[1] = kNan; }},
      {"width but no anchors", [](HashModel& m) { m.groups[0].features.width = 1.0F; }},
      {"anchors of 7 columns",
       [](HashModel& m) {
         m.groups[1].features.anchors = {6, 7};
       }},
      {"anchors that are not finite",
       [](HashModel& m) { m.groups[1].features.anchors(0, 0) = -1.0F / 0.0F; }},
      {"width 0", [](HashModel& m) { m.groups[1].features.width = 0.0F; }},
      {"width -1", [](HashModel& m) { m.groups[1].features.width = -1.0F; }},
      {"width nan", [](HashModel& m) { m.groups[1].features.width = kNan; }},
      {"role 2", [](HashModel& m) { m.groups[0].role = static_cast<BitRole>(2); }},
      {"no bits", [](HashModel& m) { m.groups[0].projection = {}; }},
      {"projects 5 columns",
       [](HashModel& m) {
         m.groups[0].projection = {5, 5};
       }},
      {"projection that is not finite", [](HashModel& m) { m.groups[2].projection(0, 1) = kNan; }},
      {"1028 bits",
       [](HashModel& m) {
         m.groups[0].projection = {1023, 4};
       }},
      {"rows for 2 semantic",
       [](HashModel& m) {
         m.semantics.map = {3, 3};
       }},
      {"no columns",
       [](HashModel& m) {
         m.semantics.map = {2, 0};
       }},
      {"mean of 1", [](HashModel& m) { m.semantics.mean = AlignedBuffer<float>(1); }},
      {"basis of 2 x 4",
       [](HashModel& m) {
         m.semantics.basis = {2, 4};
       }},
      {"basis of 4 x 3",
       [](HashModel& m) {
         m.semantics.basis = {4, 3};
       }},
      {"semantic map is not finite", [](HashModel& m) { m.semantics.map(1, 1) = kNan; }},
      {"no rows", [](HashModel& m) { m.semantics.map = {}; }},
  };
  expect_defects(damages, testing::full_model);
}

TEST(HashModel, NamesEveryDefectOfANetwork) {
  constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
  const std::pair<const char*, Damage> damages[] = {
      {"layer 1 that takes 5 columns and is given 13",
       [](HashModel& m) {
         m.groups[1].features.layers[1].weights = {8, 5};
       }},
      {"layer 0 without columns",
       [](HashModel& m) { m.groups[1].features.layers[0].weights = {}; }},
      {"layer 2 of 3 columns with 4 offsets",
       [](HashModel& m) { m.groups[1].features.layers[2].offset = AlignedBuffer<float>(4); }},
      {"layer 0 that is not finite",
       [](HashModel& m) { m.groups[0].features.layers[0].weights(0, 0) = kNan; }},
      {"layer 2 that is not finite",
       [](HashModel& m) { m.groups[1].features.layers[2].offset[0] = kNan; }},
      {"activation 3",
       [](HashModel& m) {
         m.groups[1].features.layers[0].activation = static_cast<Activation>(3);
       }},
      {"activation -1",
       [](HashModel& m) { m.semantics.layers[1].activation = static_cast<Activation>(-1); }},
      {"projects 17 columns, its features have 4",
       [](HashModel& m) { m.groups[0].features.layers.clear(); }},
      {"1 offsets for 2 bits", [](HashModel& m) { m.groups[1].offset = AlignedBuffer<float>(1); }},
      {"offsets that are not finite", [](HashModel& m) { m.groups[2].offset[2] = kNan; }},
      {"1 offsets for 2 semantic bits",
       [](HashModel& m) { m.semantics.offset = AlignedBuffer<float>(1); }},
      {"semantic map is not finite", [](HashModel& m) { m.semantics.offset[1] = kNan; }},
      {"layer 1 that takes 2 columns",
       [](HashModel& m) {
         m.semantics.layers[1].weights = {4, 2};
       }},
      {"maps 4 columns, its last layer has 7", [](HashModel& m) { m.semantics.layers.pop_back(); }},
      {"but no rows", [](HashModel& m) { m.semantics.map = {}; }},
  };
  expect_defects(damages, testing::network_model);
}

}  // namespace
}  // namespace orthant
