#include "encode/batch_encoder.h"

#include <algorithm>
#include <limits>
#include <memory>

#include <gtest/gtest.h>

#include "encode/encoder.h"
#include "testing/errors.h"
#include "testing/models.h"

namespace orthant {
namespace {

using testing::expect_error;

void expect_equal_to_single(const std::shared_ptr<const HashModel>& source, Precision precision,
                            const Matrix<float>& x) {
  const auto model = source->with_precision(precision);
  Encoder encoder(model);
  for (const int threads : {1, 2, 3}) {
    const PackedCodes codes = encode_all(*model, x.view(), threads);
    for (std::int64_t i = 0; i < x.rows(); ++i) {
      std::copy_n(x.row(i).data(), x.columns(), encoder.vector());
      ASSERT_TRUE(encoder.encode());
      ASSERT_TRUE(std::equal(codes.row(i), codes.row(i) + codes.words(), encoder.code()))
          << "row " << i << ", " << threads << " threads, " << model->bits() << " bits";
    }
  }
}

void expect_equal_to_single(const std::shared_ptr<const HashModel>& model, const Matrix<float>& x) {
  for (const Precision precision : {Precision::fp32, Precision::bf16, Precision::int8}) {
    expect_equal_to_single(model, precision, x);
  }
}

TEST(BatchEncoder, EqualsTheSingleEncoderBitForBit) {
  Rng rng(1);
  for (const std::int64_t rows : {0, 1, 3, 63, 64, 65, 1100, 2200}) {
    const auto full = std::make_shared<const HashModel>(testing::full_model(rng, 21, 130, 3));
    expect_equal_to_single(full, testing::random_matrix(rng, rows, 21));
    const auto network = std::make_shared<const HashModel>(testing::network_model(rng, 21, 61, 3));
    expect_equal_to_single(network, testing::random_matrix(rng, rows, 21));
  }
  for (const std::int32_t bits : {1, 64, 65, 777, 1024}) {
    const auto linear = std::make_shared<const HashModel>(testing::linear_model(rng, 37, bits));
    expect_equal_to_single(linear, testing::random_matrix(rng, 200, 37));
  }
}

TEST(BatchEncoder, TakesWideRows) {
  Rng rng(2);
  const auto model = std::make_shared<const HashModel>(testing::linear_model(rng, 40000, 9));
  expect_equal_to_single(model, testing::random_matrix(rng, 11, 40000));
}

TEST(BatchEncoder, RefusesTheFirstBadRow) {
  Rng rng(3);
  const HashModel model = testing::full_model(rng, 5, 4, 3);
  Matrix<float> x = testing::random_matrix(rng, 5000, 5);
  x(4990, 0) = std::numeric_limits<float>::quiet_NaN();
  x(3000, 4) = std::numeric_limits<float>::infinity();
  for (const int threads : {1, 2, 3}) {
    expect_error(ORTHANT_INVALID_ARGUMENT, "row 3000 holds inf in column 4",
                 [&] { (void)encode_all(model, x.view(), threads); });
  }
  std::ranges::fill(x.row(70), 0.0F);
  expect_error(ORTHANT_INVALID_ARGUMENT, "row 70 is all zeros",
               [&] { (void)encode_all(model, x.view(), 2); });
  expect_error(ORTHANT_INVALID_ARGUMENT, "6 columns",
               [&] { (void)encode_all(model, Matrix<float>(2, 6).view(), 2); });
}

}  // namespace
}  // namespace orthant
