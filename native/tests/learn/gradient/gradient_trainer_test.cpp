#include "learn/gradient/gradient_trainer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "data/packed_codes.h"
#include "encode/batch_encoder.h"
#include "learn/naive_data.h"
#include "testing/errors.h"
#include "testing/work.h"

namespace orthant {
namespace {

using testing::expect_error;
using testing::Settings;
using testing::small_set;
using testing::Trained;
using testing::TrainingSet;

constexpr const char* kMethods[] = {"dpsh", "dsdh", "orthohash", "csq", "greedyhash"};

std::int32_t distance(const PackedCodes& codes, std::int64_t a, std::int64_t b) {
  std::int32_t sum = 0;
  for (std::int64_t w = 0; w < codes.words(); ++w) {
    sum += std::popcount(codes.row(a)[w] ^ codes.row(b)[w]);
  }
  return sum;
}

// The mean distance of pairs of different classes minus that of pairs of one class, in bits.
double separation(const HashModel& model, const TrainingSet& set) {
  const PackedCodes codes = encode_all(model, set.features.view(), 1);
  double sums[2] = {0.0, 0.0};
  double counts[2] = {0.0, 0.0};
  for (std::int64_t i = 0; i < codes.rows(); ++i) {
    for (std::int64_t j = 0; j < i; ++j) {
      const bool same = i % 4 == j % 4;
      sums[same] += distance(codes, i, j);
      counts[same] += 1.0;
    }
  }
  return sums[0] / counts[0] - sums[1] / counts[1];
}

bool has(const HashModel& model, const std::string& part) {
  return model.provenance.find(part) != std::string::npos;
}

TEST(GradientTrainer, EveryLossFallsAndSeparatesTheClasses) {
  const TrainingSet set = small_set(31, 200);
  for (const char* method : kMethods) {
    for (const Settings& form :
         {Settings{{"hidden-layers", 0}, {"anchors", 60}}, Settings{{"hidden-layers", 0}},
          Settings{{"hidden-width", 20}}, Settings{{"hidden-layers", 2}, {"hidden-width", 16}}}) {
      Settings settings = {{"bits", 16}, {"rounds", 30}, {"batch", 40}, {"learning-rate", 1e-2}};
      settings.insert(settings.end(), form.begin(), form.end());
      const Trained trained = testing::train(method, set, settings);
      EXPECT_LT(trained.objective.back(), trained.objective.front()) << method;
      EXPECT_GT(separation(*trained.model, set), 3.0) << method;
    }
  }
}

TEST(GradientTrainer, SeveralLabelsAreLearnedToo) {
  const TrainingSet set = small_set(32, 200, true);
  for (const char* method : kMethods) {
    const Trained trained =
        testing::train(method, set, {{"bits", 16}, {"rounds", 30}, {"learning-rate", 1e-2}});
    EXPECT_LT(trained.objective.back(), trained.objective.front()) << method;
  }
}

TEST(GradientTrainer, EveryVariantOfDsdhLearns) {
  const TrainingSet set = small_set(33, 200);
  for (const double variant : {0.0, 1.0, 2.0, 3.0}) {
    for (const double whole_set : {0.0, 1.0}) {
      const Trained trained = testing::train("dsdh", set,
                                             {{"bits", 16},
                                              {"rounds", 30},
                                              {"batch", 40},
                                              {"learning-rate", 1e-2},
                                              {"variant", variant},
                                              {"whole-set", whole_set}});
      EXPECT_LT(trained.objective.back(), trained.objective.front()) << variant;
      EXPECT_GT(separation(*trained.model, set), 3.0) << variant;
      EXPECT_EQ(has(*trained.model, "discrete-share="), variant == 0.0);
    }
  }
}

TEST(GradientTrainer, AllOptimisersSchedulesAndStartsLearn) {
  const TrainingSet set = small_set(34, 120);
  const Settings common = {{"bits", 8}, {"rounds", 20}, {"batch", 30}};
  for (const Settings& form :
       {Settings{{"optimizer", 0}, {"learning-rate", 0.1}},
        Settings{{"optimizer", 0}, {"learning-rate", 0.1}, {"momentum", 0}, {"schedule", 1}},
        Settings{{"learning-rate", 1e-2}, {"schedule", 0}, {"weight-decay", 1e-2}},
        Settings{{"learning-rate", 1e-2}, {"schedule", 2}, {"halve-every", 5}},
        Settings{{"learning-rate", 1e-2}, {"start", 1}, {"hidden-layers", 0}},
        Settings{{"learning-rate", 1e-2}, {"batch-norm", 1}, {"activation", 0}}}) {
    Settings settings = common;
    settings.insert(settings.end(), form.begin(), form.end());
    const Trained trained = testing::train("dpsh", set, settings);
    EXPECT_GT(separation(*trained.model, set), 1.5) << form[0].first << " " << form[0].second;
  }
  expect_error(ORTHANT_INVALID_ARGUMENT, "needs \"hidden-layers\" 0; it is 2", [&] {
    (void)testing::train("dpsh", set, {{"start", 1}, {"hidden-layers", 2}});
  });
}

TEST(GradientTrainer, TheFinishedModelHasTheShapeOfTheNetworkWithoutASecondStream) {
  const TrainingSet set = small_set(35, 100);
  for (const char* method : {"orthohash", "dsdh"}) {  // batch normalisation; a second stream
    Settings settings = {{"bits", 12}, {"hidden-layers", 2}, {"hidden-width", 10}, {"rounds", 3}};
    if (std::string(method) == "dsdh") settings.emplace_back("variant", 2);
    const Trained trained = testing::train(method, set, settings);
    const HashModel& model = *trained.model;
    ASSERT_EQ(model.groups.size(), 1U);
    EXPECT_EQ(model.groups[0].features.layers.size(), 2U);
    EXPECT_EQ(model.groups[0].projection.rows(), 12);
    EXPECT_EQ(model.groups[0].offset.size(), 12U);
    EXPECT_EQ(model.defect(), "");
  }
}

// Pulls each output towards a target of its own, and writes down what rows that validate are given.
class Recording final : public Loss {
 public:
  explicit Recording(std::vector<std::pair<std::int64_t, std::vector<double>>>& seen)
      : seen_(&seen) {}
  void prepare(const TrainingData&, std::span<const std::int64_t>, const Options&, Rng&,
               const Work&) override {}
  [[nodiscard]] std::int64_t extra_outputs() const override { return 3; }
  void begin_epoch(std::int64_t, std::int64_t, const Work&) override { seen_->clear(); }
  [[nodiscard]] double evaluate(const Batch& batch, Matrix<double>& gradient, Rng&,
                                const Work&) override {
    for (std::int64_t i = 0; i < batch.outputs.rows; ++i) {
      for (std::int64_t k = 0; k < batch.outputs.columns; ++k) {
        gradient(i, k) = batch.outputs(i, k) - std::sin(static_cast<double>(3 * k + i));
      }
    }
    return 1.0;
  }
  [[nodiscard]] double validate(const Batch& batch, const Work&) override {
    for (std::int64_t i = 0; i < batch.outputs.rows; ++i) {
      const std::span<const double> row = batch.outputs.row(i);
      seen_->emplace_back(batch.rows[static_cast<std::size_t>(i)],
                          std::vector<double>(row.begin(), row.end()));
    }
    return loss_ -= 1.0;  // each epoch is the best
  }

