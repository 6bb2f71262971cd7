#include "learn/gradient/vsb2_network.h"

#include <gtest/gtest.h>

#include "encode/batch_encoder.h"
#include "encode/semantic_encoder.h"
#include "learn/gradient/loss_harness.h"

namespace orthant {
namespace {

using Harness = testing::LossHarness<Vsb2NetworkLoss>;

testing::Settings small(const testing::Settings& more = {}) {
  testing::Settings settings = {{"semantic-width", 6}, {"quantisation", 0.2}};
  settings.insert(settings.end(), more.begin(), more.end());
  return settings;
}

TEST(Vsb2NetworkLoss, HasTheDerivativeOfItsValueByOutputsAndOwnParameters) {
  for (const bool several : {false, true}) {
    for (const double form : {0.0, 1.0}) {
      Harness(testing::small_set(31, 60, several), small({{"relations-form", form}}))
          .expect_gradients();
    }
  }
}

// With all other weights 0, each term's own derivative.
TEST(Vsb2NetworkLoss, HasTermsThatCanBeSwitchedOff) {
  const std::vector<const char*> terms = {"classification", "reconstruction", "relations",
                                          "quantisation"};
  double sum = 0.0;
  Matrix<double> gradient;
  const auto value = [&](const testing::Settings& settings) {
    Harness harness(testing::small_set(32, 60), settings);
    const std::vector<std::int64_t> of = harness.drawn(14);
    const Matrix<double> z = testing::normal_matrix(14, Harness::kBits, 1.0, harness.rng);
    return harness.value(of, z, gradient);
  };
  for (const char* kept : terms) {
    testing::Settings settings = {{"semantic-width", 6}};
    for (const char* term : terms) settings.emplace_back(term, term == kept ? 0.5 : 0.0);
    const double alone = value(settings);
    EXPECT_GT(alone, 0.0) << kept;
    sum += alone;
  }
  testing::Settings settings = {{"semantic-width", 6}};
  for (const char* term : terms) settings.emplace_back(term, 0.5);
  EXPECT_NEAR(value(settings), sum, 1e-12);
  for (auto& [name, weight] : settings) weight = name == settings.front().first ? 6 : 0.0;
  EXPECT_EQ(value(settings), 0.0);
  for (std::int64_t i = 0; i < 14 * Harness::kBits; ++i) EXPECT_EQ(gradient.data()[i], 0.0);
}

TEST(Vsb2NetworkLoss, IsDefinedForOddBatches) {
  Harness(testing::small_set(33, 60, true), small()).expect_odd_batches_defined();
}

TEST(Vsb2NetworkLoss, FallsAlongItsGradient) {
  Harness(testing::small_set(34), small()).expect_descent(2.0);
}

TEST(Vsb2NetworkLoss, GivesTheSameValueAgain) {
  Harness(testing::small_set(35), small()).expect_validation_repeats();
}

TEST(Vsb2NetworkLoss, RaisesQuantisationFromZero) {
  Harness harness(testing::small_set(36), {{"semantic-width", 6},
                                           {"classification", 0},
                                           {"reconstruction", 0},
                                           {"relations", 0},
                                           {"quantisation", 1}});
  const std::vector<std::int64_t> of = harness.drawn(10);
  const Matrix<double> z = testing::normal_matrix(10, Harness::kBits, 1.0, harness.rng);
  Matrix<double> gradient;
  const double half = harness.value(of, z, gradient);  // epoch 1 of 3
  harness.loss.begin_epoch(0, 3, harness.work);
  EXPECT_EQ(harness.value(of, z, gradient), 0.0);
  harness.loss.begin_epoch(2, 3, harness.work);
  EXPECT_NEAR(harness.value(of, z, gradient), 2.0 * half, 1e-12);
  EXPECT_NEAR(harness.loss.validate({of, z.view()}, harness.work), 2.0 * half, 1e-12);
}

// End to end: pictures of a class have codes nearer to the class's name than to other names.
TEST(Vsb2NetworkLoss, BringsPicturesToTheirNames) {
  const testing::TrainingSet set = testing::small_set(37, 200);
  const testing::Trained trained = testing::train(
      "vsb2-network", set, {{"bits", 16}, {"rounds", 30}, {"batch", 50}, {"learning-rate", 3e-3}});
  EXPECT_LT(trained.objective.back(), trained.objective.front());
  const HashModel& model = *trained.model;
  ASSERT_EQ(model.groups.size(), 1U);
  EXPECT_EQ(model.groups[0].role, BitRole::semantic);
  std::vector<std::uint64_t> pictures(200);
  std::vector<std::uint64_t> names(5);
  encode_all(model, set.features.view(), 1, pictures.data());
  encode_semantics(model, set.semantics.view(), names.data(), nullptr);
  int right = 0;
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    int nearest = 0;
    for (int c = 1; c < 4; ++c) {
      const auto distance = [&](int name) {
        return std::popcount(pictures[i] ^ names[static_cast<std::size_t>(name)]);
      };
      if (distance(c) < distance(nearest)) nearest = c;
    }
    right += nearest == static_cast<int>(i % 4) ? 1 : 0;
  }
  EXPECT_GT(right, 180);
}

}  // namespace
}  // namespace orthant
