#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "orthant/orthant.h"
#include "testing/temp_folder.h"
#include "testing/toy_set.h"

namespace {

using orthant::testing::Owned;
using orthant::testing::ToySet;

void expect_refused(const orthant_error& error, const std::string& part) {
  EXPECT_EQ(error.status, ORTHANT_INVALID_ARGUMENT) << error.message;
  EXPECT_NE(std::string(error.message).find(part), std::string::npos)
      << "expected '" << part << "' in: " << error.message;
}

class AbiSums : public ::testing::Test {
 protected:
  Owned<orthant_sums> sums_of(const orthant_model* model) {
    return Owned<orthant_sums>(orthant_sums_new(model, toy_.features.get(), toy_.labels.data(),
                                                nullptr, ToySet::kClasses, toy_.semantics.data(),
                                                ToySet::kSemanticDimension, 2, &error_));
  }
  std::int32_t add(orthant_sums* sums) {
    return orthant_sums_add(sums, toy_.features.get(), toy_.labels.data(), nullptr,
                            ToySet::kClasses, 1, &error_);
  }
  std::int32_t remove(orthant_sums* sums) {
    return orthant_sums_remove(sums, toy_.features.get(), toy_.labels.data(), nullptr,
                               ToySet::kClasses, 1, &error_);
  }
  std::string provenance(const orthant_model* model) { return orthant_model_provenance(model); }

  const ToySet toy_;
  const Owned<orthant_model> model_ = orthant::testing::trained_model(toy_, "orthant", 16);
  orthant_error error_{};
};

TEST_F(AbiSums, RowsComeAndGo) {
  const Owned<orthant_sums> sums = sums_of(model_.get());
  ASSERT_NE(sums, nullptr) << error_.message;
  EXPECT_EQ(orthant_sums_rows(sums.get()), ToySet::kRows);
  ASSERT_EQ(add(sums.get()), ORTHANT_OK) << error_.message;
  EXPECT_EQ(orthant_sums_rows(sums.get()), 2 * ToySet::kRows);
  EXPECT_EQ(orthant_sums_rows_of(sums.get(), 3), 60);
  EXPECT_EQ(orthant_sums_rows_of(sums.get(), 4), -1);
  EXPECT_EQ(orthant_sums_rows_of(sums.get(), -7), -1);
  ASSERT_EQ(remove(sums.get()), ORTHANT_OK) << error_.message;
  const Owned<orthant_model> again(orthant_sums_refit(sums.get(), model_.get(), &error_));
  ASSERT_NE(again, nullptr) << error_.message;
  EXPECT_EQ(provenance(again.get()), provenance(model_.get()) + "refit-rows=120\n");
  ASSERT_EQ(remove(sums.get()), ORTHANT_OK);
  EXPECT_NE(remove(sums.get()), ORTHANT_OK);
  expect_refused(error_, "120 rows were to be removed; the sums hold 0");
  EXPECT_EQ(orthant_sums_refit(sums.get(), model_.get(), &error_), nullptr);
  expect_refused(error_, "at least 2 are needed");
}

TEST_F(AbiSums, AreKeptInAFile) {
  const orthant::testing::TempFolder folder;
  const std::string path = folder.file("sums");
  const Owned<orthant_sums> sums = sums_of(model_.get());
  ASSERT_EQ(orthant_sums_save(sums.get(), path.c_str(), &error_), ORTHANT_OK) << error_.message;
  const Owned<orthant_sums> loaded(orthant_sums_load(path.c_str(), &error_));
  ASSERT_NE(loaded, nullptr) << error_.message;
  EXPECT_EQ(orthant_sums_rows(loaded.get()), ToySet::kRows);
  const Owned<orthant_model> made(orthant_sums_refit(loaded.get(), model_.get(), &error_));
  EXPECT_NE(made, nullptr) << error_.message;
  EXPECT_EQ(orthant_sums_load(folder.file("absent").c_str(), &error_), nullptr);
  EXPECT_EQ(error_.status, ORTHANT_IO);
}

TEST_F(AbiSums, WhatDoesNotFitIsRefused) {
  const Owned<orthant_model> sdh = orthant::testing::trained_model(toy_, "sdh", 16);
  EXPECT_EQ(sums_of(sdh.get()), nullptr);
  expect_refused(error_, "\"sdh\" cannot be refitted");
  const Owned<orthant_sums> sums = sums_of(model_.get());
  const auto refused = [&](const orthant_matrix* rows, const std::int32_t* labels,
                           const std::int64_t* offsets, std::int32_t classes, std::int32_t threads,
                           const char* part) {
    EXPECT_NE(orthant_sums_add(sums.get(), rows, labels, offsets, classes, threads, &error_),
              ORTHANT_OK);
    expect_refused(error_, part);
  };
  const orthant_matrix* rows = toy_.features.get();
  const std::int32_t* labels = toy_.labels.data();
  refused(nullptr, labels, nullptr, 4, 1, "features must not be null");
  refused(rows, nullptr, nullptr, 4, 1, "labels must not be null");
  refused(rows, labels, nullptr, 0, 1, "classes");
  refused(rows, labels, nullptr, 3, 1, "row 3 has the label 3");  // out of the classes given
  refused(rows, labels, nullptr, 4, 0, "threads");
  std::vector<std::int32_t> wild(ToySet::kRows, -5);
  refused(rows, wild.data(), nullptr, 4, 1, "row 0 has the label -5");
  std::ranges::fill(wild, 1 << 30);
  EXPECT_EQ(orthant_sums_new(model_.get(), rows, wild.data(), nullptr, 4, toy_.semantics.data(),
                             ToySet::kSemanticDimension, 1, &error_),
            nullptr);
  expect_refused(error_, "row 0 has the label 1073741824");
  EXPECT_EQ(orthant_sums_refit(nullptr, model_.get(), &error_), nullptr);
  expect_refused(error_, "sums must not be null");
  EXPECT_EQ(orthant_sums_rows(sums.get()), ToySet::kRows);
}

}  // namespace
