#include <cmath>
#include <filesystem>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <thread>

#include <gtest/gtest.h>

#include "orthant/orthant.h"
#include "store/checkpoint_file.h"
#include "testing/temp_folder.h"
#include "testing/toy_set.h"

namespace {

using orthant::testing::Owned;
using orthant::testing::prepared_training;
using orthant::testing::read_bytes;
using orthant::testing::ToySet;

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
    "orthant",       //
};

void expect_refused(const orthant_error& error, const std::string& part) {
  EXPECT_EQ(error.status, ORTHANT_INVALID_ARGUMENT) << error.message;
  EXPECT_NE(std::string(error.message).find(part), std::string::npos)
      << "expected '" << part << "' in: " << error.message;
}

Owned<orthant_training> new_training(const char* method) {
  return Owned<orthant_training>(orthant_training_new(method, nullptr));
}

// The example of orthant.h, word for word.
TEST(AbiLearn, TheHeadersExampleTrainsSdh) {
  const ToySet toy;
  const orthant_matrix* x = toy.features.get();
  const std::int32_t* y = toy.labels.data();
  const std::int64_t n = ToySet::kRows;
  std::int32_t reports = 0;
  const auto report = [&](std::int32_t rounds) { EXPECT_EQ(rounds, ++reports); };
  orthant_error e;
  std::int32_t more = -1;

  orthant_training* t = orthant_training_new("sdh", &e);
  orthant_training_set(t, "bits", 64, &e);
  orthant_training_features(t, x, &e);
  orthant_training_labels(t, y, NULL, n, 10, &e);
  while ((more = orthant_training_step(t, &e)) == 1) report(orthant_training_rounds_done(t));
  orthant_model* model = orthant_training_finish(t, &e);
  orthant_training_free(t);

  EXPECT_EQ(more, 0) << e.message;
  ASSERT_NE(model, nullptr) << e.message;
  EXPECT_EQ(orthant_model_bits(model), 64);
  EXPECT_EQ(orthant_model_dimension(model), ToySet::kDimension);
  EXPECT_NE(std::string(orthant_model_provenance(model)).find("method=sdh\n"), std::string::npos);
  orthant_model_free(model);
}

TEST(AbiLearn, EveryMethodTrainsStepByStep) {
  const ToySet toy;
  for (const char* method : kMethods) {
    const Owned<orthant_training> training = prepared_training(toy, method, 16);
    orthant_error error;
    std::int32_t rounds = 0;
    std::int32_t more = 1;
    while (more == 1) {
      more = orthant_training_step(training.get(), &error);
      ASSERT_NE(more, -1) << method << ": " << error.message;
      EXPECT_EQ(orthant_training_rounds_done(training.get()), ++rounds);
      EXPECT_LE(rounds, orthant_training_rounds_at_most(training.get()));
      const double objective = orthant_training_objective(training.get(), rounds - 1);
      EXPECT_EQ(std::isnan(objective), std::string(method) == "lsh") << method;
    }
    const Owned<orthant_model> model(orthant_training_finish(training.get(), &error));
    ASSERT_NE(model, nullptr) << error.message;
    EXPECT_EQ(orthant_model_bits(model.get()), 16) << method;
  }
}

TEST(AbiLearn, ATrainingIsSavedAndContinued) {
  const ToySet toy;
  const orthant::testing::TempFolder folder;
  const std::string path = folder.file("checkpoint");
  for (const char* method : {"itq", "dsdh"}) {
    const Owned<orthant_training> first = prepared_training(toy, method, 16);
    orthant_error error;
    EXPECT_NE(orthant_training_save(first.get(), path.c_str(), &error), ORTHANT_OK);
    expect_refused(error, "had a step");
    ASSERT_EQ(orthant_training_step(first.get(), &error), 1) << error.message;
    ASSERT_EQ(orthant_training_save(first.get(), path.c_str(), &error), ORTHANT_OK)
        << error.message;
    const Owned<orthant_training> second = prepared_training(toy, method, 16);
    ASSERT_EQ(orthant_training_resume(second.get(), path.c_str(), &error), 1) << error.message;
    EXPECT_EQ(orthant_training_rounds_done(second.get()), 1);
    EXPECT_EQ(orthant_training_objective(second.get(), 0),
              orthant_training_objective(first.get(), 0));
    while (orthant_training_step(first.get(), &error) == 1 &&
           orthant_training_step(second.get(), &error) == 1) {
    }
    (void)orthant_training_step(second.get(), &error);
    EXPECT_EQ(orthant_training_rounds_done(second.get()),
              orthant_training_rounds_done(first.get()));
    const Owned<orthant_model> a(orthant_training_finish(first.get(), &error));
    const Owned<orthant_model> b(orthant_training_finish(second.get(), &error));
    ASSERT_TRUE(a != nullptr && b != nullptr) << error.message;
    ASSERT_EQ(orthant_model_save(a.get(), folder.file("a").c_str(), nullptr), ORTHANT_OK);
    ASSERT_EQ(orthant_model_save(b.get(), folder.file("b").c_str(), nullptr), ORTHANT_OK);
    EXPECT_EQ(read_bytes(folder.file("a")), read_bytes(folder.file("b")));
  }
}

