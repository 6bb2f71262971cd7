#include "learn/trainer.h"

#include <gtest/gtest.h>

#include <string_view>

#include "base/error.h"

namespace orthant {
namespace {

class Forgetful final : public Trainer {
 public:
  Forgetful() : Trainer("forgetful", Needs::features, {}) {}
  void prepare(const TrainingData& /*data*/, Rng& /*rng*/, const Work& /*work*/) override {}
  [[nodiscard]] std::int32_t rounds_at_most() const override { return 1; }
  [[nodiscard]] double round(Rng& /*rng*/, const Work& /*work*/) override { return 0.0; }
  void finish(HashModel& /*model*/) const override {}
};

class NoState final : public State {
 public:
  void field(std::string_view /*name*/, Matrix<float>& /*values*/) override {}
  void field(std::string_view /*name*/, Matrix<double>& /*values*/) override {}
  void field(std::string_view /*name*/, double& /*value*/) override {}
  void field(std::string_view /*name*/, std::int64_t& /*value*/, std::int64_t /*least*/,
             std::int64_t /*most*/) override {}
};

TEST(TrainerTest, AMethodWithoutCheckpointsSaysSo) {
  Forgetful trainer;
  NoState state;
  EXPECT_THROW(trainer.visit(state), Error);
}

}  // namespace
}  // namespace orthant
