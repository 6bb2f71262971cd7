#include "learn/gradient/dsdh.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "learn/gradient/dpsh.h"
#include "learn/gradient/loss_case.h"

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

TEST(Dsdh, TheSecondStreamHasAnOutputPerClassWithRows) {
  EXPECT_EQ(LossCase<DsdhLoss>({{"variant", 2}}, false).loss.extra_outputs(), 4);
  EXPECT_EQ(LossCase<DsdhLoss>({{"variant", 0}}, false).loss.extra_outputs(), 0);
}

// The share of bits in which the discrete codes differ from the signs, for outputs of a class
// pattern of that size plus noise of a tenth of it.
double share(const Settings& settings, double size) {
  LossCase<DsdhLoss> loss(settings, false);
  Rng rng(8);
  const Matrix<double> pattern = testing::random_outputs(4, 6, size, rng);
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