// A whole file whose fields are not those of the training.
TEST(AbiLearn, ACheckpointOfOtherFieldsIsRefusedByItsFile) {
  const ToySet toy;
  const orthant::testing::TempFolder folder;
  const std::string path = folder.file("checkpoint");
  orthant_error error;
  const auto resumed_from = [&](const orthant::Checkpoint& checkpoint) {
    orthant::save_checkpoint(checkpoint, path);
    Owned<orthant_training> training = prepared_training(toy, "itq", 16);
    EXPECT_EQ(orthant_training_resume(training.get(), path.c_str(), &error), -1);
    EXPECT_EQ(error.status, ORTHANT_CORRUPT_FILE);
    EXPECT_TRUE(std::string(error.message).starts_with("'" + path + "': ")) << error.message;
    return training;
  };
  const Owned<orthant_training> from = prepared_training(toy, "itq", 16);
  ASSERT_EQ(orthant_training_step(from.get(), &error), 1) << error.message;
  ASSERT_EQ(orthant_training_save(from.get(), path.c_str(), &error), ORTHANT_OK);
  const orthant::Checkpoint whole = orthant::load_checkpoint(path);
  orthant::Checkpoint changed = whole;
  changed.objective.clear();
  EXPECT_EQ(orthant_training_step(resumed_from(changed).get(), &error), 1) << error.message;
  changed = whole;
  changed.fields.back().name = "other";
  EXPECT_EQ(orthant_training_step(resumed_from(changed).get(), &error), -1);
  expect_refused(error, "has failed");
}

TEST(AbiLearn, CheckpointsThatAreNotAreRefused) {
  const ToySet toy;
  const orthant::testing::TempFolder folder;
  const std::string path = folder.file("checkpoint");
  const Owned<orthant_training> training = prepared_training(toy, "itq", 16);
  orthant_error error;
  EXPECT_EQ(orthant_training_resume(training.get(), path.c_str(), &error), -1);
  EXPECT_EQ(error.status, ORTHANT_IO);
  orthant::testing::write_bytes(path, "no checkpoint");
  EXPECT_EQ(orthant_training_resume(training.get(), path.c_str(), &error), -1);
  EXPECT_EQ(error.status, ORTHANT_CORRUPT_FILE);
  EXPECT_EQ(orthant_training_resume(training.get(), nullptr, &error), -1);
  expect_refused(error, "path must not be null");
  EXPECT_EQ(orthant_training_resume(nullptr, path.c_str(), &error), -1);
  expect_refused(error, "training must not be null");
  EXPECT_NE(orthant_training_save(training.get(), nullptr, &error), ORTHANT_OK);
  expect_refused(error, "path must not be null");
  EXPECT_EQ(orthant_training_step(training.get(), &error), 1) << error.message;
}

TEST(AbiLearn, OptionsHaveNamesAndValues) {
  for (const char* method : kMethods) {
    const Owned<orthant_training> training = new_training(method);
    std::set<std::string> names;
    for (std::int32_t i = 0; i < orthant_training_option_count(training.get()); ++i) {
      const char* name = orthant_training_option_name(training.get(), i);
      EXPECT_TRUE(names.insert(name).second) << name;
      const double value = orthant_training_option_value(training.get(), i);
      EXPECT_EQ(orthant_training_set(training.get(), name, value, nullptr), ORTHANT_OK) << name;
      EXPECT_EQ(orthant_training_option_value(training.get(), i), value) << name;
      orthant_error error;
      EXPECT_NE(orthant_training_set(training.get(), name, std::nan(""), &error), ORTHANT_OK)
          << name;
      EXPECT_NE(orthant_training_set(training.get(), name, HUGE_VAL, &error), ORTHANT_OK) << name;
      EXPECT_EQ(orthant_training_option_value(training.get(), i), value) << name;
    }
    EXPECT_TRUE(names.contains("bits") && names.contains("threads")) << method;
  }
}

