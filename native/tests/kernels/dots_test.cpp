// The `dots` kernel of every tier against double precision, and one shape against another bit by
// bit.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <vector>

#include "base/rng.h"
#include "kernels/tier_test.h"
#include "testing/guarded_memory.h"

namespace orthant::kernels {
namespace {

using orthant::testing::GuardedMemory;

class DotsTest : public TierTest {
 protected:
  void fill(float* values, std::int64_t count) {
    for (std::int64_t i = 0; i < count; ++i) values[i] = static_cast<float>(rng_.normal());
  }

  // A float sum of c products is within c rounding errors of the sum of their sizes.
  static void expect_close(float actual, const float* x, const float* a, std::int64_t columns) {
    double sum = 0.0;
    double sizes = 0.0;
    for (std::int64_t c = 0; c < columns; ++c) {
      const double product = static_cast<double>(x[c]) * static_cast<double>(a[c]);
      sum += product;
      sizes += std::fabs(product);
    }
    const double rounding = 0x1.0p-24 * static_cast<double>(columns + 1);
    ASSERT_NEAR(static_cast<double>(actual), sum, rounding * sizes) << columns << " columns";
  }

  Rng rng_{7};
};

TEST_P(DotsTest, IsCloseToDoublePrecisionAndReadsNothingBeyondItsOperands) {
  for (const std::int64_t columns : {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 64, 100, 513}) {
    for (const std::int64_t x_rows : {1, 2, 3, 4, 5, 9}) {
      for (const std::int64_t a_rows : {1, 2, 3, 4, 5, 8, 11, 17}) {
        GuardedMemory<float> x(static_cast<std::size_t>(x_rows * columns));
        GuardedMemory<float> a(static_cast<std::size_t>(a_rows * columns));
        GuardedMemory<float> out(static_cast<std::size_t>(x_rows * a_rows));
        fill(x.data(), x_rows * columns);
        fill(a.data(), a_rows * columns);
        tier_->dots(x.data(), x_rows, a.data(), a_rows, columns, out.data());
        for (std::int64_t i = 0; i < x_rows * a_rows; ++i) {
          expect_close(out[static_cast<std::size_t>(i)], x.data() + i / a_rows * columns,
                       a.data() + i % a_rows * columns, columns);
        }
        if (HasFatalFailure()) return;
      }
    }
  }
}

TEST_P(DotsTest, TheShapeOfTheCallDoesNotChangeABit) {
  constexpr std::int64_t kRows = 23;
  for (const std::int64_t columns : {1, 6, 16, 37, 128, 515}) {
    std::vector<float> x(static_cast<std::size_t>(kRows * columns));
    std::vector<float> a(static_cast<std::size_t>(kRows * columns));
    fill(x.data(), kRows * columns);
    fill(a.data(), kRows * columns);
    std::vector<float> singly(kRows * kRows);
    for (std::int64_t i = 0; i < kRows * kRows; ++i) {
      tier_->dots(x.data() + i / kRows * columns, 1, a.data() + i % kRows * columns, 1, columns,
                  singly.data() + i);
    }
    for (std::int64_t x_rows = 1; x_rows <= kRows; ++x_rows) {
      for (std::int64_t a_rows = 1; a_rows <= kRows; ++a_rows) {
        std::vector<float> out(static_cast<std::size_t>(x_rows * a_rows));
        tier_->dots(x.data(), x_rows, a.data(), a_rows, columns, out.data());
        for (std::int64_t i = 0; i < x_rows; ++i) {
          ASSERT_EQ(std::memcmp(out.data() + i * a_rows, singly.data() + i * kRows,
                                static_cast<std::size_t>(a_rows) * sizeof(float)),
                    0)
              << "row " << i << " of " << x_rows << " x " << a_rows << " x " << columns;
        }
      }
    }
  }
}

TEST_P(DotsTest, NoColumnsOrRowsAreNoProducts) {
  const std::vector<float> values(8, 1.0F);
  std::vector<float> out(4, -1.0F);
  tier_->dots(values.data(), 2, values.data(), 2, 0, out.data());
  EXPECT_EQ(out, std::vector<float>(4, 0.0F));
  out.assign(4, -1.0F);
  tier_->dots(values.data(), 0, values.data(), 2, 2, out.data());
  tier_->dots(values.data(), 2, values.data(), 0, 2, out.data());
  EXPECT_EQ(out, std::vector<float>(4, -1.0F));
}

INSTANTIATE_TEST_SUITE_P(Tiers, DotsTest, ::testing::ValuesIn(kTierNames), tier_name);

}  // namespace
}  // namespace orthant::kernels
