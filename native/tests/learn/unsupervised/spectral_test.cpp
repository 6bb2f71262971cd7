#include "learn/unsupervised/spectral.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "encode/batch_encoder.h"
#include "learn/naive_data.h"
#include "testing/errors.h"

namespace orthant {
namespace {

using naive::Dense;

// The published function in doubles: sin(pi / 2 + k pi u) per row and bit.
struct Twin {
  Dense waves;                       // n x bits
  std::vector<std::int64_t> orders;  // k of each bit
};

Dense unit_centred(const Matrix<float>& features) {
  Dense x(features.view());
  for (std::size_t i = 0; i < x.rows(); ++i) {
    double squares = 0.0;
    for (std::size_t j = 0; j < x.columns(); ++j) squares += x(i, j) * x(i, j);
    for (std::size_t j = 0; j < x.columns(); ++j) x(i, j) /= std::sqrt(squares);
  }
  for (std::size_t j = 0; j < x.columns(); ++j) {
    double mean = 0.0;
    for (std::size_t i = 0; i < x.rows(); ++i) mean += x(i, j) / static_cast<double>(x.rows());
    for (std::size_t i = 0; i < x.rows(); ++i) x(i, j) -= mean;
  }
  return x;
}

// `model_directions` gives the signs, which are free: the model's first layer, a row per direction.
Twin twin_of(const testing::TrainingSet& set, std::size_t bits, const Dense& model_directions) {
  const Dense x = unit_centred(set.features);
  const naive::Eigen eigen = naive::eigen_of_gram(naive::transposed(x) * x);
  const std::size_t q = std::min(bits, x.columns());
  const Dense v = naive::with_signs_of(eigen.vectors, model_directions);
  Dense u = x * naive::transposed(v);
  std::vector<std::tuple<double, std::size_t, std::int64_t>> modes;
  for (std::size_t j = 0; j < q; ++j) {
    double low = HUGE_VAL;
    double high = -HUGE_VAL;
    for (std::size_t i = 0; i < x.rows(); ++i) {
      low = std::min(low, u(i, j));
      high = std::max(high, u(i, j));
    }
    for (std::size_t i = 0; i < x.rows(); ++i) u(i, j) = (u(i, j) - low) / (high - low);
    for (std::size_t k = 1; k <= bits; ++k) {
      modes.emplace_back(static_cast<double>(k) / (high - low), j, k);
    }
  }
  std::sort(modes.begin(), modes.end());
  Twin twin{Dense(x.rows(), bits), {}};
  for (std::size_t b = 0; b < bits; ++b) {
    const auto& [frequency, j, k] = modes[b];
    twin.orders.push_back(k);
    for (std::size_t i = 0; i < x.rows(); ++i) {
      const double angle =
          std::numbers::pi / 2 + static_cast<double>(k) * std::numbers::pi * u(i, j);
      twin.waves(i, b) = std::sin(angle);
    }
  }
  return twin;
}

void expect_twin(std::uint64_t seed, std::int32_t bits, std::int64_t least_order) {
  const testing::TrainingSet set = testing::small_set(seed, 300);
  const testing::Trained trained = testing::train("spectral", set, {{"bits", bits * 1.0}});
  const Dense directions(trained.model->groups[0].features.layers[0].weights.view());
  const Twin twin = twin_of(set, static_cast<std::size_t>(bits), directions);
  EXPECT_GE(*std::max_element(twin.orders.begin(), twin.orders.end()), least_order);
  const PackedCodes codes = encode_all(*trained.model, set.features.view(), 1);
  std::int64_t compared = 0;
  for (std::int64_t i = 0; i < 300; ++i) {
    for (std::int32_t b = 0; b < bits; ++b) {
      const double wave = twin.waves(static_cast<std::size_t>(i), static_cast<std::size_t>(b));
      if (std::abs(wave) < 1e-3) continue;  // float features may fall on the other side of a zero
      ++compared;
      EXPECT_EQ((codes.row(i)[b / 64] >> (b % 64)) & 1U, wave > 0.0 ? 1U : 0U) << i << " " << b;
    }
  }
  EXPECT_GT(compared, 299 * bits);
}

TEST(Spectral, BitsAreTheSignsOfThePublishedEigenfunctions) {
  expect_twin(1, 8, 1);
  expect_twin(2, 32, 4);
  expect_twin(3, 128, 14);
}

TEST(Spectral, BeyondTheTrainingRowsTheSignOfTheEndIsKept) {
  testing::TrainingSet set = testing::small_set(4, 50);
  set.features = Matrix<float>(50, 1);
  for (std::int64_t i = 0; i < 50; ++i) set.features(i, 0) = static_cast<float>(i);
  const testing::Trained trained = testing::train("spectral", set, {{"bits", 5}, {"unit-rows", 0}});
  Matrix<float> ends(4, 1);
  ends(1, 0) = -1000.0F;
  ends(2, 0) = 49.0F;
  ends(3, 0) = 1000.0F;
  const PackedCodes codes = encode_all(*trained.model, ends.view(), 1);
  EXPECT_EQ(codes.row(0)[0], codes.row(1)[0]);
  EXPECT_EQ(codes.row(2)[0], codes.row(3)[0]);
  EXPECT_NE(codes.row(0)[0], codes.row(2)[0]);
}

TEST(Spectral, RowsThatAreAllAlikeHaveOneCode) {
  testing::TrainingSet set = testing::small_set(5, 30);
  for (std::int64_t i = 0; i < 30; ++i) {
    for (std::int64_t j = 0; j < 12; ++j) set.features(i, j) = 2.0F;
  }
  const testing::Trained trained = testing::train("spectral", set, {{"bits", 16}});
  const PackedCodes codes = encode_all(*trained.model, set.features.view(), 1);
  for (std::int64_t i = 1; i < 30; ++i) EXPECT_EQ(codes.row(i)[0], codes.row(0)[0]);
}

TEST(Spectral, MoreBitsThanTheWavesOfFewColumnsAreRefusedWithWhatToUse) {
  testing::TrainingSet set = testing::small_set(6, 50);
  set.features = Matrix<float>(50, 1);
  for (std::int64_t i = 0; i < 50; ++i) set.features(i, 0) = static_cast<float>(i);
  testing::expect_error(ORTHANT_INVALID_ARGUMENT, "kinks, at most 16384; use fewer bits, or itq",
                        [&] {
                          (void)testing::train("spectral", set, {{"bits", 1024}, {"unit-rows", 0}});
                        });
}

TEST(Spectral, IsOneRoundWithoutAnObjective) {
  const testing::Trained trained = testing::train("spectral", testing::small_set(7), {{"bits", 8}});
  EXPECT_EQ(trained.objective.size(), 1U);
  EXPECT_EQ(trained.model->provenance.find("objective="), std::string::npos);
}

}  // namespace
}  // namespace orthant
