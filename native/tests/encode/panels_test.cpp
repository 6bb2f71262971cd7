#include "encode/panels.h"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "testing/models.h"

namespace orthant {
namespace {

TEST(Panels, MultiplyAsTheMatrixDoes) {
  Rng rng(1);
  for (const std::int64_t bits : {1, 15, 16, 17, 70}) {
    for (const std::int64_t columns : {1, 5, 64}) {
      const Matrix<float> weights = testing::random_matrix(rng, bits, columns);
      const Matrix<float> x = testing::random_matrix(rng, 6, columns);
      const Panels panels(weights);
      const std::int64_t stride = bits + 2;
      std::vector<float> out(static_cast<std::size_t>(6 * stride), -7.0F);
      panels.products(x.data(), 6, out.data(), stride);
      for (std::int64_t i = 0; i < 6; ++i) {
        const float* row = out.data() + i * stride;
        for (std::int64_t j = 0; j < bits; ++j) {
          double sum = 0.0;
          for (std::int64_t c = 0; c < columns; ++c) {
            sum += static_cast<double>(x(i, c)) * weights(j, c);
          }
          EXPECT_NEAR(row[j], sum, 1e-5 * (1.0 + std::fabs(sum)));
        }
        EXPECT_EQ(row[bits], -7.0F);
        EXPECT_EQ(row[bits + 1], -7.0F);
      }
      std::vector<float> again(out.size(), -7.0F);
      panels.clone().products(x.data(), 6, again.data(), stride);
      EXPECT_EQ(again, out);
    }
  }
}

}  // namespace
}  // namespace orthant
