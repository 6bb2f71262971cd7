// Trainings that share their rows give the models that they give alone, and what they have alike is
// computed once.
#include "learn/shared_rows.h"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <vector>

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

// Rows in memory that count how often they are read.
class CountedRows final : public RowSource {
 public:
  explicit CountedRows(MatrixView<float> rows) : RowSource(rows.rows, rows.columns), rows_(rows) {}
  [[nodiscard]] MatrixView<float> block(std::int64_t first, std::int64_t last,
                                        Matrix<float>& /*scratch*/) const override {
    read_ += last - first;
    return rows_.block(first, last);
  }
  [[nodiscard]] std::int64_t read() const { return read_; }

 private:
  MatrixView<float> rows_;
  mutable std::atomic<std::int64_t> read_{0};
};

std::vector<std::string> method_names() {
  std::vector<std::string> names;
  for (std::int32_t i = 0; i < method_count(); ++i) names.emplace_back(method_name(i));
  return names;
}

std::shared_ptr<const HashModel> finished(TrainingRun& run) {
  while (run.step()) {
  }
  return run.finish();
}

class EveryMethodShares : public ::testing::TestWithParam<std::string> {};

TEST_P(EveryMethodShares, AndGivesTheModelsThatItGivesAlone) {
  const TrainingSet set = small_set(31, 130, true);
  constexpr double kBits[] = {16, 8, 24};
  std::vector<std::unique_ptr<TrainingRun>> runs;
  for (const double bits : kBits) {
    TrainingRun& run = *runs.emplace_back(std::make_unique<TrainingRun>(GetParam()));
    run.set("bits", bits);
    if (runs.size() == 1) {
      give(set, run);
    } else {
      run.share(*runs[runs.size() - 2]);
    }
  }
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const testing::Trained alone = testing::train(GetParam().c_str(), set, {{"bits", kBits[i]}});
    expect_same(*finished(*runs[i]), *alone.model);
    runs[i].reset();  // what the others share outlives it
  }
}

INSTANTIATE_TEST_SUITE_P(Methods, EveryMethodShares, ::testing::ValuesIn(method_names()));

TEST(SharedRows, AreReadOnceForAllLengths) {
  const TrainingSet set = small_set(32, 200);
  const auto read = [&](int lengths) {
    const auto rows = std::make_shared<CountedRows>(set.features.view());
    std::vector<std::unique_ptr<TrainingRun>> runs;
    for (int i = 0; i < lengths; ++i) {
      TrainingRun& run = *runs.emplace_back(std::make_unique<TrainingRun>("sdh"));
      run.set("bits", 8.0 * (i + 1));
      run.set("anchors", 50);
      if (i == 0) {
        run.features(rows);
        run.labels(set.label_sets());
      } else {
        run.share(*runs[0]);
      }
    }
    for (const auto& run : runs) (void)finished(*run);
    return rows->read();
  };
  // A further length only checks the rows and takes their fingerprint.
  const std::int64_t once = read(1);
  const std::int64_t check = read(2) - once;
  EXPECT_LE(check, 3 * set.features.rows());
  EXPECT_EQ(read(3), once + 2 * check);
  EXPECT_GT(once, check + 2 * set.features.rows());
}

TEST(SharedRows, OtherAnchorsAreDrawnAnew) {
  const TrainingSet set = small_set(33, 150);
  TrainingRun first("sdh");
  TrainingRun second("scdh");
  TrainingRun third("sdh");
  give(set, first);
  second.share(first);
  third.share(second);
  second.set("anchors", 30);
  third.set("seed", 7);
  expect_same(*finished(first), *testing::train("sdh", set, {}).model);
  expect_same(*finished(second), *testing::train("scdh", set, {{"anchors", 30}}).model);
  expect_same(*finished(third), *testing::train("sdh", set, {{"seed", 7}}).model);
}

TEST(SharedRows, AreRefusedBeforeTheyAreThereAndAfterTheFirstStep) {
  const TrainingSet set = small_set(34);
  TrainingRun empty("sdh");
  TrainingRun other("sdh");
  expect_error(ORTHANT_INVALID_ARGUMENT, "no features", [&] { other.share(empty); });
  expect_error(ORTHANT_INVALID_ARGUMENT, "itself", [&] { other.share(other); });
  give(set, empty);
  (void)empty.step();
  expect_error(ORTHANT_INVALID_ARGUMENT, "shared data", [&] { other.share(empty); });
  TrainingRun open("sdh");
  give(set, open);
  expect_error(ORTHANT_INVALID_ARGUMENT, "shared data", [&] { empty.share(open); });
}

TEST(SharedRows, RowsOfAFileAreRefusedByMethodsThatWantThemInMemory) {
  const TrainingSet set = small_set(35);
  TrainingRun streamed("sdh");
  streamed.features(std::make_shared<CountedRows>(set.features.view()));
  TrainingRun lfh("lfh");
  expect_error(ORTHANT_INVALID_ARGUMENT, "in memory", [&] { lfh.share(streamed); });
}

}  // namespace
}  // namespace orthant
