// Data that a learner meets sooner or later, given to every method of the table: a model that is
// defined, or one clear error. A new method takes part by its line in the table.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/error.h"
#include "encode/batch_encoder.h"
#include "learn/every_method.h"
#include "learn/methods.h"
#include "learn/trainer.h"
#include "testing/errors.h"

namespace orthant {
namespace {

using testing::has_option;
using testing::TrainingSet;

// Few anchors and rounds where the method has them.
testing::Settings quick(const std::string& method, std::int32_t bits) {
  testing::Settings settings = {{"bits", static_cast<double>(bits)}};
  if (has_option(method, "anchors")) settings.emplace_back("anchors", 50);
  if (has_option(method, "rounds")) settings.emplace_back("rounds", 3);
  return settings;
}

void set_up(const std::string& method, const TrainingSet& set, std::int32_t bits,
            TrainingRun& run) {
  testing::apply(quick(method, bits), run);
  testing::give(set, run);
}

struct Outcome {
  std::shared_ptr<const HashModel> model;  // or else
  std::string refusal;
};

// A refusal must be one that is meant for the user, and long enough to say something.
Outcome outcome(const std::string& method, const TrainingSet& set, std::int32_t bits) {
  TrainingRun run(method);
  set_up(method, set, bits, run);
  try {
    while (run.step()) {
    }
    return {run.finish(), ""};
  } catch (const Error& error) {
    EXPECT_TRUE(error.status() == ORTHANT_INVALID_ARGUMENT ||
                error.status() == ORTHANT_TRAINING_FAILED)
        << error.what();
    EXPECT_GT(std::string(error.what()).size(), 30U) << error.what();
    return {nullptr, error.what()};
  }
}

void expect_sound(const HashModel& model, const TrainingSet& set, std::int32_t bits) {
  EXPECT_EQ(model.defect(), "");
  EXPECT_EQ(model.bits(), bits);
  EXPECT_EQ(encode_all(model, set.features.view(), 1).rows(), set.features.rows());
}

void expect_trains(const std::string& method, const TrainingSet& set, std::int32_t bits = 16) {
  const Outcome result = outcome(method, set, bits);
  ASSERT_NE(result.model, nullptr) << result.refusal;
  expect_sound(*result.model, set, bits);
}

bool same_codes(const HashModel& a, const HashModel& b, const TrainingSet& set) {
  const PackedCodes of_a = encode_all(a, set.features.view(), 1);
  const PackedCodes of_b = encode_all(b, set.features.view(), 1);
  return std::equal(of_a.data(), of_a.data() + of_a.rows() * of_a.words(), of_b.data());
}

// Gives row i the label of_row(i) and no other.
template <typename OfRow>
TrainingSet relabelled(TrainingSet set, OfRow of_row) {
  const std::int64_t rows = set.features.rows();
  set.labels.clear();
  set.offsets.assign(1, 0);
  for (std::int64_t i = 0; i < rows; ++i) {
    set.labels.push_back(of_row(i));
    set.offsets.push_back(i + 1);
  }
  return set;
}

class EveryLearner : public ::testing::TestWithParam<std::string> {};

TEST_P(EveryLearner, TakesClassesWithASingleSample) {
  expect_trains(GetParam(), relabelled(testing::small_set(1, 60), [](std::int64_t i) {
                  return i == 0 ? 3 : (i == 1 ? 2 : static_cast<std::int32_t>(i % 2));
                }));
}

TEST_P(EveryLearner, TakesUnbalancedClasses) {
  expect_trains(GetParam(), relabelled(testing::small_set(2, 200), [](std::int64_t i) {
                  return i < 6 ? static_cast<std::int32_t>(1 + i % 3) : 0;
                }));
}

TEST_P(EveryLearner, TakesFeaturesThatLackRank) {
  TrainingSet set = testing::small_set(3, 80);
  for (std::int64_t i = 0; i < 80; ++i) {
    for (std::int64_t j = 2; j < 12; ++j) {
      set.features(i, j) = static_cast<float>(j) * set.features(i, 0) - set.features(i, 1);
    }
  }
  expect_trains(GetParam(), set);
}

TEST_P(EveryLearner, TakesFewerRowsThanAnchors) {
  expect_trains(GetParam(), testing::small_set(4, 24));
}

TEST_P(EveryLearner, TakesRowsWithSeveralLabels) {
  expect_trains(GetParam(), testing::small_set(5, 80, true));
}

TEST_P(EveryLearner, TakesRowsThatAreAllAlike) {
  TrainingSet set = testing::small_set(6, 40);
  for (std::int64_t i = 0; i < 40; ++i) {
    for (std::int64_t j = 0; j < 12; ++j) set.features(i, j) = 1.0F;
  }
  expect_trains(GetParam(), set);
}

// Two rows of two classes are the least that can be learnt from.
TEST_P(EveryLearner, TakesTwoRowsOrSaysWhatItNeeds) {
  const TrainingSet set = testing::small_set(7, 2);
  for (const std::int32_t bits : {1, 8}) {
    const Outcome result = outcome(GetParam(), set, bits);
    if (result.model != nullptr) expect_sound(*result.model, set, bits);
  }
}

TEST_P(EveryLearner, RefusesClassVectorsThatAreAllTheSameWhereItReadsThem) {
  TrainingSet set = testing::small_set(12, 40);
  for (std::int64_t c = 0; c < set.classes - 1; ++c) {  // the last class has no rows
    for (std::int64_t j = 0; j < 7; ++j) {              // the mean has rounding, no direction
      set.semantics(c, j) =
          static_cast<float>(c + 1) * (j == 0 ? 1.0F : 0.3F * static_cast<float>(j));
    }
  }
  const Outcome result = outcome(GetParam(), set, 16);
  const bool reads = make_trainer(GetParam())->needs == Trainer::Needs::semantics;
  EXPECT_EQ(result.model == nullptr, reads);
  EXPECT_EQ(result.refusal.find("nothing tells the classes apart") != std::string::npos, reads);
}

// Any length, or a refusal that names it.
TEST_P(EveryLearner, TakesAnyLengthOrNamesTheOneItRefuses) {
  const TrainingSet set = testing::small_set(8, 60);
  for (const std::int32_t bits : {1, 2, 7, 30, 65, 256}) {
    const Outcome result = outcome(GetParam(), set, bits);
    if (result.model != nullptr) {
      expect_sound(*result.model, set, bits);
    } else {
      EXPECT_NE(result.refusal.find(std::to_string(bits)), std::string::npos) << result.refusal;
    }
  }
}

// A method that streams reads the same features through blocks, and comes to the same model; any
// other says that it needs them in memory.
TEST_P(EveryLearner, ReadsItsFeaturesInBlocksOrRefusesThem) {
  const TrainingSet set = testing::small_set(11, 200, true);
  const testing::Settings settings = quick(GetParam(), 16);
  TrainingRun run(GetParam());
  testing::apply(settings, run);
  testing::give(set, run);
  const auto rows = std::make_shared<MatrixRows>(set.features.view());
  if (!make_trainer(GetParam())->streams()) {
    testing::expect_error(ORTHANT_INVALID_ARGUMENT, "needs its features in memory",
                          [&] { run.features(rows); });
    return;
  }
  run.features(rows);
  while (run.step()) {
  }
  const auto streamed = run.finish();
  const testing::Trained whole = testing::train(GetParam().c_str(), set, settings);
  EXPECT_EQ(streamed->provenance, whole.model->provenance);
  EXPECT_TRUE(same_codes(*streamed, *whole.model, set));
}

std::vector<std::string> all_methods() {
  const std::vector<std::string_view> names = method_names();
  return {names.begin(), names.end()};
}

INSTANTIATE_TEST_SUITE_P(BadInput, EveryLearner, ::testing::ValuesIn(all_methods()),
                         testing::name_of);

}  // namespace
}  // namespace orthant
