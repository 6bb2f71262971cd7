#include "learn/training_run.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstring>
#include <limits>
#include <thread>

#include "encode/batch_encoder.h"
#include "learn/naive_data.h"
#include "testing/errors.h"
#include "testing/few_allocations.h"

namespace orthant {
namespace {

using testing::expect_error;
using testing::give;
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

bool has_option(const std::string& method, const std::string& name) {
  const TrainingRun run(method);
  for (std::int32_t i = 0; i < run.option_count(); ++i) {
    if (run.option_name(i) == name) return true;
  }
  return false;
}

void run_to_the_end(TrainingRun& run) {
  while (run.step()) {
  }
}

bool same_bytes(const Matrix<float>& a, const Matrix<float>& b) {
  const auto bytes = static_cast<std::size_t>(a.rows() * a.columns()) * sizeof(float);
  return a.rows() == b.rows() && a.columns() == b.columns() &&
         (bytes == 0 || std::memcmp(a.data(), b.data(), bytes) == 0);
}

bool same_values(const AlignedBuffer<float>& a, const AlignedBuffer<float>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

void expect_same(const HashModel& a, const HashModel& b) {
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
  EXPECT_TRUE(same_bytes(a.semantics.map, b.semantics.map));
  EXPECT_TRUE(same_bytes(a.semantics.basis, b.semantics.basis));
}

class EveryMethod : public ::testing::TestWithParam<const char*> {};

TEST_P(EveryMethod, GivesTheSameModelAtAnyNumberOfThreads) {
  const TrainingSet set = small_set(1, 700, true);  // more than two blocks of every loop
  const std::string method = GetParam();
  testing::Settings settings = {{"bits", 24}};
  if (method != "lsh" && method != "itq") settings.emplace_back("anchors", 300);
  if (method != "lsh" && method != "ksh") settings.emplace_back("rounds", 4);
  if (method == "zsh") settings.insert(settings.end(), {{"graph", 1}, {"rotation", 2}});
  if (method == "semantic-itq") settings.emplace_back("visual-bits", 8);
  if (method == "dsdh") settings.emplace_back("columns", 100);
  const testing::Trained one = testing::train(GetParam(), set, settings);
  for (const double threads : {2.0, 3.0}) {
    testing::Settings more = settings;
    more.emplace_back("threads", threads);
    const testing::Trained several = testing::train(GetParam(), set, more);
    expect_same(*one.model, *several.model);
  }
}

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

TEST_P(EveryMethod, IsCancelledBeforeAndWhileItRuns) {
  const TrainingSet set = small_set(8, 2000);
  TrainingRun run(GetParam());
  give(set, run);
  run.cancel();
  expect_error(ORTHANT_CANCELLED, "cancelled", [&] { (void)run.step(); });
  expect_error(ORTHANT_INVALID_ARGUMENT, "can only be freed", [&] { (void)run.step(); });
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

TEST_P(EveryMethod, ContinuesFromACheckpointToTheSameModel) {
  const TrainingSet set = small_set(20, 90, true);
  const testing::Settings settings = with_all_state(GetParam());
  const testing::Trained whole = testing::train(GetParam(), set, settings);
  const auto rounds = static_cast<int>(whole.objective.size());
  for (int stop = 1; stop <= rounds; ++stop) {
    TrainingRun first(GetParam());
    testing::apply(settings, first);
    give(set, first);
    for (int round = 0; round < stop; ++round) (void)first.step();
    const Checkpoint checkpoint = first.checkpoint();
    TrainingRun second(GetParam());
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

TEST_P(EveryMethod, RefusesACheckpointThatDoesNotFitAndThenTrainsAllTheSame) {
  const TrainingSet set = small_set(21, 60);
  TrainingRun from(GetParam());
  give(set, from);
  (void)from.step();
  const Checkpoint checkpoint = from.checkpoint();
  TrainingRun other(GetParam());
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
  expect_same(*other.finish(), *testing::train(GetParam(), set, {}).model);
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
  expect_error(ORTHANT_INVALID_ARGUMENT, "0 rows", [&] { run.features({}); });
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
