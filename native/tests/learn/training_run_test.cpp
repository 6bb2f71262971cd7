#include "learn/training_run.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstring>
#include <limits>
#include <thread>

#include "encode/batch_encoder.h"
#include "learn/every_method.h"
#include "learn/methods.h"
#include "learn/same_model.h"
#include "testing/errors.h"
#include "testing/few_allocations.h"

namespace orthant {
namespace {

using testing::expect_error;
using testing::expect_same;
using testing::give;
using testing::run_to_the_end;
using testing::same_bytes;
using testing::small_set;
using testing::TrainingSet;

constexpr const char* kMethods[] = {
    "lsh",           //
    "itq",           //
    "sdh",           //
    "cosdish",       //
    "ksh",           //
    "lfh",           //
    "dpsh",          //
    "dsdh",          //
    "orthohash",     //
    "csq",           //
    "greedyhash",    //
    "zsh",           //
    "semantic-itq",  //
};

class EveryMethod : public ::testing::TestWithParam<const char*> {};

TEST_P(EveryMethod, WorksOnAwkwardData) {
  TrainingSet few = small_set(2, 4);  // as many rows as seen classes
  TrainingSet equal = small_set(3, 40);
  for (std::int64_t i = 0; i < 40; ++i) {
    for (std::int64_t j = 0; j < 12; ++j) equal.features(i, j) = 1.0F;  // every row the same
  }
  TrainingSet duplicates = small_set(4, 100);
  for (std::int64_t i = 50; i < 100; ++i) {
    for (std::int64_t j = 0; j < 12; ++j)
      duplicates.features(i, j) = duplicates.features(i - 50, j);
  }
  TrainingSet constant = small_set(5, 100);
  for (std::int64_t i = 0; i < 100; ++i) constant.features(i, 3) = constant.features(i, 8) = 0.0F;
  for (const TrainingSet* set : {&few, &equal, &duplicates, &constant}) {
    for (const double bits : {1.0, 20.0, 70.0}) {
      const testing::Trained trained = testing::train(GetParam(), *set, {{"bits", bits}});
      EXPECT_EQ(trained.model->bits(), static_cast<std::int32_t>(bits));
      EXPECT_EQ(trained.model->defect(), "");
      EXPECT_EQ(encode_all(*trained.model, set->features.view(), 1).rows(), set->features.rows());
    }
  }
}

TEST_P(EveryMethod, HasTheMostBitsToo) {
  testing::Settings settings = {{"bits", 1024}};
  const std::string method = GetParam();
  if (method != "lsh" && method != "ksh") settings.emplace_back("rounds", 2);
  const testing::Trained trained = testing::train(GetParam(), small_set(6, 60), settings);
  EXPECT_EQ(trained.model->bits(), 1024);
}

TEST_P(EveryMethod, RefusesBadFeaturesAtTheFirstStep) {
  TrainingSet set = small_set(7);
  set.features(5, 2) = std::numeric_limits<float>::infinity();
  TrainingRun run(GetParam());
  give(set, run);
  expect_error(ORTHANT_INVALID_ARGUMENT, "row 5", [&] { (void)run.step(); });
  expect_error(ORTHANT_INVALID_ARGUMENT, "can only be freed", [&] { (void)run.step(); });
  expect_error(ORTHANT_INVALID_ARGUMENT, "finish needs", [&] { (void)run.finish(); });
  TrainingRun empty(GetParam());
  expect_error(ORTHANT_INVALID_ARGUMENT, "no features", [&] { (void)empty.step(); });
}

TEST_P(EveryMethod, IsCancelledBeforeItRuns) {
  const TrainingSet set = small_set(8);
  TrainingRun run(GetParam());
  give(set, run);
  run.cancel();
  expect_error(ORTHANT_CANCELLED, "cancelled", [&] { (void)run.step(); });
  expect_error(ORTHANT_INVALID_ARGUMENT, "can only be freed", [&] { (void)run.step(); });
}

// Enough rows and bits to keep all but lsh, which has one quick round, busy for longer.
TEST_P(EveryMethod, IsCancelledWhileItRuns) {
  const std::string method = GetParam();
  if (method == "lsh") GTEST_SKIP();
  const TrainingSet set = small_set(8, 4000);
  TrainingRun run(method);
  testing::apply({{"bits", 256}}, run);
  if (method != "ksh") run.set("rounds", 1000);
  give(set, run);
  std::chrono::steady_clock::time_point asked;
  std::thread other([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    asked = std::chrono::steady_clock::now();
    run.cancel();
  });
  expect_error(ORTHANT_CANCELLED, "cancelled", [&] { run_to_the_end(run); });
  const auto answered = std::chrono::steady_clock::now();
  other.join();
  EXPECT_LT(std::chrono::duration<double>(answered - asked).count(), 1.0);
}

TEST_P(EveryMethod, RecordsWhereTheModelComesFrom) {
  const testing::Trained trained =
      testing::train(GetParam(), small_set(9), {{"bits", 12}, {"seed", 77}, {"threads", 2}});
  const std::string& text = trained.model->provenance;
  for (const std::string& part :
       {std::string("method=") + GetParam() + "\n", std::string("\nrows=120\n"),
        std::string("\nclasses=5\n"), std::string("\noption.bits=12\n"),
        std::string("\noption.seed=77\n"), std::string("\nfingerprint="), std::string("\nsimd="),
        std::string("\nversion="), std::string("\nblas=OpenBLAS")}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << " in " << text;
  }
  EXPECT_EQ(text.find("threads"), std::string::npos);
  EXPECT_EQ(text.back(), '\n');
}

TEST_P(EveryMethod, FinishesAfterAllThatItTriedToAllocateHasFailed) {
  const TrainingSet set = small_set(10);
  const bool mixed = std::string(GetParam()) == "semantic-itq";
  testing::Settings settings = {{"bits", 16}};
  if (mixed) settings.emplace_back("visual-bits", 8);
  TrainingRun run(GetParam());
  testing::apply(settings, run);
  give(set, run);
  run_to_the_end(run);
  std::shared_ptr<const HashModel> model;
  int failures = 0;
  while (model == nullptr && failures < 10000) {
    try {
      const testing::FewAllocations few(failures);
      model = run.finish();
    } catch (const std::bad_alloc&) {
      ++failures;
    }
  }
  EXPECT_GT(failures, 5);
  ASSERT_NE(model, nullptr);
  expect_same(*model, *testing::train(GetParam(), set, settings).model);
}

TEST_P(EveryMethod, BoundsItsRoundsBeforeTheFirstStep) {
  TrainingRun run(GetParam());
  EXPECT_GE(run.rounds_at_most(), 1);
  const std::string method = GetParam();
  if (method == "lsh") return;
  run.set(method == "ksh" ? "bits" : "rounds", 7);
  EXPECT_EQ(run.rounds_at_most(), 7);
}

TEST(TrainingRun, ACheckpointNeedsAStep) {
  const TrainingSet set = small_set(23);
  TrainingRun run("itq");
  expect_error(ORTHANT_INVALID_ARGUMENT, "had a step", [&] { (void)run.checkpoint(); });
  give(set, run);
  (void)run.step();
  const Checkpoint checkpoint = run.checkpoint();
  expect_error(ORTHANT_INVALID_ARGUMENT, "before the first step",
               [&] { (void)run.resume(checkpoint); });
  TrainingRun other("lsh");
  give(set, other);
  expect_error(ORTHANT_INVALID_ARGUMENT, "method \"itq\", not of \"lsh\"",
               [&] { (void)other.resume(checkpoint); });
  Checkpoint broken = run.checkpoint();
  broken.fields.pop_back();
  TrainingRun same("itq");
  give(set, same);
  expect_error(ORTHANT_CORRUPT_FILE, "lacks", [&] { (void)same.resume(broken); });
  expect_error(ORTHANT_INVALID_ARGUMENT, "can only be freed", [&] { (void)same.step(); });
}

INSTANTIATE_TEST_SUITE_P(TrainingRun, EveryMethod, ::testing::ValuesIn(kMethods));

class EveryMethodOfTheTable : public ::testing::TestWithParam<std::string> {};

TEST_P(EveryMethodOfTheTable, GivesTheSameModelAtAnyNumberOfThreads) {
  const std::string& method = GetParam();
  const TrainingSet set = small_set(1, 2100, true);  // more than two blocks of every loop
  testing::Settings settings = testing::with_all_state(method);
  if (testing::has_option(method, "anchors")) settings.emplace_back("anchors", 300);
  if (testing::has_option(method, "rounds")) settings.emplace_back("rounds", 2);
  if (testing::has_option(method, "batch")) settings.emplace_back("batch", 600);
  if (method == "ksh") settings.insert(settings.end(), {{"bits", 3}, {"steps", 10}});
  const testing::Trained one = testing::train(method.c_str(), set, settings);
  for (const double threads : {2.0, 3.0}) {
    testing::Settings more = settings;
    more.emplace_back("threads", threads);
    const testing::Trained several = testing::train(method.c_str(), set, more);
    expect_same(*one.model, *several.model);
  }
}

std::vector<std::string> all_methods() {
  const std::vector<std::string_view> names = method_names();
  return {names.begin(), names.end()};
}

INSTANTIATE_TEST_SUITE_P(TrainingRun, EveryMethodOfTheTable, ::testing::ValuesIn(all_methods()),
                         testing::name_of);

TEST(TrainingRun, IsCancelledFromAnotherThreadWhileARoundRuns) {
  const TrainingSet set = small_set(10, 4000);
  TrainingRun run("zsh");
  for (const auto& [name, value] :
       testing::Settings{{"bits", 256}, {"rounds", 1000}, {"graph", 1}, {"rotation", 2}}) {
    run.set(name, value);
  }
  give(set, run);
  std::chrono::steady_clock::time_point asked;
  std::thread other([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
    asked = std::chrono::steady_clock::now();
    run.cancel();
  });
  expect_error(ORTHANT_CANCELLED, "cancelled", [&] { run_to_the_end(run); });
  const auto answered = std::chrono::steady_clock::now();
  other.join();
  // The largest call of LAPACK here takes well below a tenth of that.
  EXPECT_LT(std::chrono::duration<double>(answered - asked).count(), 1.0);
}

TEST(TrainingRun, RoundsAndObjectivesAreCounted) {
  const TrainingSet set = small_set(11);
  TrainingRun run("itq");
  run.set("rounds", 3);
  run.set("bits", 16);
  give(set, run);
  EXPECT_EQ(run.rounds_done(), 0);
  EXPECT_TRUE(run.step());
  EXPECT_EQ(run.rounds_at_most(), 3);
  EXPECT_EQ(run.rounds_done(), 1);
  EXPECT_TRUE(run.step());
  EXPECT_FALSE(run.step());
  EXPECT_EQ(run.rounds_done(), 3);
  EXPECT_GT(run.objective(0), run.objective(2));
  EXPECT_TRUE(std::isnan(run.objective(3)));
  EXPECT_TRUE(std::isnan(run.objective(-1)));
  expect_error(ORTHANT_INVALID_ARGUMENT, "has had its 3 rounds", [&] { (void)run.step(); });
  const auto model = run.finish();
  expect_error(ORTHANT_INVALID_ARGUMENT, "finish needs", [&] { (void)run.finish(); });
}

TEST(TrainingRun, TheObjectiveTraceReadsBack) {
  const testing::Trained trained = testing::train("sdh", small_set(12), {{"bits", 16}});
  const std::string& text = trained.model->provenance;
  const char* at = text.c_str() + text.find("\nobjective=") + std::strlen("\nobjective=");
  for (const double objective : trained.objective) {
    char* end = nullptr;
    EXPECT_EQ(std::strtod(at, &end), objective);
    at = end + 1;
  }
  EXPECT_EQ(at[-1], '\n');
}

TEST(TrainingRun, NothingIsAcceptedAfterTheFirstStep) {
  const TrainingSet set = small_set(13);
  TrainingRun run("itq");
  give(set, run);
  EXPECT_TRUE(run.step());
  const char* part = "must be given before the first step";
  expect_error(ORTHANT_INVALID_ARGUMENT, part, [&] { run.set("bits", 8); });
  expect_error(ORTHANT_INVALID_ARGUMENT, part, [&] { run.features(set.features.view()); });
  expect_error(ORTHANT_INVALID_ARGUMENT, part, [&] { run.labels(set.label_sets()); });
  expect_error(ORTHANT_INVALID_ARGUMENT, part, [&] { run.semantics(set.semantics.clone()); });
  expect_error(ORTHANT_INVALID_ARGUMENT, "finish needs", [&] { (void)run.finish(); });
}

TEST(TrainingRun, BadDataAreRefusedWhenTheyAreGiven) {
  TrainingRun run("zsh");
  expect_error(ORTHANT_INVALID_ARGUMENT, "0 rows", [&] { run.features(MatrixView<float>{}); });
  expect_error(ORTHANT_INVALID_ARGUMENT, "row 1 has the label 3; labels are 0 to 2", [&] {
    run.labels(Labels({0, 3}, {0, 1, 2}, 3));
  });
  expect_error(ORTHANT_INVALID_ARGUMENT, "the label -1", [&] {
    run.labels(Labels({-1}, {0, 1}, 3));
  });
  expect_error(ORTHANT_INVALID_ARGUMENT, "row 1 has the label 2 more than once", [&] {
    run.labels(Labels({2, 2, 0, 2}, {0, 1, 4}, 3));
  });
  expect_error(ORTHANT_INVALID_ARGUMENT, "classes must be between 1 and 1048576, got 2000000001",
               [&] {
                 run.labels(Labels({0, 2'000'000'000}, {0, 1, 2}, 2'000'000'001));
               });
  EXPECT_NO_THROW(run.labels(Labels({0, 2, kMaxClasses - 1, 2}, {0, 2, 4}, kMaxClasses)));
  expect_error(ORTHANT_INVALID_ARGUMENT, "row 0 has no label", [&] {
    run.labels(Labels({1}, {0, 0, 1}, 3));
  });
  Matrix<float> vectors(2, 2);
  vectors(1, 1) = std::numeric_limits<float>::quiet_NaN();
  expect_error(ORTHANT_INVALID_ARGUMENT, "class 1 holds nan in column 1",
               [&] { run.semantics(vectors.clone()); });
  expect_error(ORTHANT_INVALID_ARGUMENT, "no method", [] { TrainingRun("dsdhh"); });
}

TEST(TrainingRun, LabelsAndVectorsAreDemandedByTheMethodsThatUseThem) {
  const TrainingSet set = small_set(14);
  for (const char* method : {"sdh", "zsh", "semantic-itq"}) {
    TrainingRun run(method);
    run.features(set.features.view());
    expect_error(ORTHANT_INVALID_ARGUMENT, "needs labels", [&] { (void)run.step(); });
  }
  for (const char* method : {"zsh", "semantic-itq"}) {
    TrainingRun run(method);
    run.features(set.features.view());
    run.labels(set.label_sets());
    expect_error(ORTHANT_INVALID_ARGUMENT, "needs class vectors", [&] { (void)run.step(); });
  }
}

TEST(TrainingRun, LabelsForAnotherNumberOfRowsAreRefusedByEveryMethod) {
  const TrainingSet set = small_set(14, 40);
  const TrainingSet more = small_set(14, 41);
  for (const char* method : kMethods) {
    TrainingRun run(method);
    run.features(set.features.view());
    run.labels(more.label_sets());
    run.semantics(set.semantics.clone());
    expect_error(ORTHANT_INVALID_ARGUMENT, "given for 41 rows, the features have 40",
                 [&] { (void)run.step(); });
  }
}

TEST(TrainingRun, HugeFeaturesFailInsteadOfGivingAModelOfNaN) {
  TrainingSet set = small_set(15);
  for (std::int64_t i = 0; i < set.features.rows() * 12; ++i) set.features.data()[i] *= 1e37F;
  for (const char* method : kMethods) {
    TrainingRun run(method);
    run.set("unit-rows", 0);
    give(set, run);
    try {
      run_to_the_end(run);
      EXPECT_EQ(run.finish()->defect(), "") << method;
    } catch (const Error& error) {
      EXPECT_NE(std::string(error.what()).find("scale"), std::string::npos) << error.what();
    }
  }
}

TEST(TrainingRun, AnotherSeedGivesAnotherModel) {
  const TrainingSet set = small_set(16);
  for (const char* method : kMethods) {
    const testing::Trained a = testing::train(method, set, {{"seed", 1}, {"bits", 16}});
    const testing::Trained b = testing::train(method, set, {{"seed", 2}, {"bits", 16}});
    EXPECT_FALSE(same_bytes(a.model->groups[0].projection, b.model->groups[0].projection))
        << method;
  }
}

}  // namespace
}  // namespace orthant
