// Gradients against central differences.
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>

#include <gtest/gtest.h>

#include "data/matrix.h"

namespace orthant::testing {

// Every entry of `gradient` is the derivative of `value` by that entry of `at`, which is changed
// and put back. The error allowed is relative to the largest entry.
inline void expect_gradient(Matrix<double>& at, const Matrix<double>& gradient,
                            const std::function<double()>& value, double tolerance = 1e-6,
                            double step = 1e-5) {
  ASSERT_EQ(at.rows(), gradient.rows());
  ASSERT_EQ(at.columns(), gradient.columns());
  double largest = 1e-3;  // below it rounding in `value` shows
  for (std::int64_t i = 0; i < at.rows() * at.columns(); ++i) {
    largest = std::max(largest, std::abs(gradient.data()[i]));
  }
  for (std::int64_t i = 0; i < at.rows() * at.columns(); ++i) {
    double& entry = at.data()[i];
    const double kept = entry;
    entry = kept + step;
    const double above = value();
    entry = kept - step;
    const double below = value();
    entry = kept;
    EXPECT_NEAR((above - below) / (2.0 * step), gradient.data()[i], tolerance * largest)
        << "entry " << i;
  }
}

}  // namespace orthant::testing