TEST(AbiLearn, EveryListedMethodSaysWhatItNeeds) {
  std::map<std::string, std::int32_t> needs;
  for (std::int32_t i = 0; i < orthant_method_count(); ++i) {
    const Owned<orthant_training> training = new_training(orthant_method_name(i));
    needs[orthant_method_name(i)] = orthant_training_needs(training.get());
  }
  EXPECT_EQ(needs.size(), static_cast<std::size_t>(orthant_method_count()));
  EXPECT_EQ(needs.at("itq"), ORTHANT_NEEDS_FEATURES);
  EXPECT_EQ(needs.at("sdh"), ORTHANT_NEEDS_LABELS);
  EXPECT_EQ(needs.at("zsh"), ORTHANT_NEEDS_SEMANTICS);
}

TEST(AbiLearn, RefusesMethodsAndOptionsThatAreNot) {
  orthant_error error;
  EXPECT_EQ(orthant_training_new("hash", &error), nullptr);
  expect_refused(error, "hash");
  EXPECT_EQ(orthant_training_new(nullptr, &error), nullptr);
  expect_refused(error, "method must not be null");
  const Owned<orthant_training> training = new_training("itq");
  for (const double bits : {0.0, -1.0, 1025.0, 1.5}) {
    EXPECT_NE(orthant_training_set(training.get(), "bits", bits, &error), ORTHANT_OK);
    expect_refused(error, "bits");
  }
  EXPECT_NE(orthant_training_set(training.get(), "no-such", 1, &error), ORTHANT_OK);
  expect_refused(error, "no-such");
  EXPECT_NE(orthant_training_set(training.get(), nullptr, 1, &error), ORTHANT_OK);
  expect_refused(error, "option must not be null");
  EXPECT_NE(orthant_training_set(nullptr, "bits", 1, &error), ORTHANT_OK);
  expect_refused(error, "training must not be null");
}

