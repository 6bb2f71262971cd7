#include "learn/training_data.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "learn/naive_data.h"
#include "testing/errors.h"
#include "testing/work.h"

namespace orthant {
namespace {

using testing::expect_error;
using testing::uncancelled_work;

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

// A set and the TrainingData that looks at it.
struct Given {
  explicit Given(std::uint64_t seed, std::int64_t rows = 120)
      : set(testing::small_set(seed, rows)) {
    refresh();
  }
  void refresh() {
    data.features = set.features.view();
    data.labels = set.label_sets();
    data.semantics = set.semantics.clone();
  }
  testing::TrainingSet set;
  TrainingData data;
};

void expect_refused(const TrainingData& data, bool unit_rows, const char* part) {
  for (const int threads : {1, 3}) {
    expect_error(ORTHANT_INVALID_ARGUMENT, part,
                 [&] { check_features(data, unit_rows, uncancelled_work(threads)); });
  }
}

TEST(TrainingData, GoodDataPass) {
  const Given given(1);
  EXPECT_NO_THROW(check_features(given.data, true, uncancelled_work()));
  EXPECT_NO_THROW(check_labels(given.data));
  EXPECT_NO_THROW(check_semantics(given.data));
}

TEST(TrainingData, TheFirstBadFeatureRowIsNamed) {
  Given given(2, 3000);
  given.set.features(2900, 1) = kInfinity;
  expect_refused(given.data, false, "row 2900 holds inf in column 1");
  given.set.features(1700, 3) = kNan;
  expect_refused(given.data, true, "row 1700 holds nan in column 3");
}

TEST(TrainingData, ARowOfZerosIsRefusedOnlyWhereRowsAreScaled) {
  Given given(3);
  for (float& value : given.set.features.row(7)) value = 0.0F;
  expect_refused(given.data, true, "row 7 is all zeros");
  EXPECT_NO_THROW(check_features(given.data, false, uncancelled_work()));
}

TEST(TrainingData, MissingFeaturesAreRefused) {
  expect_refused(TrainingData{}, false, "no features were given");
}

TEST(TrainingData, MissingOrMismatchedLabelsAreRefused) {
  Given given(4);
  given.data.labels = Labels();
  expect_error(ORTHANT_INVALID_ARGUMENT, "needs labels", [&] { check_labels(given.data); });
  given.data.labels = Labels({0, 1}, {0, 1, 2}, 2);
  expect_error(ORTHANT_INVALID_ARGUMENT, "for 2 rows, the features have 120",
               [&] { check_labels(given.data); });
}

TEST(TrainingData, OneClassOnlyIsRefused) {
  Given given(5);
  std::fill(given.set.labels.begin(), given.set.labels.end(), 3);
  given.refresh();
  expect_error(ORTHANT_INVALID_ARGUMENT, "belong to 1 class; at least 2 are needed",
               [&] { check_labels(given.data); });
}

TEST(TrainingData, ClassVectorsMustFitTheLabels) {
  Given given(6);
  given.data.semantics = Matrix<float>();
  expect_error(ORTHANT_INVALID_ARGUMENT, "needs class vectors",
               [&] { check_semantics(given.data); });
  given.data.semantics = Matrix<float>(3, 7);
  expect_error(ORTHANT_INVALID_ARGUMENT, "for 3 classes, the labels have 5",
               [&] { check_semantics(given.data); });
}

TEST(TrainingData, AZeroVectorIsRefusedForASeenClassAndIgnoredForAnother) {
  Given given(7);
  for (float& value : given.data.semantics.row(4)) value = 0.0F;  // no training rows
  EXPECT_NO_THROW(check_semantics(given.data));
  for (float& value : given.data.semantics.row(2)) value = 0.0F;
  expect_error(ORTHANT_INVALID_ARGUMENT, "class 2 has 30 training rows but no vector",
               [&] { check_semantics(given.data); });
}

TEST(TrainingData, TheClassVectorsOfSeenClassesMustDiffer) {
  Given given(9);
  Matrix<float>& vectors = given.data.semantics;
  for (std::int64_t c = 1; c < 4; ++c) std::ranges::copy(vectors.row(0), vectors.row(c).begin());
  expect_error(ORTHANT_INVALID_ARGUMENT, "nothing tells the classes apart",
               [&] { check_semantics(given.data); });
  vectors(3, 2) += 0.01F;
  EXPECT_NO_THROW(check_semantics(given.data));
}

TEST(TrainingData, ClassVectorsMustBeFinite) {
  Given given(8);
  given.data.semantics(3, 5) = kNan;
  expect_error(ORTHANT_INVALID_ARGUMENT, "the vector of class 3 holds nan in column 5",
               [&] { check_class_vectors(given.data.semantics.view()); });
  expect_error(ORTHANT_INVALID_ARGUMENT, "no class vectors",
               [] { check_class_vectors(Matrix<float>().view()); });
}

TEST(TrainingData, TheFingerprintFollowsEveryPartAndNoThread) {
  Given given(9, 2500);
  const auto print = [&](int threads) {
    return fingerprint(given.data, uncancelled_work(threads));
  };
  const std::uint64_t first = print(1);
  EXPECT_EQ(print(3), first);
  given.set.features(2400, 11) += 1e-6F;
  const std::uint64_t second = print(1);
  EXPECT_NE(second, first);
  given.data.semantics(0, 0) += 1.0F;
  const std::uint64_t third = print(1);
  EXPECT_NE(third, second);
  given.set.labels[17] = (given.set.labels[17] + 1) % 4;
  given.refresh();
  EXPECT_NE(print(1), third);
}

// Written into models: a change of the hash would make old provenance useless.
TEST(TrainingData, TheFingerprintOfASmallSetIsFixed) {
  Matrix<float> features(2, 2);
  features(0, 0) = 1.0F;
  features(1, 1) = -2.5F;
  TrainingData data;
  data.features = features.view();
  data.labels = Labels({0, 1}, {0, 1, 2}, 2);
  EXPECT_EQ(fingerprint(data, uncancelled_work()), 0x558DDD377E6DE6FEULL);
}

}  // namespace
}  // namespace orthant
