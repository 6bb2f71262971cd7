#include "encode/narrow_model.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "encode/bf16_model.h"
#include "encode/encoder.h"
#include "encode/int8_model.h"
#include "testing/errors.h"
#include "testing/few_allocations.h"
#include "testing/models.h"

namespace orthant {
namespace {

constexpr Precision kPrecisions[] = {Precision::fp32, Precision::bf16, Precision::int8};

TEST(NarrowModel, IsThatOfThePrecision) {
  Rng rng(1);
  const HashModel model = testing::network_model(rng, 9, 4, 3);
  EXPECT_EQ(model.with_precision(Precision::fp32)->narrow, nullptr);
  EXPECT_NE(dynamic_cast<const Bf16Model*>(model.with_precision(Precision::bf16)->narrow.get()),
            nullptr);
  EXPECT_NE(dynamic_cast<const Int8Model*>(model.with_precision(Precision::int8)->narrow.get()),
            nullptr);
  EXPECT_EQ(name_of(Precision::fp32), "fp32");
  EXPECT_EQ(name_of(Precision::bf16), "bf16");
  EXPECT_EQ(name_of(Precision::int8), "int8");
  EXPECT_FALSE(is_precision(-1));
  EXPECT_FALSE(is_precision(3));
}

TEST(NarrowModel, ThePrecisionIsInTheProvenanceOnce) {
  Rng rng(2);
  HashModel model = testing::full_model(rng, 4, 2, 3);
  model.provenance = "a=1\nprecision-of-nothing=2\nlast=3";
  const auto narrow = model.with_precision(Precision::int8);
  EXPECT_EQ(narrow->provenance, "a=1\nprecision-of-nothing=2\nlast=3\nprecision=int8\n");
  EXPECT_EQ(narrow->with_precision(Precision::bf16)->provenance,
            "a=1\nprecision-of-nothing=2\nlast=3\nprecision=bf16\n");
  EXPECT_EQ(narrow->with_precision(Precision::fp32)->provenance,
            "a=1\nprecision-of-nothing=2\nlast=3\n");
}

TEST(NarrowModel, ComesFromTheFloatsWhateverThePrecisionWas) {
  Rng rng(3);
  HashModel model = testing::network_model(rng, 9, 40, 3);
  model.prepare();
  const auto there = model.with_precision(Precision::int8)->with_precision(Precision::fp32);
  EXPECT_EQ(there->precision, Precision::fp32);
  const Matrix<float> x = testing::random_matrix(rng, 5, 9);
  Matrix<float> before(5, model.bits());
  Matrix<float> after(5, model.bits());
  std::vector<std::uint64_t> codes(5);
  ASSERT_EQ(BlockEncoder(model, 5).encode(x.view(), codes.data(), before.data()), 5);
  ASSERT_EQ(BlockEncoder(*there, 5).encode(x.view(), codes.data(), after.data()), 5);
  EXPECT_TRUE(std::equal(before.data(), before.data() + 5 * model.bits(), after.data()));
}

TEST(NarrowModel, RefusesWhatInt8CannotHold) {
  HashModel model;
  model.dimension = 65537;
  model.groups.resize(1);
  model.groups[0].features.dimension = 65537;
  model.groups[0].projection = Matrix<float>(1, 65537);
  ASSERT_EQ(model.defect(), "");
  testing::expect_error(ORTHANT_INVALID_ARGUMENT, "int8 sums at most 65536 products",
                        [&] { (void)model.with_precision(Precision::int8); });
}

TEST(NarrowModel, EncodingAllocatesNothing) {
  Rng rng(4);
  const HashModel model = testing::network_model(rng, 33, 60, 3);
  for (const Precision precision : kPrecisions) {
    Encoder encoder(model.with_precision(precision));
    for (int i = 0; i < 33; ++i) encoder.vector()[i] = static_cast<float>(rng.normal());
    bool done = false;
    {
      const testing::FewAllocations none(0);
      done = encoder.encode();
    }
    EXPECT_TRUE(done);
  }
}

}  // namespace
}  // namespace orthant
