#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "orthant/orthant.h"
#include "testing/temp_folder.h"
#include "testing/toy_set.h"

namespace {

using orthant::testing::Owned;
using orthant::testing::TempFolder;
using orthant::testing::ToySet;
using orthant::testing::trained_model;

constexpr std::int32_t kBits = 70;
constexpr std::size_t kWords = 2;

void expect_refused(const orthant_error& error, const std::string& part) {
  EXPECT_EQ(error.status, ORTHANT_INVALID_ARGUMENT) << error.message;
  EXPECT_NE(std::string(error.message).find(part), std::string::npos)
      << "expected '" << part << "' in: " << error.message;
}

class AbiEncode : public ::testing::Test {
 protected:
  std::vector<std::uint64_t> encode_all(const orthant_model* model, std::int32_t threads) {
    std::vector<std::uint64_t> codes(ToySet::kRows * kWords);
    orthant_error error;
    EXPECT_EQ(orthant_model_encode(model, orthant_matrix_row(toy_.features.get(), 0), ToySet::kRows,
                                   threads, codes.data(), &error),
              ORTHANT_OK)
        << error.message;
    return codes;
  }

  ToySet toy_;
  Owned<orthant_model> model_ = trained_model(toy_, "semantic-itq", kBits);
  orthant_error error_{};
};

TEST_F(AbiEncode, MakesModelsOfOtherPrecisions) {
  EXPECT_EQ(orthant_model_precision(model_.get()), ORTHANT_FP32);
  const std::vector<std::uint64_t> codes = encode_all(model_.get(), 1);
  for (const std::int32_t precision : {ORTHANT_BF16, ORTHANT_INT8, ORTHANT_FP32}) {
    const Owned<orthant_model> other(
        orthant_model_with_precision(model_.get(), precision, &error_));
    ASSERT_NE(other, nullptr) << error_.message;
    EXPECT_EQ(orthant_model_precision(other.get()), precision);
    const bool named =
        std::string(orthant_model_provenance(other.get())).find("precision=") != std::string::npos;
    EXPECT_EQ(named, precision != ORTHANT_FP32);
    const std::vector<std::uint64_t> made = encode_all(other.get(), 2);
    if (precision == ORTHANT_FP32) {
      EXPECT_EQ(made, codes);
    }
  }
  for (const std::int32_t bad : {-1, 3}) {
    EXPECT_EQ(orthant_model_with_precision(model_.get(), bad, &error_), nullptr);
    expect_refused(error_, "got " + std::to_string(bad));
  }
  EXPECT_EQ(orthant_model_with_precision(nullptr, ORTHANT_INT8, &error_), nullptr);
  expect_refused(error_, "model");
}

TEST_F(AbiEncode, BatchEqualsSingleAndOutlivesTheModel) {
  const std::vector<std::uint64_t> codes = encode_all(model_.get(), 1);
  EXPECT_EQ(encode_all(model_.get(), 3), codes);
  const Owned<orthant_encoder> encoder(orthant_encoder_new(model_.get(), &error_));
  ASSERT_NE(encoder, nullptr) << error_.message;
  model_.reset();
  for (std::int64_t row = 0; row < ToySet::kRows; ++row) {
    std::copy_n(orthant_matrix_row(toy_.features.get(), row), ToySet::kDimension,
                orthant_encoder_vector(encoder.get()));
    ASSERT_EQ(orthant_encode(encoder.get()), 1);
    EXPECT_TRUE(std::equal(codes.begin() + row * 2, codes.begin() + row * 2 + 2,
                           orthant_encoder_code(encoder.get())));
  }
  orthant_encoder_vector(encoder.get())[0] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_EQ(orthant_encode(encoder.get()), 0);
  EXPECT_TRUE(std::equal(codes.end() - 2, codes.end(), orthant_encoder_code(encoder.get())));
}

TEST_F(AbiEncode, NamesHaveCodesOnTheSemanticBitsOnly) {
  ASSERT_EQ(orthant_model_semantic_dimension(model_.get()), ToySet::kSemanticDimension);
  std::vector<std::uint64_t> mask(kWords);
  std::vector<std::uint64_t> codes(ToySet::kClasses * kWords, ~std::uint64_t{0});
  std::vector<float> outside(ToySet::kClasses, -1.0F);
  orthant_model_semantic_mask(model_.get(), mask.data());
  EXPECT_NE(mask[0] | mask[1], 0U);
  ASSERT_EQ(orthant_model_encode_semantics(model_.get(), toy_.semantics.data(), ToySet::kClasses,
                                           codes.data(), outside.data(), &error_),
            ORTHANT_OK)
      << error_.message;
  for (std::size_t i = 0; i < codes.size(); ++i) EXPECT_EQ(codes[i] & ~mask[i % kWords], 0U);
  for (const float share : outside) EXPECT_NEAR(share, 0.0F, 1e-3F);  // known at training
  ASSERT_EQ(orthant_model_encode_semantics(model_.get(), toy_.semantics.data(), ToySet::kClasses,
                                           codes.data(), nullptr, &error_),
            ORTHANT_OK);
}

TEST_F(AbiEncode, SavesAndLoads) {
  const TempFolder folder;
  const std::string path = folder.file("m.orthant");
  const std::vector<std::uint64_t> codes = encode_all(model_.get(), 1);
  const std::string provenance = orthant_model_provenance(model_.get());
  ASSERT_EQ(orthant_model_save(model_.get(), path.c_str(), &error_), ORTHANT_OK) << error_.message;
  model_.reset(orthant_model_load(path.c_str(), &error_));
  ASSERT_NE(model_, nullptr) << error_.message;
  EXPECT_EQ(encode_all(model_.get(), 2), codes);
  EXPECT_EQ(orthant_model_provenance(model_.get()), provenance);
  EXPECT_EQ(orthant_model_save(model_.get(), folder.file("no/m").c_str(), &error_), ORTHANT_IO);
  EXPECT_EQ(orthant_model_load(folder.file("no").c_str(), &error_), nullptr);
  EXPECT_EQ(error_.status, ORTHANT_IO);
  orthant::testing::write_bytes(path, "something else");
  EXPECT_EQ(orthant_model_load(path.c_str(), &error_), nullptr);
  EXPECT_EQ(error_.status, ORTHANT_CORRUPT_FILE);
  EXPECT_EQ(orthant_model_save(nullptr, path.c_str(), &error_), ORTHANT_INVALID_ARGUMENT);
  EXPECT_EQ(orthant_model_save(model_.get(), nullptr, &error_), ORTHANT_INVALID_ARGUMENT);
  EXPECT_EQ(orthant_model_load(nullptr, &error_), nullptr);
  expect_refused(error_, "path must not be null");
}

TEST_F(AbiEncode, RefusesMisuse) {
  const float* x = orthant_matrix_row(toy_.features.get(), 0);
  std::uint64_t codes[2 * kWords];
  const auto encode = [&](const orthant_model* model, const float* vectors, std::int64_t rows,
                          std::int32_t threads, std::uint64_t* out) {
    return orthant_model_encode(model, vectors, rows, threads, out, &error_);
  };
  EXPECT_EQ(encode(model_.get(), nullptr, 0, 1, nullptr), ORTHANT_OK) << error_.message;
  EXPECT_NE(encode(nullptr, x, 1, 1, codes), ORTHANT_OK);
  expect_refused(error_, "model must not be null");
  EXPECT_NE(encode(model_.get(), nullptr, 1, 1, codes), ORTHANT_OK);
  expect_refused(error_, "vectors must not be null");
  EXPECT_NE(encode(model_.get(), x, 1, 1, nullptr), ORTHANT_OK);
  expect_refused(error_, "codes must not be null");
  EXPECT_NE(encode(model_.get(), x, -1, 1, codes), ORTHANT_OK);
  expect_refused(error_, "rows must be between 0 and");
  EXPECT_NE(encode(model_.get(), x, std::numeric_limits<std::int64_t>::max(), 1, codes),
            ORTHANT_OK);
  expect_refused(error_, "exceed");
  for (const std::int32_t threads : {0, -1, 257}) {
    EXPECT_NE(encode(model_.get(), x, 1, threads, codes), ORTHANT_OK);
    expect_refused(error_, "threads must be between 1 and 256, got " + std::to_string(threads));
  }
  orthant_matrix_row(toy_.features.get(), 1)[2] = std::numeric_limits<float>::infinity();
  EXPECT_NE(encode(model_.get(), x, 2, 1, codes), ORTHANT_OK);
  expect_refused(error_, "row 1 holds inf in column 2");
  EXPECT_EQ(orthant_encoder_new(nullptr, &error_), nullptr);
  expect_refused(error_, "model must not be null");
}

TEST_F(AbiEncode, AModelWithoutNamesRefusesThem) {
  const Owned<orthant_model> itq = trained_model(toy_, "itq", 8);
  ASSERT_NE(itq, nullptr);
  EXPECT_EQ(orthant_model_semantic_dimension(itq.get()), 0);
  std::uint64_t code = 0;
  EXPECT_NE(
      orthant_model_encode_semantics(itq.get(), toy_.semantics.data(), 1, &code, nullptr, &error_),
      ORTHANT_OK);
  expect_refused(error_, "encodes no class vectors");
  EXPECT_NE(
      orthant_model_encode_semantics(nullptr, toy_.semantics.data(), 1, &code, nullptr, &error_),
      ORTHANT_OK);
  expect_refused(error_, "model must not be null");
}

}  // namespace
