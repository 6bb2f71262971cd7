#include "learn/discrete/bit_tables.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "linalg/naive_linalg.h"

namespace orthant {
namespace {

using naive::Dense;
using naive::to_matrix;

// The value of bit k in units of the tables, from their entries.
double from_tables(const BitTables& tables, const std::vector<double>& code, std::int64_t k,
                   double target) {
  const kernels::SweepTables& t = tables.tables();
  double value = std::nearbyint(target * tables.scale()[k]);
  for (std::int64_t j = 0; j < t.nibbles; ++j) {
    std::int64_t number = 0;
    for (std::int64_t l = 4 * j; l < std::min<std::int64_t>(4 * j + 4, t.bits); ++l) {
      number |= (code[static_cast<std::size_t>(l)] > 0.0 ? 1 : 0) << (l - 4 * j);
    }
    value -= t.sums[(k * t.nibbles + j) * 16 + number];
  }
  return value;
}

TEST(BitTables, ValuesAreWithinTheBoundOfTheTextbookLoop) {
  Rng rng(1);
  for (const std::size_t bits : {1U, 3U, 8U, 61U, 1024U}) {
    const Matrix<double> coupling = to_matrix<double>(naive::random(bits, bits, rng));
    const BitTables tables(coupling.view());
    std::vector<double> code(bits);
    for (double& bit : code) bit = rng.sign();
    for (std::int64_t k = 0; k < coupling.rows(); ++k) {
      const double target = rng.normal();
      const double exact = tables.value(k, target, code.data(), false) * tables.scale()[k];
      if (std::abs(exact) > 0x1p30) continue;  // beyond the cut there is no doubt
      ASSERT_LT(std::abs(from_tables(tables, code, k, target) - exact), tables.tables().near)
          << bits << " bits";
    }
  }
}

TEST(BitTables, ARowFillsItsRangeAndTheDiagonalDoesNotCount) {
  Dense g(5, 5);
  for (std::size_t l = 0; l < 5; ++l) g(2, l) = 1.0;
  g(2, 2) = 1e300;
  const BitTables tables(to_matrix<double>(g).view());
  EXPECT_EQ(tables.scale()[2], 0x1p29 / 4.0);
  const std::vector<double> code(5, 1.0);
  EXPECT_EQ(from_tables(tables, code, 2, 0.0), -0x1p29);
  EXPECT_EQ(tables.value(2, 0.0, code.data(), false), -4.0);
  EXPECT_EQ(tables.value(2, 0.0, code.data(), true), -2.0);  // the bits before it alone
  EXPECT_EQ(tables.tables().open[2 * 16 + 15], 0x1p28);
}

TEST(BitTables, RowsOfNothingAndOfInfinitiesStayInBounds) {
  Dense g(2, 2);
  g(1, 0) = std::numeric_limits<double>::infinity();
  const BitTables tables(to_matrix<double>(g).view());
  EXPECT_EQ(tables.scale()[0], 0x1p1000);
  EXPECT_EQ(tables.scale()[1], 0.0);
  for (std::size_t i = 0; i < 32; ++i) EXPECT_EQ(tables.tables().sums[i], 0);
}

}  // namespace
}  // namespace orthant
