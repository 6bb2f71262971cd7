#include "learn/gradient/dsdh.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <string>

#include "learn/gradient/dpsh.h"
#include "learn/gradient/gradient_trainer.h"
#include "learn/gradient/loss_case.h"
#include "testing/errors.h"

namespace orthant {
namespace {

using testing::LossCase;
using testing::Settings;

TEST(Dsdh, TheGradientOfEveryVariantIsTheDerivative) {
  for (const bool several : {false, true}) {
    for (const double variant : {0.0, 1.0, 2.0, 3.0}) {
      LossCase<DsdhLoss>({{"variant", variant}, {"eta", 0.4}, {"mu", 0.7}}, several)
          .expect_gradients();
    }
    LossCase<DsdhLoss>({{"sums", 1}, {"eta", 55}, {"restart", 1}, {"whole-set", 0}}, several)
        .expect_gradients();
  }
}

TEST(Dsdh, TheGradientAfterAWholeSetStepIsTheDerivative) {
  LossCase<DsdhLoss> loss({{"eta", 0.05}, {"whole-set", 1}}, true);
  Matrix<double> gradient(17, 6);
  (void)loss.loss.evaluate(loss.first_batch(), gradient, loss.rng, loss.work);
  loss.loss.begin_epoch(1, 3, loss.work);
  loss.expect_gradients();
}

TEST(Dsdh, VariantAIsDpsh) {
  LossCase<DsdhLoss> a({{"variant", 1}, {"eta", 0.3}}, true);
  LossCase<DsdhLoss> without_mu({{"mu", 0}, {"eta", 0.3}}, true);
  LossCase<DpshLoss> dpsh({{"eta", 0.3}}, true);
  Matrix<double> gradient(9, 6);
  EXPECT_EQ(a.value_of_second(gradient), dpsh.value_of_second(gradient));
  EXPECT_EQ(without_mu.value_of_second(gradient), dpsh.value_of_second(gradient));
}

// Equation 3 without the pairs, from its definition: W by naive least squares, B by passes over the
// bits until none changes, both as often as dsdh.h says.
class NaiveDsdh {
 public:
  NaiveDsdh(const LossCase<DsdhLoss>& given, double mu, double nu, double eta)
      : given_(given), mu_(mu), nu_(nu), eta_(eta) {}

  [[nodiscard]] naive::Dense signs(const naive::Dense& h) const {
    naive::Dense b(h.rows(), h.columns());
    for (std::size_t i = 0; i < h.rows(); ++i) {
      for (std::size_t k = 0; k < h.columns(); ++k) b(i, k) = h(i, k) >= 0.0 ? 1.0 : -1.0;
    }
    return b;
  }
  [[nodiscard]] naive::Dense targets(const std::vector<std::int64_t>& rows) const {
    naive::Dense y(rows.size(), 4);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      for (const std::int32_t label : given_.data.labels.of(rows[i])) {
        y(i, static_cast<std::size_t>(label)) = 1.0;
      }
    }
    return y;
  }
  // argmin mu ||Y - B W||^2 + nu ||W||^2.
  [[nodiscard]] naive::Dense classifier(const naive::Dense& b, const naive::Dense& y) const {
    const naive::Dense bt = naive::transposed(b);
    return naive::solve(naive::plus(bt * b, nu_ / mu_, naive::identity(b.columns())), bt * y);
  }
  // mu ||y_i - W^T b_i||^2 + eta ||b_i - h_i||^2, summed.
  [[nodiscard]] double fit(const naive::Dense& h, const naive::Dense& y, const naive::Dense& w,
                           const naive::Dense& b) const {
    return mu_ * naive::squared_norm(naive::plus(y, -1.0, b * w)) +
           eta_ * naive::squared_norm(naive::plus(b, -1.0, h));
  }
  // From sgn(h), bit by bit, each the better one of two.
  [[nodiscard]] naive::Dense codes(const naive::Dense& h, const naive::Dense& y,
                                   const naive::Dense& w) const {
    naive::Dense b = signs(h);
    for (bool changed = true; changed;) {
      changed = false;
      for (std::size_t k = 0; k < h.columns(); ++k) {
        for (std::size_t i = 0; i < h.rows(); ++i) {
          const double before = fit(h, y, w, b);
          b(i, k) = -b(i, k);
          if (fit(h, y, w, b) < before) {
            changed = true;
          } else {
            b(i, k) = -b(i, k);
          }
        }
      }
    }
    return b;
  }
  [[nodiscard]] double penalty(const naive::Dense& w) const { return nu_ * naive::squared_norm(w); }