TEST(AbiLearn, RefusesLabelsThatAreNot) {
  const Owned<orthant_training> training = new_training("sdh");
  orthant_error error;
  const auto give = [&](const std::int32_t* labels, const std::int64_t* offsets, std::int64_t rows,
                        std::int32_t classes) {
    return orthant_training_labels(training.get(), labels, offsets, rows, classes, &error);
  };
  const std::int32_t labels[] = {0, 1, 2, 1};
  const std::int64_t good[] = {0, 2, 4};
  const std::int64_t late[] = {1, 2, 4};
  const std::int64_t empty_row[] = {0, 2, 2};
  const std::int64_t falling[] = {0, 3, 1};
  const std::int64_t negative[] = {0, -1, 4};
  EXPECT_EQ(give(labels, good, 2, 3), ORTHANT_OK) << error.message;
  EXPECT_EQ(give(labels, nullptr, 4, 3), ORTHANT_OK) << error.message;
  EXPECT_NE(give(labels, nullptr, 4, 2), ORTHANT_OK);
  expect_refused(error, "row 2 has the label 2");
  EXPECT_NE(give(labels, late, 2, 3), ORTHANT_OK);
  expect_refused(error, "must start with 0, got 1");
  EXPECT_NE(give(labels, empty_row, 2, 3), ORTHANT_OK);
  expect_refused(error, "row 1 has no label");
  EXPECT_NE(give(labels, falling, 2, 3), ORTHANT_OK);
  expect_refused(error, "row 1 has no label");
  EXPECT_NE(give(labels, negative, 2, 3), ORTHANT_OK);
  expect_refused(error, "row 0 has no label");
  EXPECT_NE(give(nullptr, nullptr, 4, 3), ORTHANT_OK);
  expect_refused(error, "labels must not be null");
  EXPECT_NE(give(labels, nullptr, 0, 3), ORTHANT_OK);
  expect_refused(error, "rows must be between 1 and");
  EXPECT_NE(give(labels, nullptr, std::numeric_limits<std::int64_t>::max(), 3), ORTHANT_OK);
  expect_refused(error, "rows");
  for (const std::int32_t classes : {0, -1, (1 << 20) + 1, 2'000'000'000}) {
    EXPECT_NE(give(labels, nullptr, 4, classes), ORTHANT_OK);
    expect_refused(error, "classes must be between 1 and 1048576, got " + std::to_string(classes));
  }
  const std::int64_t both_ones[] = {0, 1, 4};
  EXPECT_NE(give(labels, both_ones, 2, 3), ORTHANT_OK);
  expect_refused(error, "row 1 has the label 1 more than once");
}

TEST(AbiLearn, RefusesFeaturesAndClassVectorsThatAreNot) {
  const Owned<orthant_training> training = new_training("zsh");
  orthant_error error;
  EXPECT_NE(orthant_training_features(training.get(), nullptr, &error), ORTHANT_OK);
  expect_refused(error, "features must not be null");
  const float vectors[] = {1, 0, 0, std::numeric_limits<float>::infinity()};
  const auto give = [&](const float* values, std::int32_t classes, std::int32_t dimension) {
    return orthant_training_semantics(training.get(), values, classes, dimension, &error);
  };
  EXPECT_NE(give(nullptr, 2, 2), ORTHANT_OK);
  expect_refused(error, "vectors must not be null");
  EXPECT_NE(give(vectors, 0, 2), ORTHANT_OK);
  expect_refused(error, "classes must be between 1 and");
  EXPECT_NE(give(vectors, 2, 0), ORTHANT_OK);
  expect_refused(error, "dimension must be between 1 and");
  EXPECT_NE(give(vectors, 2, 2), ORTHANT_OK);
  expect_refused(error, "inf");
}

TEST(AbiLearn, RefusesCallsInTheWrongOrder) {
  const ToySet toy;
  orthant_error error;
  const Owned<orthant_training> bare = new_training("sdh");
  EXPECT_EQ(orthant_training_finish(bare.get(), &error), nullptr);
  EXPECT_EQ(error.status, ORTHANT_INVALID_ARGUMENT);
  EXPECT_EQ(orthant_training_step(bare.get(), &error), -1);
  EXPECT_EQ(error.status, ORTHANT_INVALID_ARGUMENT);
  EXPECT_EQ(orthant_training_step(bare.get(), &error), -1);  // has failed
  EXPECT_EQ(orthant_training_step(nullptr, &error), -1);
  expect_refused(error, "training must not be null");
  EXPECT_EQ(orthant_training_finish(nullptr, &error), nullptr);

  const Owned<orthant_training> run = prepared_training(toy, "sdh", 8);
  ASSERT_EQ(orthant_training_step(run.get(), &error), 1) << error.message;
  EXPECT_EQ(orthant_training_finish(run.get(), &error), nullptr);
  EXPECT_NE(orthant_training_set(run.get(), "bits", 16, &error), ORTHANT_OK);
  EXPECT_NE(orthant_training_features(run.get(), toy.features.get(), &error), ORTHANT_OK);
  EXPECT_NE(orthant_training_labels(run.get(), toy.labels.data(), nullptr, ToySet::kRows,
                                    ToySet::kClasses, &error),
            ORTHANT_OK);
  EXPECT_NE(orthant_training_semantics(run.get(), toy.semantics.data(), ToySet::kClasses,
                                       ToySet::kSemanticDimension, &error),
            ORTHANT_OK);
  while (orthant_training_step(run.get(), &error) == 1) {
  }
  EXPECT_EQ(error.status, ORTHANT_OK) << error.message;
  EXPECT_EQ(orthant_training_step(run.get(), &error), -1);
  const Owned<orthant_model> model(orthant_training_finish(run.get(), &error));
  ASSERT_NE(model, nullptr) << error.message;
  EXPECT_EQ(orthant_model_bits(model.get()), 8);
  EXPECT_EQ(orthant_training_finish(run.get(), &error), nullptr);
  EXPECT_EQ(orthant_training_step(run.get(), &error), -1);
}

TEST(AbiLearn, TheMatrixMayBeFreedBeforeTheRun) {
  ToySet toy;
  const Owned<orthant_training> training = prepared_training(toy, "itq", 8);
  toy.features.reset();
  orthant_error error;
  std::int32_t more = 1;
  while (more == 1) more = orthant_training_step(training.get(), &error);
  EXPECT_EQ(more, 0) << error.message;
}

TEST(AbiLearn, ACancelledRunFailsAsCancelled) {
  const ToySet toy;
  const Owned<orthant_training> training = prepared_training(toy, "sdh", 64);
  std::thread([&] { orthant_training_cancel(training.get()); }).join();
  orthant_error error;
  EXPECT_EQ(orthant_training_step(training.get(), &error), -1);
  EXPECT_EQ(error.status, ORTHANT_CANCELLED) << error.message;
}

// The toy set's rows in a file behind a head of 16 bytes.
std::string write_features(const ToySet& toy, const orthant::testing::TempFolder& folder) {
  const auto* rows = reinterpret_cast<const char*>(orthant_matrix_row(toy.features.get(), 0));
  const std::size_t bytes = ToySet::kRows * ToySet::kDimension * sizeof(float);
  orthant::testing::write_bytes(folder.file("x"), std::string(16, 'h') + std::string(rows, bytes));
  return folder.file("x");
}

std::int32_t read_from_file(orthant_training* training, const std::string& path, std::int64_t rows,
                            orthant_error* error) {
  return orthant_training_feature_file(training, path.c_str(), 16, rows, ToySet::kDimension,
                                       ORTHANT_FLOAT32, nullptr, error);
}

TEST(AbiLearn, FeaturesInAFileGiveTheModelOfThoseInAMatrix) {
  const ToySet toy;
  const orthant::testing::TempFolder folder;
  const std::string path = write_features(toy, folder);
  for (const char* method : {"sdh", "zsh"}) {
    const Owned<orthant_model> expected = orthant::testing::trained_model(toy, method, 16);
    const Owned<orthant_training> training = prepared_training(toy, method, 16);
    orthant_error error;
    ASSERT_EQ(read_from_file(training.get(), path, ToySet::kRows, &error), ORTHANT_OK)
        << error.message;
    std::int32_t more = 1;
    while (more == 1) more = orthant_training_step(training.get(), &error);
    ASSERT_EQ(more, 0) << error.message;
    const Owned<orthant_model> model(orthant_training_finish(training.get(), nullptr));
    EXPECT_STREQ(orthant_model_provenance(model.get()), orthant_model_provenance(expected.get()));
    ASSERT_EQ(orthant_model_save(model.get(), folder.file("a").c_str(), nullptr), ORTHANT_OK);
    ASSERT_EQ(orthant_model_save(expected.get(), folder.file("b").c_str(), nullptr), ORTHANT_OK);
    EXPECT_EQ(orthant::testing::read_bytes(folder.file("a")),
              orthant::testing::read_bytes(folder.file("b")));
  }
}

TEST(AbiLearn, FeatureFilesAreCheckedBeforeAndWhileTheyAreUsed) {
  const ToySet toy;
  const orthant::testing::TempFolder folder;
  const std::string path = write_features(toy, folder);
  orthant_error error;
  const Owned<orthant_training> spectral = new_training("spectral");
  EXPECT_EQ(orthant_training_streams(spectral.get()), 0);
  EXPECT_EQ(orthant_training_streams(new_training("sdh").get()), 1);
  EXPECT_NE(read_from_file(spectral.get(), path, ToySet::kRows, &error), ORTHANT_OK);
  expect_refused(error, "\"spectral\" needs its features in memory");
  const Owned<orthant_training> sdh = prepared_training(toy, "sdh", 16);
  EXPECT_EQ(read_from_file(sdh.get(), path, ToySet::kRows + 1, &error), ORTHANT_CORRUPT_FILE);
  EXPECT_EQ(read_from_file(nullptr, path, 1, &error), ORTHANT_INVALID_ARGUMENT);
  EXPECT_EQ(read_from_file(sdh.get(), path, 0, &error), ORTHANT_INVALID_ARGUMENT);
  EXPECT_EQ(orthant_training_feature_file(sdh.get(), path.c_str(), 16, 1, 8, 2, nullptr, &error),
            ORTHANT_INVALID_ARGUMENT);
  expect_refused(error, "type");
  ASSERT_EQ(read_from_file(sdh.get(), path, ToySet::kRows, &error), ORTHANT_OK);
  std::filesystem::resize_file(path, 1000);
  EXPECT_EQ(orthant_training_step(sdh.get(), &error), -1);
  EXPECT_EQ(error.status, ORTHANT_IO) << error.message;
}

}  // namespace