 private:
  std::vector<std::pair<std::int64_t, std::vector<double>>>* seen_;
  double loss_ = 0.0;
};

TEST(GradientTrainer, TheFinishedModelGivesTheSignsOfTheTrainedNetworksOutputs) {
  const TrainingSet set = small_set(42, 100);
  TrainingData data;
  data.features = set.features.view();
  data.labels = set.label_sets();
  for (const double whiten : {0.0, 0.3}) {
    for (const double batch_norm : {0.0, 1.0}) {
      std::vector<std::pair<std::int64_t, std::vector<double>>> seen;
      GradientTrainer trainer("recording", {}, std::make_unique<Recording>(seen));
      for (const auto& [name, value] : Settings{{"bits", 9},
                                                {"rounds", 3},
                                                {"anchors", 20},
                                                {"hidden-layers", 2},
                                                {"hidden-width", 10},
                                                {"learning-rate", 0.05},
                                                {"whiten", whiten},
                                                {"batch-norm", batch_norm},
                                                {"validation", 0.5}}) {
        trainer.options.set(name, value);
      }
      Rng rng(1);
      const Work work = testing::uncancelled_work();
      trainer.prepare(data, rng, work);
      for (int epoch = 0; epoch < 3; ++epoch) (void)trainer.round(rng, work);
      HashModel model;
      model.dimension = 12;
      trainer.finish(model);
      model.prepare();
      const PackedCodes codes = encode_all(model, set.features.view(), 1);
      ASSERT_EQ(seen.size(), 50U);
      for (const auto& [row, outputs] : seen) {
        for (std::size_t k = 0; k < 9; ++k) {
          if (std::abs(outputs[k]) < 1e-4) continue;  // the model is float
          EXPECT_EQ((codes.row(row)[0] >> k & 1U) != 0, outputs[k] > 0.0) << row << " " << k;
        }
      }
    }
  }
}

void expect_same(const Matrix<float>& a, const Matrix<float>& b) {
  ASSERT_EQ(a.rows(), b.rows());
  ASSERT_EQ(a.columns(), b.columns());
  for (std::int64_t i = 0; i < a.rows() * a.columns(); ++i) EXPECT_EQ(a.data()[i], b.data()[i]);
}

// The run that stopped, and one that ended at its best epoch: the rate is constant.
std::pair<Trained, Trained> stopped_and_exact(const char* method, const TrainingSet& set,
                                              const Settings& more) {
  Settings settings = {{"bits", 8},     {"rounds", 200},      {"batch", 16},  {"validation", 0.25},
                       {"patience", 4}, {"hidden-width", 64}, {"schedule", 0}};
  settings.insert(settings.end(), more.begin(), more.end());
  Trained stopped = testing::train(method, set, settings);
  EXPECT_LT(stopped.objective.size(), 200U);
  EXPECT_TRUE(has(*stopped.model, "validated=40 rows\n"));
  const auto best = static_cast<double>(stopped.objective.size() - 4);
  EXPECT_TRUE(has(*stopped.model, "best=epoch " + number_text(best) + "\n"))
      << stopped.model->provenance;
  settings[1].second = best;
  return {std::move(stopped), testing::train(method, set, settings)};
}

TEST(GradientTrainer, EarlyStoppingKeepsTheBestEpoch) {
  const auto [stopped, exact] =
      stopped_and_exact("csq", small_set(36, 160), {{"learning-rate", 2e-2}});
  expect_same(stopped.model->groups[0].projection, exact.model->groups[0].projection);
}

// So is the loss's own network. Its quantisation depends on the number of rounds and is off.
TEST(GradientTrainer, EarlyStoppingKeepsTheLossOfTheBestEpoch) {
  const TrainingSet set = small_set(36, 160);
  const Settings settings = {{"learning-rate", 5e-3}, {"quantisation", 0}};
  const auto [stopped, exact] = stopped_and_exact("vsb2-network", set, settings);
  expect_same(stopped.model->groups[0].projection, exact.model->groups[0].projection);
  expect_same(stopped.model->semantics.map, exact.model->semantics.map);
  const Trained other = testing::train("vsb2-network", set, {{"bits", 8}, {"rounds", 1}});
  const Matrix<float>& first = other.model->semantics.map;
  EXPECT_FALSE(std::equal(first.data(), first.data() + first.rows() * first.columns(),
                          stopped.model->semantics.map.data()));
}

TEST(GradientTrainer, AClassOfOneRowIsTrainedOnAndNotValidated) {
  TrainingSet set = small_set(37, 41);
  std::fill(set.labels.begin(), set.labels.end(), 0);
  set.labels[40] = 3;
  for (const double seed : {1.0, 2.0, 3.0, 4.0, 5.0}) {
    const Trained trained = testing::train(
        "greedyhash", set, {{"bits", 4}, {"rounds", 2}, {"validation", 0.9}, {"seed", seed}});
    EXPECT_TRUE(has(*trained.model, "validated=36 rows\n"));
  }
}

TEST(GradientTrainer, EveryClassKeepsARowToTrainOn) {
  TrainingSet set = small_set(40, 60);
  set.classes = 30;
  for (std::int32_t i = 0; i < 60; ++i) set.labels[static_cast<std::size_t>(i)] = i % 30;
  set.semantics = Matrix<float>(30, 7);
  for (float* value = set.semantics.data(); value != set.semantics.data() + 210; ++value)
    *value = 1;
  for (const double seed : {1.0, 2.0, 3.0}) {
    const Trained trained = testing::train(
        "greedyhash", set, {{"bits", 4}, {"rounds", 2}, {"validation", 0.9}, {"seed", seed}});
    EXPECT_TRUE(has(*trained.model, "validated=30 rows\n")) << trained.model->provenance;
  }
}

TEST(GradientTrainer, DivergenceInTheFirstEpochFailsWithAdvice) {
  const TrainingSet set = small_set(38, 200);
  const Settings settings = {{"bits", 8},          {"optimizer", 0},      {"schedule", 0},
                             {"hidden-layers", 3}, {"activation", 0},     {"batch", 10},
                             {"momentum", 0},      {"learning-rate", 1e6}};
  expect_error(ORTHANT_TRAINING_FAILED, "lower learning-rate (1e+06)",
               [&] { (void)testing::train("dpsh", set, settings); });
}

// A loss that explodes in its third epoch.
class Exploding final : public Loss {
 public:
  void prepare(const TrainingData&, std::span<const std::int64_t>, const Options&, Rng&,
               const Work&) override {}
  void begin_epoch(std::int64_t epoch, std::int64_t, const Work&) override { epoch_ = epoch; }
  [[nodiscard]] double evaluate(const Batch& batch, Matrix<double>& gradient, Rng&,
                                const Work&) override {
    for (std::int64_t i = 0; i < batch.outputs.rows * batch.outputs.columns; ++i) {
      gradient.data()[i] = epoch_ == 2 ? 1e200 : 0.01 * batch.outputs.data[i];
    }
    return static_cast<double>(10 - epoch_);
  }
  [[nodiscard]] double validate(const Batch&, const Work&) override { return 0.0; }

