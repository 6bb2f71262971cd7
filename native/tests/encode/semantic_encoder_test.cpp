#include "encode/semantic_encoder.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "data/packed_codes.h"
#include "testing/errors.h"
#include "testing/models.h"

namespace orthant {
namespace {

using testing::expect_error;

void make_unit(std::vector<double>& e) {
  double squares = 0.0;
  for (const double value : e) squares += value * value;
  for (double& value : e) value /= std::sqrt(squares);
}

std::vector<double> naive_centred(const SemanticMap& map, std::span<const float> row) {
  std::vector<double> e(row.begin(), row.end());
  if (map.unit_rows) make_unit(e);
  if (map.mean.size() == 0) return e;
  for (std::size_t i = 0; i < e.size(); ++i) e[i] -= map.mean[i];
  if (map.unit_rows) make_unit(e);
  return e;
}

// The basis of testing::full_model is the first two axes.
double naive_outside(const std::vector<double>& e) {
  double all = 0.0;
  double outside = 0.0;
  for (std::size_t i = 0; i < e.size(); ++i) {
    all += e[i] * e[i];
    if (i >= 2) outside += e[i] * e[i];
  }
  return std::sqrt(outside / all);
}

void expect_naive_codes(const HashModel& model, const Matrix<float>& vectors) {
  PackedCodes codes(vectors.rows(), model.bits());
  std::vector<float> outside(static_cast<std::size_t>(vectors.rows()));
  std::vector<std::uint64_t> mask(static_cast<std::size_t>(codes.words()));
  model.semantic_mask(mask.data());
  encode_semantics(model, vectors.view(), codes.data(), outside.data());
  for (std::int64_t row = 0; row < vectors.rows(); ++row) {
    const std::vector<double> e = naive_centred(model.semantics, vectors.row(row));
    EXPECT_NEAR(outside[static_cast<std::size_t>(row)],
                model.semantics.basis.rows() > 0 ? naive_outside(e) : 0.0, 1e-6);
    const std::vector<double> h = testing::naive_layers(model.semantics.layers, e);
    const AlignedBuffer<float>& offset = model.semantics.offset;
    std::int64_t j = 0;
    for (std::size_t bit = 0; bit < static_cast<std::size_t>(codes.words()) * 64; ++bit) {
      bool expected = false;
      if (testing::bit_of(mask.data(), bit)) {
        double value = offset.size() > 0 ? offset[static_cast<std::size_t>(j)] : 0.0;
        for (std::size_t i = 0; i < h.size(); ++i) value += model.semantics.map.row(j)[i] * h[i];
        expected = value > 0.0;
        ++j;
      }
      EXPECT_EQ(testing::bit_of(codes.row(row), bit), expected) << "row " << row << " bit " << bit;
    }
  }
}

TEST(SemanticEncoder, EqualsTheNaiveTwin) {
  Rng rng(1);
  for (const std::int32_t bits : {1, 58, 64, 200}) {
    HashModel model = testing::full_model(rng, 4, bits, 9);
    const Matrix<float> vectors = testing::random_matrix(rng, 12, 9);
    expect_naive_codes(model, vectors);
    model.semantics.unit_rows = false;
    expect_naive_codes(model, vectors);
    model.semantics.mean = {};
    expect_naive_codes(model, vectors);
    model.semantics.basis = {};
    model.semantics.unit_rows = true;
    expect_naive_codes(model, vectors);
  }
}

TEST(SemanticEncoder, EqualsTheNaiveTwinThroughLayersAndOffsets) {
  Rng rng(4);
  for (const std::int32_t bits : {1, 58, 64, 200}) {
    const HashModel model = testing::network_model(rng, 4, bits, 9);
    expect_naive_codes(model, testing::random_matrix(rng, 12, 9));
  }
}

TEST(SemanticEncoder, ScaleOfAVectorDoesNotMatterWithUnitRows) {
  Rng rng(2);
  const HashModel model = testing::full_model(rng, 4, 100, 5);
  Matrix<float> vectors = testing::random_matrix(rng, 2, 5);
  for (std::size_t i = 0; i < 5; ++i) vectors.row(1)[i] = 1024.0F * vectors.row(0)[i];
  PackedCodes codes(2, model.bits());
  encode_semantics(model, vectors.view(), codes.data(), nullptr);
  EXPECT_TRUE(std::equal(codes.row(0), codes.row(0) + codes.words(), codes.row(1)));
}

TEST(SemanticEncoder, RefusesWhatHasNoCode) {
  Rng rng(3);
  HashModel model = testing::full_model(rng, 4, 10, 3);
  Matrix<float> vectors = testing::random_matrix(rng, 3, 3);
  std::vector<std::uint64_t> codes(3);
  const auto encode = [&] { encode_semantics(model, vectors.view(), codes.data(), nullptr); };
  vectors(1, 2) = std::numeric_limits<float>::infinity();
  expect_error(ORTHANT_INVALID_ARGUMENT, "class vector 1 holds inf in column 2", encode);
  std::ranges::fill(vectors.row(1), 0.0F);
  expect_error(ORTHANT_INVALID_ARGUMENT, "class vector 1 is all zeros", encode);
  vectors(1, 0) = 2.0F;
  for (std::size_t i = 0; i < 3; ++i) model.semantics.mean[i] = i == 0 ? 1.0F : 0.0F;
  expect_error(ORTHANT_INVALID_ARGUMENT, "class vector 1 equals the mean", encode);
  vectors = Matrix<float>(1, 4);
  expect_error(ORTHANT_INVALID_ARGUMENT, "4 columns; the model takes 3", encode);
  model.semantics = {};
  expect_error(ORTHANT_INVALID_ARGUMENT, "encodes no class vectors", encode);
}

}  // namespace
}  // namespace orthant