 private:
  const LossCase<DsdhLoss>& given_;
  double mu_;
  double nu_;
  double eta_;
};

// The value of a batch less that of the same pairs alone (variant A without quantisation).
double beside_pairs(LossCase<DsdhLoss>& full, LossCase<DsdhLoss>& pairs) {
  Matrix<double> gradient(9, 6);
  return full.value_of_second(gradient) - pairs.value_of_second(gradient);
}

TEST(Dsdh, OfABatchIsEquation3WithTheClassifierOfTheBatch) {
  const Settings weights = {{"mu", 0.7}, {"nu", 0.3}, {"eta", 0.05}, {"whole-set", 0}};
  LossCase<DsdhLoss> full(weights, true);
  LossCase<DsdhLoss> pairs({{"variant", 1}, {"eta", 0}}, true);
  const NaiveDsdh twin(full, 0.7, 0.3, 0.05);
  const naive::Dense h(full.second.view());
  const naive::Dense y = twin.targets({17, 18, 19, 20, 21, 22, 23, 24, 25});
  const naive::Dense w = twin.classifier(twin.signs(h), y);
  const double expected = (twin.fit(h, y, w, twin.codes(h, y, w)) + twin.penalty(w)) / 9.0;
  EXPECT_NEAR(beside_pairs(full, pairs), expected, 1e-9);
}

TEST(Dsdh, OfABatchIsEquation3WithTheClassifierOfTheWholeSet) {
  const Settings weights = {{"mu", 0.7}, {"nu", 0.3}, {"eta", 0.05}, {"whole-set", 1}};
  LossCase<DsdhLoss> full(weights, true);
  LossCase<DsdhLoss> pairs({{"variant", 1}, {"eta", 0}}, true);
  Rng rng(4);
  const Matrix<double> outputs = testing::normal_matrix(40, 6, 0.8, rng);
  Matrix<double> gradient(40, 6);
  for (LossCase<DsdhLoss>* loss : {&full, &pairs}) {
    (void)loss->loss.evaluate({loss->rows, outputs.view()}, gradient, loss->rng, loss->work);
    loss->loss.begin_epoch(1, 3, loss->work);
  }
  const NaiveDsdh twin(full, 0.7, 0.3, 0.05);
  const naive::Dense all(outputs.view());
  const naive::Dense targets = twin.targets(full.rows);
  const naive::Dense first = twin.classifier(twin.signs(all), targets);
  const naive::Dense w = twin.classifier(twin.codes(all, targets, first), targets);
  const naive::Dense h(full.second.view());
  const naive::Dense y = twin.targets({17, 18, 19, 20, 21, 22, 23, 24, 25});
  const double expected = twin.fit(h, y, w, twin.codes(h, y, w)) / 9.0 + twin.penalty(w) / 40.0;
  EXPECT_NEAR(beside_pairs(full, pairs), expected, 1e-9);
}

// Else the classifier would be fitted to the labels that it is judged on.
TEST(Dsdh, InTheFirstEpochRowsAreValidatedWithTheClassifierOfTheStoredOutputs) {
  LossCase<DsdhLoss> loss({{"mu", 10}, {"eta", 0.1}, {"whole-set", 1}}, true);
  Rng rng(4);
  const Matrix<double> outputs = testing::normal_matrix(40, 6, 0.8, rng);
  Matrix<double> gradient(40, 6);
  (void)loss.loss.evaluate({loss.rows, outputs.view()}, gradient, loss.rng, loss.work);
  const double first = loss.loss.validate(loss.second_batch(), loss.work);
  loss.loss.begin_epoch(1, 3, loss.work);
  EXPECT_EQ(loss.loss.validate(loss.second_batch(), loss.work), first);
}

TEST(Dsdh, AClassifierOfTheFirstOutputsThatNuLeavesSingularIsRefused) {
  LossCase<DsdhLoss> loss({{"variant", 3}, {"nu", 1e-9}, {"mu", 1e9}}, false);
  for (std::int64_t i = 0; i < 9 * 6; ++i) loss.second.data()[i] = 1.0;
  Matrix<double> gradient(9, 6);
  testing::expect_error(ORTHANT_TRAINING_FAILED, "raise the option \"nu\"",
                        [&] { (void)loss.value_of_second(gradient); });
}

// DSDH-C whose gradient explodes in the third epoch. With fewer rows than bits the Gram matrix of
// the outputs is singular but for nu.
class ExplodingDsdh final : public Loss {
 public:
  void prepare(const TrainingData& data, std::span<const std::int64_t> rows, const Options& options,
               Rng& rng, const Work& work) override {
    loss_.prepare(data, rows, options, rng, work);
  }
  void begin_epoch(std::int64_t epoch, std::int64_t epochs, const Work& work) override {
    epoch_ = epoch;
    loss_.begin_epoch(epoch, epochs, work);
  }
  [[nodiscard]] double evaluate(const Batch& batch, Matrix<double>& gradient, Rng& rng,
                                const Work& work) override {
    const double loss = loss_.evaluate(batch, gradient, rng, work);
    for (std::int64_t i = 0; i < gradient.rows() * gradient.columns(); ++i) {
      gradient.data()[i] *= epoch_ == 2 ? 1e20 : 1.0;
    }
    return loss;
  }
  [[nodiscard]] double validate(const Batch& batch, const Work& work) override {
    return loss_.validate(batch, work);
  }

