#include "learn/gradient/csq.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "learn/gradient/loss_case.h"

namespace orthant {
namespace {

using testing::LossCase;

TEST(Csq, TheGradientIsTheDerivative) {
  for (const bool several : {false, true}) {
    LossCase<CsqLoss>({}, several).expect_gradients();
    LossCase<CsqLoss>({{"lambda", 0.5}}, several).expect_gradients();
  }
}

TEST(Csq, TheKindOfTheCentresStandsInTheProvenance) {
  for (const auto& [bits, kind] :
       {std::pair{8.0, "hadamard"}, std::pair{12.0, "hadamard"}, std::pair{6.0, "distant"}}) {
    LossCase<CsqLoss> loss({{"bits", bits}}, false);
    HashModel model;
    loss.loss.finish(model);
    EXPECT_EQ(model.provenance, std::string("centres=") + kind + "\n");
  }
}

TEST(Csq, CentresOfVeryManyClassesAreRandomSigns) {
  const std::int32_t classes = kMostDistantWords + 1;
  std::vector<std::int32_t> labels(static_cast<std::size_t>(classes));
  std::vector<std::int64_t> offsets(labels.size() + 1);
  std::iota(labels.begin(), labels.end(), 0);
  std::iota(offsets.begin(), offsets.end(), std::int64_t{0});
  TrainingData data;
  data.labels = Labels(labels, offsets, classes);
  Options options(CsqLoss::kMethod, CsqLoss::own_options());
  options.set("bits", 6);
  CsqLoss loss;
  Rng rng(1);
  loss.prepare(data, {}, options, rng, testing::uncancelled_work());
  HashModel model;
  loss.finish(model);
  EXPECT_EQ(model.provenance, "centres=bernoulli\n");
}

// Far in the direction of its centre a row costs nothing, and rows of a class share their centre.
TEST(Csq, RowsOfAClassHaveOneCentre) {
  LossCase<CsqLoss> loss({{"lambda", 0}}, false);
  Matrix<double> gradient(9, 6);
  for (std::int64_t i = 0; i < 54; ++i) loss.second.data()[i] = 0.0;
  EXPECT_NEAR(loss.value_of_second(gradient), std::log(2.0), 1e-12);
  for (std::int64_t i = 0; i < 9; ++i) {
    for (std::int64_t k = 0; k < 6; ++k) {
      EXPECT_EQ(gradient(i, k), gradient(i % 4, k));
      loss.second(i, k) = gradient(i, k) > 0.0 ? -20.0 : 20.0;
    }
  }
  EXPECT_NEAR(loss.value_of_second(gradient), 0.0, 1e-12);
}

TEST(Csq, HugeOutputsDoNotOverflow) {
  LossCase<CsqLoss> loss({}, false);
  for (std::int64_t i = 0; i < 54; ++i) loss.second.data()[i] *= 1e9;
  Matrix<double> gradient(9, 6);
  EXPECT_TRUE(std::isfinite(loss.value_of_second(gradient)));
}

}  // namespace
}  // namespace orthant
