#include "learn/refit.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "learn/class_vectors.h"
#include "learn/feature_fit.h"
#include "learn/naive_data.h"
#include "testing/errors.h"
#include "testing/work.h"

namespace orthant {
namespace {

using naive::Dense;
using testing::expect_error;
using testing::small_set;
using testing::TrainingSet;

constexpr double kRidge = 0.3;

testing::Settings settings(const std::string& method) {
  testing::Settings all = {{"bits", 16}, {"anchors", 15}, {"rounds", 3}, {"ridge", kRidge}};
  if (method == "orthant") all.emplace_back("balance", 0.4);
  all.emplace_back("visual-bits", 4);
  return all;
}

TrainingData data_of(const TrainingSet& set) {
  return {set.features.view(), set.label_sets(), set.semantics.clone()};
}

std::shared_ptr<const HashModel> train(const char* method, const TrainingSet& set) {
  return testing::train(method, set, settings(method)).model;
}

TrainingSums sums_of(const HashModel& model, const TrainingSet& set) {
  return orthant::sums_of(model, data_of(set), testing::uncancelled_work());
}

void add(TrainingSums& sums, const TrainingSet& set) {
  add_rows(sums, set.features.view(), set.label_sets(), testing::uncancelled_work());
}

void remove(TrainingSums& sums, const TrainingSet& set) {
  remove_rows(sums, set.features.view(), set.label_sets(), testing::uncancelled_work());
}

// The rows of a set of which `keep` is true.
template <typename Keep>
TrainingSet part(const TrainingSet& set, const Keep& keep) {
  TrainingSet result;
  result.classes = set.classes;
  result.semantics = set.semantics.clone();
  result.offsets.push_back(0);
  std::vector<std::int64_t> kept;
  for (std::int64_t i = 0; i < set.features.rows(); ++i) {
    const auto labels = set.label_sets().of(i);
    if (!keep(i, set.labels[static_cast<std::size_t>(set.offsets[static_cast<std::size_t>(i)])])) {
      continue;
    }
    kept.push_back(i);
    for (auto at = set.offsets[static_cast<std::size_t>(i)];
         at < set.offsets[static_cast<std::size_t>(i) + 1]; ++at) {
      result.labels.push_back(set.labels[static_cast<std::size_t>(at)]);
    }
    result.offsets.push_back(static_cast<std::int64_t>(result.labels.size()));
  }
  result.features = Matrix<float>(static_cast<std::int64_t>(kept.size()), set.features.columns());
  for (std::size_t i = 0; i < kept.size(); ++i) {
    std::ranges::copy(set.features.row(kept[i]),
                      result.features.row(static_cast<std::int64_t>(i)).begin());
  }
  return result;
}

// Both one after the other.
TrainingSet joined(const TrainingSet& a, const TrainingSet& b) {
  TrainingSet all = part(a, [](auto, auto) { return true; });
  Matrix<float> features(a.features.rows() + b.features.rows(), a.features.columns());
  std::copy_n(a.features.data(), a.features.rows() * a.features.columns(), features.data());
  std::copy_n(b.features.data(), b.features.rows() * b.features.columns(),
              features.row(a.features.rows()).data());
  all.features = std::move(features);
  const auto before = static_cast<std::int64_t>(all.labels.size());
  all.labels.insert(all.labels.end(), b.labels.begin(), b.labels.end());
  for (std::size_t i = 1; i < b.offsets.size(); ++i) all.offsets.push_back(before + b.offsets[i]);
  return all;
}

const BitGroup& semantic_bits(const HashModel& model) {
  return *std::ranges::find(model.groups, BitRole::semantic, &BitGroup::role);
}

// What W makes of the model: the weights of the scores, or the projection.
const Matrix<float>& fitted(const HashModel& model) {
  const BitGroup& group = semantic_bits(model);
  return group.features.layers.empty() ? group.projection : group.features.layers[0].weights;
}

// A ridge regression of the rows on the model's features, solved by the naive twin.
Dense fresh(const HashModel& model, const TrainingSet& set) {
  FeatureMap features = semantic_bits(model).features.clone();
  const bool scores = !features.layers.empty();
  features.layers.clear();
  features.prepare();
  const Dense phi(map_rows(features, set.features.view(), testing::uncancelled_work()).view());
  const Dense weights = set.weights(!scores);
  Dense targets(phi.rows(), 4);
  if (scores) {  // of the four classes with rows at training
    for (std::size_t i = 0; i < phi.rows(); ++i) {
      for (std::size_t k = 0; k < 4; ++k) targets(i, k) = weights(i, k);
    }
  } else {
    // the mean of the vectors as training centred them: all classes but the last had rows
    TrainingSet trained = small_set(1);
    trained.semantics = set.semantics.clone();
    targets = weights * Dense(centred_class_vectors(data_of(trained)).vectors.view());
  }
  const Dense phit = naive::transposed(phi);
  const Dense w =
      naive::solve(naive::plus(phit * phi, kRidge, naive::identity(phi.columns())), phit * targets);
  const Dense wt = naive::transposed(w);
  return scores ? wt : Dense(model.semantics.map.view()) * wt;
}

void expect_near(const Matrix<float>& made, const Dense& expected) {
  double largest = 0.0;
  for (std::size_t i = 0; i < expected.rows(); ++i) {
    for (std::size_t j = 0; j < expected.columns(); ++j) {
      largest = std::max(largest, std::abs(expected(i, j)));
    }
  }
  EXPECT_LT(naive::largest_difference(Dense(made.view()), expected), 1e-6 * largest);
}

void expect_same(const Matrix<float>& made, const Matrix<float>& expected) {
  expect_near(made, Dense(expected.view()));
}

struct Case {
  const char* method;
  bool several_labels;
};

class Refit : public ::testing::TestWithParam<Case> {
 protected:
  const TrainingSet set_ = small_set(1, 120, GetParam().several_labels);
  const TrainingSet more_ =
      part(small_set(2, 77, GetParam().several_labels), [](auto, auto) { return true; });
  std::shared_ptr<const HashModel> model_ = train(GetParam().method, set_);
};

TEST_P(Refit, SumsOfTheTrainingRowsGiveTheModelBack) {
  const TrainingSums sums = sums_of(*model_, set_);
  const auto again = refit(*model_, sums);
  expect_same(fitted(*again), fitted(*model_));
  EXPECT_EQ(again->provenance, model_->provenance + "refit-rows=120\n");
  EXPECT_EQ(refit(*again, sums)->provenance, again->provenance);
}

TEST_P(Refit, RowsAddedAreAsIfTheyHadBeenThere) {
  TrainingSums sums = sums_of(*model_, set_);
  add(sums, more_);
  EXPECT_EQ(sums.rows, 197);
  const auto made = refit(*model_, sums);
  const Dense expected = fresh(*model_, joined(set_, more_));
  expect_near(fitted(*made), expected);
  EXPECT_GT(naive::largest_difference(Dense(fitted(*model_).view()), expected), 1e-3);
}

TEST_P(Refit, RowsRemovedAreAsIfTheyHadNeverBeenThere) {
  TrainingSums sums = sums_of(*model_, set_);
  remove(sums, part(set_, [](std::int64_t i, auto) { return i % 5 == 0; }));
  EXPECT_EQ(sums.rows, 96);
  const auto left = part(set_, [](std::int64_t i, auto) { return i % 5 != 0; });
  expect_near(fitted(*refit(*model_, sums)), fresh(*model_, left));
}

TEST_P(Refit, WhatWasAddedCanBeTakenBack) {
  TrainingSums sums = sums_of(*model_, set_);
  add(sums, more_);
  remove(sums, more_);
  expect_same(fitted(*refit(*model_, sums)), fitted(*model_));
}

TEST_P(Refit, AllElseStaysAsItWas) {
  TrainingSums sums = sums_of(*model_, set_);
  add(sums, more_);
  const auto made = refit(*model_, sums);
  const auto codes_of_names = [&](const HashModel& model) {
    const Matrix<float>& map = model.semantics.map;
    return std::vector<float>(map.data(), map.data() + map.rows() * map.columns());
  };
  EXPECT_EQ(codes_of_names(*made), codes_of_names(*model_));
  ASSERT_EQ(made->groups.size(), 2U);
  EXPECT_EQ(made->groups[1].role, BitRole::visual);
  const Matrix<float>& visual = model_->groups[1].projection;
  EXPECT_TRUE(std::equal(visual.data(), visual.data() + visual.rows() * visual.columns(),
                         made->groups[1].projection.data()));
}

TEST_P(Refit, AClassMayLoseAllItsRows) {
  TrainingSums sums = sums_of(*model_, set_);
  const auto has_label = [&](std::int64_t i) {
    const auto labels = set_.label_sets();
    const auto of = labels.of(i);
    return std::ranges::find(of, 2) != of.end();
  };
  remove(sums, part(set_, [&](std::int64_t i, auto) { return has_label(i); }));
  EXPECT_EQ(sums.counts[2], 0);
  const auto made = refit(*model_, sums);
  const auto left = part(set_, [&](std::int64_t i, auto) { return !has_label(i); });
  expect_near(fitted(*made), fresh(*model_, left));
  if (GetParam().method == std::string("orthant")) {
    for (const float weight : fitted(*made).row(2)) EXPECT_EQ(weight, 0.0F);
  }
}

TEST_P(Refit, ThePrecisionOfTheModelStays) {
  const auto narrow = model_->with_precision(Precision::int8);
  TrainingSums sums = sums_of(*narrow, set_);
  add(sums, more_);
  const auto made = refit(*narrow, sums);
  EXPECT_EQ(made->precision, Precision::int8);
  expect_near(fitted(*made), fresh(*model_, joined(set_, more_)));
}

TEST_P(Refit, RowsThatDoNotFitChangeNothing) {
  TrainingSums sums = sums_of(*model_, set_);
  const Work work = testing::uncancelled_work();
  const auto add_one = [&](const Matrix<float>& row, std::vector<std::int32_t> labels) {
    const auto end = static_cast<std::int64_t>(labels.size());
    add_rows(sums, row.view(), Labels(std::move(labels), {0, end}, 9), work);
  };
  const Matrix<float> good = Matrix<float>::copy_of(set_.features.view().block(0, 1));
  expect_error(ORTHANT_INVALID_ARGUMENT, "rows of 11 values were given; the model takes 12",
               [&] { add_one(Matrix<float>(1, 11), {0}); });
  expect_error(ORTHANT_INVALID_ARGUMENT, "row 0 has the label 7", [&] { add_one(good, {7}); });
  expect_error(ORTHANT_INVALID_ARGUMENT, "the label 1 more than once", [&] {
    add_one(good, {1, 1});
  });
  expect_error(ORTHANT_INVALID_ARGUMENT, "row 0", [&] { add_one(Matrix<float>(1, 12), {0}); });
  expect_error(ORTHANT_INVALID_ARGUMENT, "labels were given for 1 rows, the features have 2", [&] {
    add_rows(sums, set_.features.view().block(0, 2), Labels({0}, {0, 1}, 4), work);
  });
  EXPECT_EQ(sums.rows, 120);
  expect_same(fitted(*refit(*model_, sums)), fitted(*model_));
}

TEST_P(Refit, NoMoreRowsCanBeAddedThanAreCounted) {
  TrainingSums sums = sums_of(*model_, set_);
  sums.rows = TrainingSums::kMostRows - more_.features.rows() + 1;
  expect_error(ORTHANT_INVALID_ARGUMENT, "sums hold at most 281474976710656",
               [&] { add(sums, more_); });
  --sums.rows;
  add(sums, more_);
  EXPECT_EQ(sums.rows, TrainingSums::kMostRows);
}

TEST_P(Refit, NoMoreRowsCanBeRemovedThanThereAre) {
  TrainingSums sums = sums_of(*model_, set_);
  const auto twice = [&] {
    remove(sums, part(set_, [](std::int64_t i, auto) { return i % 4 == 3; }));
  };
  twice();
  const std::int64_t rows = sums.rows;
  expect_error(ORTHANT_INVALID_ARGUMENT, "rows of class", twice);
  EXPECT_EQ(sums.rows, rows);
  expect_error(ORTHANT_INVALID_ARGUMENT, "120 rows were to be removed; the sums hold",
               [&] { remove(sums, set_); });
}

TEST_P(Refit, SumsWithoutRowsAreRefused) {
  TrainingSums sums = sums_of(*model_, set_);
  remove(sums, set_);
  EXPECT_EQ(sums.rows, 0);
  expect_error(ORTHANT_INVALID_ARGUMENT, "belong to 0 class", [&] { (void)refit(*model_, sums); });
  add(sums, set_);  // and from nothing on they are the same again
  expect_same(fitted(*refit(*model_, sums)), fitted(*model_));
}

TEST_P(Refit, TheSameAtAnyNumberOfThreads) {
  TrainingSums one = sums_of(*model_, set_);
  TrainingSums many = orthant::sums_of(*model_, data_of(set_), testing::uncancelled_work(3));
  add_rows(one, more_.features.view(), more_.label_sets(), testing::uncancelled_work());
  add_rows(many, more_.features.view(), more_.label_sets(), testing::uncancelled_work(3));
  const auto bits = [](const Matrix<double>& m) {
    return std::vector<double>(m.data(), m.data() + m.rows() * m.columns());
  };
  EXPECT_EQ(bits(one.squares), bits(many.squares));
  EXPECT_EQ(bits(one.sums), bits(many.sums));
}

INSTANTIATE_TEST_SUITE_P(Methods, Refit,
                         ::testing::Values(Case{"orthant", false}, Case{"orthant", true},
                                           Case{"semantic-itq", false},
                                           Case{"semantic-itq", true}));

TEST(RefitAcross, AClassSeenByNameAloneIsLearnedWhereVectorsAreRegressedOn) {
  const TrainingSet set = small_set(1);
  TrainingSet of_the_last = small_set(5, 20);
  std::ranges::fill(of_the_last.labels, 4);
  const auto itq = train("semantic-itq", set);
  TrainingSums sums = sums_of(*itq, set);
  add(sums, of_the_last);
  expect_near(fitted(*refit(*itq, sums)), fresh(*itq, joined(set, of_the_last)));
  TrainingSums scores = sums_of(*train("orthant", set), set);
  expect_error(ORTHANT_INVALID_ARGUMENT, "it had no rows at training",
               [&] { add(scores, of_the_last); });
}

TEST(RefitAcross, RemovingRowsThatWereNeverThereIsNamedAsTheCause) {
  const TrainingSet set = small_set(1);
  const TrainingSet foreign = part(small_set(6), [](std::int64_t i, auto) { return i < 100; });
  for (const char* method : {"orthant", "semantic-itq"}) {
    const auto model = train(method, set);
    TrainingSums sums = sums_of(*model, set);
    remove(sums, foreign);
    expect_error(ORTHANT_TRAINING_FAILED, "were rows removed that were not in them?",
                 [&] { (void)refit(*model, sums); });
  }
}

TEST(RefitAcross, SumsAndModelsMustBelongTogether) {
  const TrainingSet set = small_set(1);
  const TrainingSet other = small_set(2);
  const auto model = train("orthant", set);
  const TrainingSums sums = sums_of(*model, set);
  expect_error(ORTHANT_INVALID_ARGUMENT, "these are not the data",
               [&] { (void)sums_of(*model, other); });
  expect_error(ORTHANT_INVALID_ARGUMENT, "of other training data",
               [&] { (void)refit(*train("orthant", other), sums); });
  expect_error(ORTHANT_INVALID_ARGUMENT, "of another method",
               [&] { (void)refit(*train("semantic-itq", set), sums); });
  testing::Settings seeded = settings("orthant");
  seeded.emplace_back("seed", 8);
  const auto elsewhere = testing::train("orthant", set, seeded).model;
  expect_error(ORTHANT_INVALID_ARGUMENT, "with other anchors",
               [&] { (void)refit(*elsewhere, sums); });
  const auto sdh = testing::train("sdh", set, {{"bits", 16}, {"rounds", 2}, {"anchors", 9}}).model;
  expect_error(ORTHANT_INVALID_ARGUMENT, "\"sdh\" cannot be refitted",
               [&] { (void)sums_of(*sdh, set); });
}

}  // namespace
}  // namespace orthant
