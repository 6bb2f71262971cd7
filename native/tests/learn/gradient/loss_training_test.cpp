// Whole training runs on the losses of pairs, triplets and distances, by their names.
#include <gtest/gtest.h>

#include <bit>

#include "encode/batch_encoder.h"
#include "learn/naive_data.h"

namespace orthant {
namespace {

constexpr std::int64_t kRows = 160;

std::vector<std::uint64_t> codes_of(const HashModel& model, const testing::TrainingSet& set) {
  std::vector<std::uint64_t> codes(static_cast<std::size_t>(set.features.rows()));
  encode_all(model, set.features.view(), 1, codes.data());
  return codes;
}

// The mean distance of rows of two classes less that of two rows of one class.
double separation(const std::vector<std::uint64_t>& codes) {
  double sums[2] = {0.0, 0.0};
  double pairs[2] = {0.0, 0.0};
  for (std::size_t i = 0; i < codes.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const std::size_t kind = (i - j) % 4 == 0 ? 0 : 1;
      sums[kind] += std::popcount(codes[i] ^ codes[j]);
      pairs[kind] += 1.0;
    }
  }
  return sums[1] / pairs[1] - sums[0] / pairs[0];
}

class LossTraining : public ::testing::TestWithParam<const char*> {};

TEST_P(LossTraining, LowersTheLossAndTellsClassesApart) {
  const testing::TrainingSet set = testing::small_set(51, kRows);
  const testing::Settings settings = {{"bits", 16}, {"rounds", 20}, {"batch", 40}};
  const testing::Trained trained = testing::train(GetParam(), set, settings);
  EXPECT_LT(trained.objective.back(), trained.objective.front());
  const testing::TrainingSet untrained_set = testing::small_set(51, kRows);
  testing::Settings idle = settings;
  idle.emplace_back("learning-rate", 1e-12);
  const testing::Trained untrained = testing::train(GetParam(), untrained_set, idle);
  EXPECT_GT(separation(codes_of(*trained.model, set)),
            separation(codes_of(*untrained.model, set)) + 1.0);
}

TEST_P(LossTraining, DoesNotDependOnThreads) {
  const testing::TrainingSet set = testing::small_set(52, kRows, true);
  testing::Settings settings = {{"bits", 16}, {"rounds", 3}, {"batch", 40}, {"hswd", 0.1}};
  const testing::Trained one = testing::train(GetParam(), set, settings);
  settings.emplace_back("threads", 3);
  const testing::Trained three = testing::train(GetParam(), set, settings);
  EXPECT_EQ(one.objective, three.objective);
  EXPECT_EQ(codes_of(*one.model, set), codes_of(*three.model, set));
}

TEST_P(LossTraining, CarriesTheRegulariser) {
  const testing::TrainingSet set = testing::small_set(53, kRows);
  const testing::Settings plain = {{"bits", 16}, {"rounds", 1}, {"batch", 160}};
  testing::Settings regularised = plain;
  regularised.emplace_back("hswd", 1.0);
  const double without = testing::train(GetParam(), set, plain).objective.front();
  const double with = testing::train(GetParam(), set, regularised).objective.front();
  EXPECT_GT(with, without);
}

TEST_P(LossTraining, AcceptsAClassOfOneRowAndEarlyStopping) {
  testing::TrainingSet set = testing::small_set(54, kRows);
  set.labels[7] = 4;  // the class that has no other row
  const testing::Trained trained = testing::train(
      GetParam(), set, {{"bits", 16}, {"rounds", 6}, {"batch", 16}, {"validation", 0.25}});
  EXPECT_TRUE(std::isfinite(trained.objective.back()));
  EXPECT_NE(trained.model->provenance.find("validated="), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Methods, LossTraining,
                         ::testing::Values("mihash", "hashnet", "dtsh", "ninh", "dsrh", "cnnh",
                                           "vsb2-network"));

}  // namespace
}  // namespace orthant