 private:
  std::int64_t epoch_ = 0;
};

TEST(GradientTrainer, LaterDivergenceKeepsTheLastFiniteEpochAndSaysSo) {
  const TrainingSet set = small_set(39, 60);
  TrainingData data;
  data.features = set.features.view();
  data.labels = set.label_sets();
  const auto run = [&](double epochs, HashModel& model) {
    GradientTrainer trainer("exploding", {{"schedule", 0, 0, 3, true}},
                            std::make_unique<Exploding>());
    trainer.options.set("bits", 8);
    trainer.options.set("optimizer", 0);
    trainer.options.set("rounds", epochs);
    Rng rng(1);
    const Work work = testing::uncancelled_work();
    trainer.prepare(data, rng, work);
    std::vector<double> trace;
    while (static_cast<double>(trace.size()) < epochs && !trainer.converged()) {
      trace.push_back(trainer.round(rng, work));
    }
    trainer.finish(model);
    return trace;
  };
  HashModel diverged;
  EXPECT_EQ(run(9, diverged), (std::vector<double>{10.0, 9.0, 9.0}));
  EXPECT_TRUE(has(diverged, "diverged=epoch 3\n"));
  HashModel two;
  (void)run(2, two);
  EXPECT_FALSE(has(two, "diverged"));
  for (std::int64_t i = 0; i < 8 * 256; ++i) {
    EXPECT_EQ(diverged.groups[0].projection.data()[i], two.groups[0].projection.data()[i]);
  }
}

// A loss whose gradient is infinite in the third epoch; it must not be shown what comes of that.
class Infinite final : public Loss {
 public:
  void prepare(const TrainingData&, std::span<const std::int64_t>, const Options&, Rng&,
               const Work&) override {}
  void begin_epoch(std::int64_t epoch, std::int64_t, const Work&) override { epoch_ = epoch; }
  [[nodiscard]] double evaluate(const Batch& batch, Matrix<double>& gradient, Rng&,
                                const Work&) override {
    for (std::int64_t i = 0; i < batch.outputs.rows * batch.outputs.columns; ++i) {
      EXPECT_TRUE(std::isfinite(batch.outputs.data[i])) << "epoch " << epoch_;
      gradient.data()[i] = epoch_ == 2 ? std::numeric_limits<double>::infinity() : 0.0;
    }
    return 1.0;
  }
  [[nodiscard]] double validate(const Batch&, const Work&) override { return 0.0; }

