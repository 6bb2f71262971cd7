#include "learn/gradient/semantic_branch.h"

#include <gtest/gtest.h>

#include "encode/semantic_encoder.h"
#include "learn/gradient/loss_harness.h"

namespace orthant {
namespace {

TEST(SemanticBranch, SeesTheClassesThatHaveRows) {
  const testing::TrainingSet set = testing::small_set(1);
  TrainingData data;
  data.features = set.features.view();
  data.labels = set.label_sets();
  data.semantics = set.semantics.clone();
  Rng rng(2);
  SemanticBranch branch;
  branch.prepare(data, 9, 6, rng);
  EXPECT_EQ(branch.classes(), 4);
  EXPECT_EQ(branch.seen_class(3), 3);
  EXPECT_EQ(branch.seen_class(4), -1);
}

// The finished map encodes a name as the branch itself does, with the parameters last kept.
TEST(SemanticBranch, FinishesWithWhatWasKept) {
  const testing::TrainingSet set = testing::small_set(3);
  TrainingData data;
  data.features = set.features.view();
  data.labels = set.label_sets();
  data.semantics = set.semantics.clone();
  Rng rng(4);
  SemanticBranch branch;
  branch.prepare(data, 9, 6, rng);
  const Work work = testing::uncancelled_work();
  const Matrix<double> t = branch.apply(work);
  for (const Parameter& parameter : branch.parameters()) parameter.values->data()[0] += 100.0;
  HashModel model;
  model.dimension = static_cast<std::int32_t>(set.features.columns());
  BitGroup group;
  group.role = BitRole::semantic;
  group.features.dimension = model.dimension;
  group.features.prepare();
  group.projection = Matrix<float>(6, model.dimension);
  model.groups.push_back(std::move(group));
  branch.finish(model.semantics);
  ASSERT_EQ(model.defect(), "");
  std::vector<std::uint64_t> codes(4);
  encode_semantics(model, set.semantics.view().block(0, 4), codes.data(), nullptr);
  for (std::int64_t c = 0; c < 4; ++c) {
    for (std::int64_t k = 0; k < 6; ++k) {
      EXPECT_EQ((codes[static_cast<std::size_t>(c)] >> k & 1U) != 0, t(c, k) > 0.0)
          << c << " " << k;
    }
  }
}

}  // namespace
}  // namespace orthant
