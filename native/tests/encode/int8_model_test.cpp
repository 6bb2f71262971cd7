#include "encode/int8_model.h"

#include <cmath>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "data/packed_codes.h"
#include "encode/block_encoder.h"
#include "testing/models.h"

namespace orthant {
namespace {

using Group = Int8Model::Group;

// The vector as eight bits have it.
std::vector<double> in_eight_bits(const std::vector<double>& values) {
  const auto columns = static_cast<std::int64_t>(values.size());
  const std::vector<float> x(values.begin(), values.end());
  Int8Rows rows(1, columns);
  rows.reset(columns);
  EXPECT_TRUE(rows.set(0, x.data()));
  std::vector<double> result;
  for (std::int64_t c = 0; c < columns; ++c) {
    result.push_back(rows.line(0).least + rows.line(0).step * rows.data()[c]);
  }
  return result;
}

std::vector<double> times(const Int8Matrix& weights, const std::vector<double>& x) {
  std::vector<double> out;
  for (std::int64_t j = 0; j < weights.rows; ++j) {
    double sum = 0.0;
    for (std::size_t c = 0; c < x.size(); ++c) {
      sum += weights(j, static_cast<std::int64_t>(c)) * x[c];
    }
    out.push_back(sum);
  }
  return out;
}

// Real numbers throughout, of weights and vectors as eight bits have them.
std::vector<double> naive_values(const Group& group, std::span<const float> row) {
  std::vector<double> h = in_eight_bits({row.begin(), row.end()});
  double squares = 0.0;
  for (const double value : h) squares += value * value;
  for (double& value : h) value /= group.unit_rows ? std::sqrt(squares) : 1.0;
  if (group.anchors.rows > 0) {
    std::vector<double> phi;
    for (std::int64_t j = 0; j < group.anchors.rows; ++j) {
      double distance = 0.0;
      for (std::size_t c = 0; c < h.size(); ++c) {
        const double difference = h[c] - group.anchors(j, static_cast<std::int64_t>(c));
        distance += difference * difference;
      }
      phi.push_back(std::exp(-distance / group.width));
    }
    h = in_eight_bits(phi);
  }
  for (std::size_t s = 0; s < group.stages.size(); ++s) {
    const Int8Model::Stage& stage = group.stages[s];
    h = times(stage.weights, h);
    for (std::size_t j = 0; j < h.size(); ++j) {
      h[j] += stage.offsets[j];
      if (stage.activation == Activation::relu) h[j] = std::max(h[j], 0.0);
      if (stage.activation == Activation::tanh) h[j] = std::tanh(h[j]);
    }
    if (s + 1 < group.stages.size()) h = in_eight_bits(h);
  }
  return h;
}

std::shared_ptr<const HashModel> int8(const HashModel& model) {
  return model.with_precision(Precision::int8);
}

void expect_naive_values(const HashModel& source, const Matrix<float>& x) {
  const auto model = int8(source);
  const auto& narrow = dynamic_cast<const Int8Model&>(*model->narrow);
  BlockEncoder encoder(*model, x.rows());
  PackedCodes codes(x.rows(), model->bits());
  Matrix<float> values(x.rows(), model->bits());
  ASSERT_EQ(encoder.encode(x.view(), codes.data(), values.data()), x.rows());
  for (std::int64_t i = 0; i < x.rows(); ++i) {
    std::size_t bit = 0;
    for (const Group& group : narrow.groups()) {
      for (const double naive : naive_values(group, x.row(i))) {
        const float value = values.row(i)[bit];
        ASSERT_NEAR(value, naive, 1e-5 * (1.0 + std::fabs(naive))) << "row " << i << " bit " << bit;
        ASSERT_EQ(testing::bit_of(codes.row(i), bit), value > 0.0F);
        ++bit;
      }
    }
  }
}

TEST(Int8Model, EqualsTheNaiveTwin) {
  Rng rng(1);
  for (const std::int32_t bits : {1, 16, 59, 130}) {
    for (const std::int64_t rows : {1, 2, 3, 4, 9}) {
      expect_naive_values(testing::linear_model(rng, 24, bits),
                          testing::random_matrix(rng, rows, 24));
      expect_naive_values(testing::full_model(rng, 13, bits, 4),
                          testing::random_matrix(rng, rows, 13));
    }
  }
}

// Where a hidden value lies between two levels, the naive twin may choose the other one: networks
// are compared in the share of bits instead.
TEST(Int8Model, AgreesWithFp32InNearlyAllBits) {
  Rng rng(2);
  const Matrix<float> x = testing::random_matrix(rng, 200, 64);
  const HashModel models[] = {testing::linear_model(rng, 64, 128),
                              testing::full_model(rng, 64, 120, 4),
                              testing::network_model(rng, 64, 120, 4)};
  std::int64_t differing = 0;
  for (const HashModel& model : models) {
    const auto narrow = int8(model);
    PackedCodes wide_codes(200, model.bits());
    PackedCodes narrow_codes(200, model.bits());
    ASSERT_EQ(BlockEncoder(model, 200).encode(x.view(), wide_codes.data()), 200);
    ASSERT_EQ(BlockEncoder(*narrow, 200).encode(x.view(), narrow_codes.data()), 200);
    std::int64_t equal = 0;
    for (std::int64_t i = 0; i < 200; ++i) {
      for (std::size_t bit = 0; bit < static_cast<std::size_t>(model.bits()); ++bit) {
        equal +=
            testing::bit_of(wide_codes.row(i), bit) == testing::bit_of(narrow_codes.row(i), bit);
      }
    }
    EXPECT_GT(equal, 200 * model.bits() * 97 / 100);
    differing += 200 * model.bits() - equal;
  }
  EXPECT_GT(differing, 0);
}

// Numbers that do not come from the C library.
float portable(Rng& rng) {
  return static_cast<float>(static_cast<std::int64_t>(rng.below(200001)) - 100000) * 1e-5F;
}

void refill(Matrix<float>& values, Rng& rng) {
  for (std::int64_t i = 0; i < values.rows() * values.columns(); ++i) {
    values.data()[i] = portable(rng);
  }
}

void refill(AlignedBuffer<float>& values, Rng& rng) {
  for (float& value : values) value = portable(rng);
}

// One number for 500 codes through unit rows, centring, anchors, layers of every activation and
// offsets. Each tier's run of the tests compares it, and so does the one for arm64.
TEST(Int8Model, GivesTheSameCodesOnEveryProcessor) {
  Rng rng(3);
  HashModel model = testing::network_model(rng, 70, 61, 5);
  rng = Rng(4);
  for (BitGroup& group : model.groups) {
    refill(group.features.mean, rng);
    refill(group.features.anchors, rng);
    for (Layer& layer : group.features.layers) {
      refill(layer.weights, rng);
      refill(layer.offset, rng);
    }
    refill(group.projection, rng);
    refill(group.offset, rng);
  }
  Matrix<float> x(500, 70);
  refill(x, rng);
  const auto narrow = int8(model);
  PackedCodes codes(500, model.bits());
  Matrix<float> values(500, model.bits());
  ASSERT_EQ(BlockEncoder(*narrow, 500).encode(x.view(), codes.data(), values.data()), 500);
  std::uint64_t mixed = 0;
  const auto mix = [&mixed](std::uint64_t word) { mixed = mixed * 0x9E3779B97F4A7C15U + word; };
  for (std::int64_t i = 0; i < 500; ++i) {
    for (std::int32_t w = 0; w < codes.words(); ++w) mix(codes.row(i)[w]);
    for (const float value : values.row(i)) mix(std::bit_cast<std::uint32_t>(value));
  }
  EXPECT_EQ(mixed, 10011299294642709632U);
}

TEST(Int8Model, StopsAtTheFirstBadRow) {
  Rng rng(5);
  const auto model = int8(testing::full_model(rng, 6, 3, 3));
  Matrix<float> x = testing::random_matrix(rng, 8, 6);
  BlockEncoder encoder(*model, 8);
  PackedCodes codes(8, model->bits());
  x(6, 1) = std::numeric_limits<float>::infinity();
  EXPECT_EQ(encoder.encode(x.view(), codes.data()), 6);
  for (float& value : x.row(2)) value = 0.0F;
  EXPECT_EQ(encoder.encode(x.view(), codes.data()), 2);
  const auto plain = int8(testing::linear_model(rng, 6, 3));
  BlockEncoder other(*plain, 8);
  PackedCodes few(8, 3);
  EXPECT_EQ(other.encode(x.view(), few.data()), 6);
  EXPECT_EQ(few.row(2)[0], 0U);
}

TEST(Int8Model, HugeHiddenValuesStayInRange) {
  Rng rng(6);
  HashModel model = testing::network_model(rng, 6, 3, 3);
  for (BitGroup& group : model.groups) {
    for (Layer& layer : group.features.layers) {
      for (std::int64_t i = 0; i < layer.weights.rows() * layer.weights.columns(); ++i) {
        layer.weights.data()[i] *= 1e37F;
      }
    }
  }
  const Matrix<float> x = testing::random_matrix(rng, 4, 6);
  PackedCodes codes(4, model.bits());
  EXPECT_EQ(BlockEncoder(*int8(model), 4).encode(x.view(), codes.data()), 4);
}

}  // namespace
}  // namespace orthant