 private:
  std::int64_t epoch_ = 0;
};

TEST(GradientTrainer, OutputsThatAreNotFiniteAreADivergenceThatNoLossSees) {
  const TrainingSet set = small_set(43, 60);
  TrainingData data;
  data.features = set.features.view();
  data.labels = set.label_sets();
  GradientTrainer trainer("infinite", {{"batch", 20, 2, 100, true}}, std::make_unique<Infinite>());
  trainer.options.set("optimizer", 0);
  Rng rng(1);
  const Work work = testing::uncancelled_work();
  trainer.prepare(data, rng, work);
  for (int epoch = 0; epoch < 3; ++epoch) (void)trainer.round(rng, work);
  HashModel model;
  trainer.finish(model);
  EXPECT_TRUE(has(model, "diverged=epoch 3\n"));
}

TEST(GradientTrainer, TheLossesOptionsReplaceCommonOnesOfTheirName) {
  const GradientTrainer trainer("any", {{"batch", 7, 2, 9, true}, {"extra", 3, 0, 5, false}},
                                std::make_unique<Exploding>());
  EXPECT_EQ(trainer.options.number("batch"), 7.0);
  EXPECT_EQ(trainer.options.number("extra"), 3.0);
  EXPECT_EQ(trainer.options.number("momentum"), 0.9);
}

}  // namespace
}  // namespace orthant
