// Every method of the table, stopped after each of its rounds and continued from a checkpoint.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <string>
#include <string_view>

#include "base/error.h"
#include "learn/every_method.h"
#include "learn/methods.h"
#include "learn/same_model.h"
#include "learn/training_run.h"
#include "testing/errors.h"

namespace orthant {
namespace {

using testing::expect_error;
using testing::expect_same;
using testing::give;
using testing::run_to_the_end;
using testing::small_set;
using testing::TrainingSet;
using testing::with_all_state;

class EveryMethodsCheckpoint : public ::testing::TestWithParam<std::string_view> {
 protected:
  const std::string method_{GetParam()};
  const char* const name_ = method_.c_str();
};

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
  from.set("bits", 20);
  give(set, from);
  (void)from.step();
  const Checkpoint checkpoint = from.checkpoint();
  TrainingRun other(method_);
  other.set("bits", 20);
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
  expect_same(*other.finish(), *testing::train(name_, set, {{"bits", 20}}).model);
}

// Values that no training writes, in a file whose checksums are right.
TEST_P(EveryMethodsCheckpoint, RefusesForeignValuesOrGoesOnWithThem) {
  const TrainingSet set = small_set(23, 60);
  testing::Settings settings = with_all_state(method_);
  TrainingRun from(method_);
  testing::apply(settings, from);
  give(set, from);
  if (from.step()) (void)from.step();
  const Checkpoint checkpoint = from.checkpoint();
  const auto continue_from = [&](const Checkpoint& forged) {
    TrainingRun run(method_);
    testing::apply(settings, run);
    give(set, run);
    try {
      if (run.resume(forged)) run_to_the_end(run);
      EXPECT_NE(run.finish(), nullptr);
    } catch (const Error& error) {
      EXPECT_TRUE(error.status() == ORTHANT_CORRUPT_FILE ||
                  error.status() == ORTHANT_TRAINING_FAILED)
          << error.what();
    }
  };
  for (std::size_t f = 0; f < checkpoint.fields.size(); ++f) {
    Checkpoint forged = checkpoint;
    CheckpointField& field = forged.fields[f];
    if (field.kind == CheckpointField::Kind::integer) {
      for (const std::int64_t value : {std::int64_t{-1}, std::int64_t{100'000'000},
                                       std::numeric_limits<std::int64_t>::max()}) {
        std::memcpy(field.bytes.data(), &value, sizeof(value));
        continue_from(forged);
      }
    } else {
      std::ranges::fill(field.bytes, std::byte{0xFF});  // NaN
      continue_from(forged);
    }
  }
  Checkpoint forged = checkpoint;
  forged.random = {};
  TrainingRun run(method_);
  testing::apply(settings, run);
  give(set, run);
  expect_error(ORTHANT_CORRUPT_FILE, "state of zeros", [&] { (void)run.resume(forged); });
}

INSTANTIATE_TEST_SUITE_P(Methods, EveryMethodsCheckpoint, ::testing::ValuesIn(method_names()));

}  // namespace
}  // namespace orthant
