// Rows without labels beside those with, from the training run to the bits of `orthant`.
#include <algorithm>

#include <gtest/gtest.h>

#include "learn/feature_fit.h"
#include "learn/naive_data.h"
#include "learn/same_model.h"
#include "learn/training_run.h"
#include "learn/unsupervised/itq.h"
#include "testing/errors.h"
#include "testing/work.h"

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

// What a run needs to take rows without labels in.
struct Transductive {
  TrainingSet labelled = small_set(3);
  TrainingSet others = small_set(4, 90);

  [[nodiscard]] std::shared_ptr<const HashModel> model(MatrixView<float> unlabelled,
                                                       double threads = 1) const {
    TrainingRun run("orthant");
    testing::apply({{"bits", 16}, {"anchors", 20}, {"rounds", 4}, {"threads", threads}}, run);
    give(labelled, run);
    if (unlabelled.rows > 0) run.unlabelled(unlabelled);
    run_to_the_end(run);
    return run.finish();
  }
};

TEST(Unlabelled, ChangeWhatNeedsNoLabelsAlone) {
  const Transductive sets;
  const auto without = sets.model({});
  const auto with = sets.model(sets.others.features.view());
  const auto weights = [](const HashModel& model) {
    const Matrix<float>& w = model.groups[0].features.layers[0].weights;
    return std::vector<float>(w.data(), w.data() + w.rows() * w.columns());
  };
  const auto mean = [](const HashModel& model) {
    const AlignedBuffer<float>& values = model.groups[1].features.mean;
    return std::vector<float>(values.data(), values.data() + values.size());
  };
  EXPECT_EQ(weights(*with), weights(*without));
  EXPECT_NE(mean(*with), mean(*without));
  const auto lines = [](const HashModel& model) { return model.provenance; };
  EXPECT_EQ(lines(*without).find("unlabelled"), std::string::npos);
  EXPECT_NE(lines(*with).find("unlabelled=90\nunlabelled-fingerprint="), std::string::npos);
}

// The visual bits are those of an ITQ over all rows, with the draws that the anchors leave.
TEST(Unlabelled, TheVisualBitsAreThoseOfAllRows) {
  const Transductive sets;
  const auto model = sets.model(sets.others.features.view());
  Matrix<float> all(sets.labelled.features.rows() + 90, sets.labelled.features.columns());
  std::copy_n(sets.labelled.features.data(), sets.labelled.features.rows() * all.columns(),
              all.data());
  std::copy_n(sets.others.features.data(), 90 * all.columns(),
              all.row(sets.labelled.features.rows()).data());
  const Work work = testing::uncancelled_work();
  Rng rng(1);
  (void)fit_anchors(sets.labelled.features.view(), true, 20, rng, work);
  ItqBits twin;
  twin.prepare(std::make_shared<MatrixRows>(all.view()), Options("itq", {}), 6, 8, rng, work);
  for (int round = 0; round < 4 && !twin.converged(); ++round) (void)twin.round(work);
  const Matrix<float> expected = twin.finish().projection;
  const Matrix<float>& made = model->groups[1].projection;
  ASSERT_EQ(made.rows(), expected.rows());
  EXPECT_TRUE(std::equal(made.data(), made.data() + made.rows() * made.columns(), expected.data()));
}

TEST(Unlabelled, TheSameAtAnyNumberOfThreads) {
  const Transductive sets;
  expect_same(*sets.model(sets.others.features.view(), 3),
              *sets.model(sets.others.features.view()));
}

TEST(Unlabelled, AreRefusedWhereTheyDoNotFit) {
  const Transductive sets;
  for (const char* method : {"itq", "sdh", "semantic-itq", "dsdh"}) {
    TrainingRun run(method);
    expect_error(ORTHANT_INVALID_ARGUMENT,
                 std::string("the method \"") + method + "\" takes no rows without labels",
                 [&] { run.unlabelled(sets.others.features.view()); });
  }
  const Matrix<float> narrow(3, 11);
  expect_error(ORTHANT_INVALID_ARGUMENT, "have 11 values, the features have 12",
               [&] { (void)sets.model(narrow.view()); });
  const Matrix<float> zeros(3, 12);
  expect_error(ORTHANT_INVALID_ARGUMENT, "row 0", [&] { (void)sets.model(zeros.view()); });
}

TEST(Unlabelled, ACheckpointIsOfThemToo) {
  const Transductive sets;
  const auto start = [&](TrainingRun& run, bool with) {
    testing::apply({{"bits", 16}, {"anchors", 20}, {"rounds", 4}}, run);
    give(sets.labelled, run);
    if (with) run.unlabelled(sets.others.features.view());
  };
  TrainingRun first("orthant");
  start(first, true);
  ASSERT_TRUE(first.step());
  const Checkpoint checkpoint = first.checkpoint();
  TrainingRun without("orthant");
  start(without, false);
  expect_error(ORTHANT_INVALID_ARGUMENT, "of other data",
               [&] { (void)without.resume(checkpoint); });
  TrainingRun again("orthant");
  start(again, true);
  EXPECT_TRUE(again.resume(checkpoint));
}

}  // namespace
}  // namespace orthant
