// Every method of the table, stopped after each of its rounds and continued from a checkpoint.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "learn/methods.h"
#include "learn/naive_data.h"
#include "learn/same_model.h"
#include "learn/training_run.h"
#include "testing/errors.h"

namespace orthant {
namespace {

using testing::expect_error;
using testing::expect_same;
using testing::give;
using testing::small_set;
using testing::TrainingSet;

void run_to_the_end(TrainingRun& run) {
  while (run.step()) {
  }
}

bool has_option(const std::string& method, const std::string& name) {
  const TrainingRun run(method);
  for (std::int32_t i = 0; i < run.option_count(); ++i) {
    if (run.option_name(i) == name) return true;
  }
  return false;
}

class EveryMethodsCheckpoint : public ::testing::TestWithParam<std::string_view> {
 protected:
  const std::string method_{GetParam()};
  const char* const name_ = method_.c_str();
};

// The options under which a method has the most state.
testing::Settings with_all_state(const std::string& method) {
  testing::Settings settings = {{"bits", 20}};
  if (has_option(method, "rounds")) settings.emplace_back("rounds", 6);
  if (method == "zsh") settings.insert(settings.end(), {{"graph", 2}, {"rotation", 2}});
  if (method == "semantic-itq") settings.emplace_back("visual-bits", 8);
  if (has_option(method, "hidden-layers")) {
    settings.insert(settings.end(), {{"batch", 16},
                                     {"batch-norm", 1},
                                     {"validation", 0.2},
                                     {"patience", 3},
                                     {"hidden-width", 10}});
  }
  return settings;
}

TEST_P(EveryMethodsCheckpoint, ContinuesFromACheckpointToTheSameModel) {
  const TrainingSet set = small_set(20, 90, true);
  const testing::Settings settings = with_all_state(method_);
  const testing::Trained whole = testing::train(name_, set, settings);
  const auto rounds = static_cast<int>(whole.objective.size());
  for (int stop = 1; stop <= rounds; ++stop) {
    TrainingRun first(method_);
    testing::apply(settings, first);
    give(set, first);
    for (int round = 0; round < stop; ++round) (void)first.step();
    const Checkpoint checkpoint = first.checkpoint();
    TrainingRun second(method_);
    testing::apply(settings, second);
    second.set("threads", 2);
    give(set, second);
    EXPECT_EQ(second.resume(checkpoint), stop < rounds);
    EXPECT_EQ(second.rounds_done(), stop);
    if (stop < rounds) run_to_the_end(second);
    expect_same(*second.finish(), *whole.model);
    if (stop < rounds) run_to_the_end(first);  // a checkpoint changes nothing
    expect_same(*first.finish(), *whole.model);
  }
}

TEST_P(EveryMethodsCheckpoint, RefusesACheckpointThatDoesNotFitAndThenTrainsAllTheSame) {
  const TrainingSet set = small_set(21, 60);
  TrainingRun from(method_);
  give(set, from);
  (void)from.step();
  const Checkpoint checkpoint = from.checkpoint();
  TrainingRun other(method_);
  other.set("seed", 5);
  give(set, other);
  expect_error(ORTHANT_INVALID_ARGUMENT, "the option \"seed\" at 1, this training at 5",
               [&] { (void)other.resume(checkpoint); });
  other.set("seed", 1);
  const TrainingSet changed = small_set(22, 60);
  give(changed, other);
  expect_error(ORTHANT_INVALID_ARGUMENT, "other data", [&] { (void)other.resume(checkpoint); });
  Checkpoint foreign = from.checkpoint();
  foreign.maker = "release 0.0.0";
  give(set, other);
  expect_error(ORTHANT_INVALID_ARGUMENT, "made by release 0.0.0",
               [&] { (void)other.resume(foreign); });
  foreign = from.checkpoint();
  foreign.objective.resize(2000000);
  expect_error(ORTHANT_CORRUPT_FILE, "claims 2000000 rounds", [&] { (void)other.resume(foreign); });
  run_to_the_end(other);
  expect_same(*other.finish(), *testing::train(name_, set, {}).model);
}

INSTANTIATE_TEST_SUITE_P(Methods, EveryMethodsCheckpoint, ::testing::ValuesIn(method_names()));

}  // namespace
}  // namespace orthant
