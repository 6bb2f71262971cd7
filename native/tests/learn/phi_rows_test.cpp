#include "learn/phi_rows.h"

#include <gtest/gtest.h>

#include <cstring>
#include <limits>

#include "learn/feature_fit.h"
#include "learn/naive_data.h"
#include "linalg/naive_linalg.h"
#include "testing/errors.h"
#include "testing/work.h"

namespace orthant {
namespace {

using testing::uncancelled_work;

struct Mapped {
  explicit Mapped(std::int64_t rows) {
    Rng rng(1);
    x = naive::to_matrix<float>(naive::random(static_cast<std::size_t>(rows), 9, rng));
    features = fit_anchors(x.view(), false, 20, rng, uncancelled_work());
  }
  [[nodiscard]] PhiRows with_memory(std::int64_t bytes) const {
    return {features.clone(), std::make_shared<MatrixRows>(x.view()), bytes, uncancelled_work(2)};
  }

  Matrix<float> x;
  FeatureMap features;
};

TEST(PhiRows, AreStoredIfTheyTakeNoMoreThanTheBound) {
  const Mapped mapped(50);
  EXPECT_TRUE(mapped.with_memory(50 * 21 * 4).stored());
  EXPECT_FALSE(mapped.with_memory(50 * 21 * 4 - 1).stored());
}

TEST(PhiRows, ComputedAgainTheyAreTheSameBits) {
  const Mapped mapped(300);
  const Matrix<float> phi = map_rows(mapped.features, mapped.x.view(), uncancelled_work());
  for (const std::int64_t memory : {0, 1 << 20}) {
    const PhiRows rows = mapped.with_memory(memory);
    Matrix<float> scratch;
    for (const std::int64_t first : {0, 1, 64, 299}) {
      for (const std::int64_t last : {first + 1, std::int64_t{300}}) {
        const MatrixView<float> block = rows.block(first, last, scratch);
        ASSERT_EQ(block.rows, last - first);
        ASSERT_EQ(block.columns, 21);
        EXPECT_EQ(std::memcmp(block.data, phi.row(first).data(),
                              static_cast<std::size_t>(block.rows * 21) * sizeof(float)),
                  0);
      }
    }
  }
}

TEST(PhiRows, RefuseARowByItsNumberInTheWhole) {
  Mapped mapped(200);
  mapped.x(150, 2) = std::numeric_limits<float>::infinity();
  const PhiRows rows = mapped.with_memory(0);
  Matrix<float> scratch;
  testing::expect_error(ORTHANT_INVALID_ARGUMENT, "row 150 holds inf in column 2",
                        [&] { (void)rows.block(100, 200, scratch); });
  EXPECT_EQ(rows.block(0, 150, scratch).rows, 150);
}

}  // namespace
}  // namespace orthant