 private:
  DsdhLoss loss_;
  std::int64_t epoch_ = 0;
};

TEST(Dsdh, AClassifierOfOutputsThatExplodedEndsTrainingWithTheLastFiniteEpoch) {
  const testing::TrainingSet set = testing::small_set(5, 60);
  TrainingData data;
  data.features = set.features.view();
  data.labels = set.label_sets();
  GradientTrainer trainer("dsdh", DsdhLoss::own_options(), std::make_unique<ExplodingDsdh>());
  for (const auto& [name, value] :
       Settings{{"bits", 16}, {"variant", 3}, {"batch", 10}, {"optimizer", 0}, {"schedule", 0}}) {
    trainer.options.set(name, value);
  }
  Rng rng(1);
  const Work work = testing::uncancelled_work();
  trainer.prepare(data, rng, work);
  std::vector<double> trace;
  while (!trainer.converged()) trace.push_back(trainer.round(rng, work));
  ASSERT_EQ(trace.size(), 3U);
  EXPECT_EQ(trace[2], trace[1]);
  HashModel model;
  trainer.finish(model);
  EXPECT_NE(model.provenance.find("diverged=epoch 3\n"), std::string::npos);
}

TEST(Dsdh, TheSecondStreamHasAnOutputPerClassWithRows) {
  EXPECT_EQ(LossCase<DsdhLoss>({{"variant", 2}}, false).loss.extra_outputs(), 4);
  EXPECT_EQ(LossCase<DsdhLoss>({{"variant", 0}}, false).loss.extra_outputs(), 0);
}

// The share of bits in which the discrete codes differ from the signs, for outputs of a class
// pattern of that size plus noise of a tenth of it.
double share(const Settings& settings, double size) {
  LossCase<DsdhLoss> loss(settings, false);
  Rng rng(8);
  const Matrix<double> pattern = testing::normal_matrix(4, 6, size, rng);
  for (std::int64_t i = 0; i < 17; ++i) {
    for (std::int64_t k = 0; k < 6; ++k) {
      loss.first(i, k) = pattern(i % 4, k) + 0.5 * size * rng.normal();
    }
  }
  Matrix<double> gradient(17, 6);
  (void)loss.loss.evaluate(loss.first_batch(), gradient, loss.rng, loss.work);
  HashModel model;
  loss.loss.finish(model);
  const std::string key = "discrete-share=";
  const std::size_t at = model.provenance.find(key);
  EXPECT_NE(at, std::string::npos);
  return std::strtod(model.provenance.c_str() + at + key.size(), nullptr);
}

// With the published weights the quantisation decides; with small eta / mu the classes do.
TEST(Dsdh, TheDiscreteStepMattersForSmallEtaAlone) {
  const Settings published = {{"mu", 1}, {"nu", 0.1}, {"eta", 55}, {"restart", 1}};
  const Settings discrete = {{"mu", 1}, {"nu", 0.1}, {"eta", 0.01}, {"restart", 1}};
  EXPECT_LT(share(published, 1.0), 0.02);
  EXPECT_GT(share(discrete, 0.1), 0.04);
}

TEST(Dsdh, TooManyClassesForASecondStreamAreRefused) {
  testing::TrainingSet set = testing::small_set(3, 4200);
  std::vector<std::int32_t> labels(4200);
  std::vector<std::int64_t> offsets(4201);
  std::vector<std::int64_t> rows(4200);
  for (std::int32_t i = 0; i < 4200; ++i) {
    labels[static_cast<std::size_t>(i)] = i;
    offsets[static_cast<std::size_t>(i) + 1] = i + 1;
    rows[static_cast<std::size_t>(i)] = i;
  }
  TrainingData data;
  data.features = set.features.view();
  data.labels = Labels(labels, offsets, 4200);
  Options options(DsdhLoss::kMethod, DsdhLoss::own_options());
  options.set("variant", 2);
  DsdhLoss loss;
  Rng rng(1);
  try {
    loss.prepare(data, rows, options, rng, testing::uncancelled_work());
    ADD_FAILURE() << "not refused";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("at most 4096"), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace orthant
