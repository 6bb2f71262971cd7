#include "learn/gradient/class_codes.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <vector>

namespace orthant {
namespace {

std::int64_t distance(const Matrix<float>& codes, std::int64_t a, std::int64_t b) {
  std::int64_t differing = 0;
  for (std::int64_t k = 0; k < codes.columns(); ++k) differing += codes(a, k) != codes(b, k);
  return differing;
}

TEST(ClassCodes, HadamardCodesLieHalfOrAllBitsApart) {
  for (const std::int64_t bits : {1, 2, 16, 64}) {
    Rng rng(1);
    EXPECT_TRUE(hadamard_codes_exist(2 * bits, bits));
    const Matrix<float> codes = hadamard_codes(2 * bits, bits, rng);
    for (std::int64_t a = 0; a < 2 * bits; ++a) {
      for (std::int64_t b = 0; b < a; ++b) {
        const std::int64_t apart = distance(codes, a, b);
        EXPECT_TRUE(apart == bits || 2 * apart == bits) << apart;
      }
    }
  }
  EXPECT_FALSE(hadamard_codes_exist(10, 24));
  EXPECT_FALSE(hadamard_codes_exist(129, 64));
}

TEST(ClassCodes, DrawnRowsHaveMoreDistinctColumnsThanTheFirstOnes) {
  Rng rng(2);
  const Matrix<float> codes = hadamard_codes(10, 64, rng);
  std::set<std::vector<float>> columns;
  for (std::int64_t k = 0; k < 64; ++k) {
    std::vector<float> column;
    for (std::int64_t c = 0; c < 10; ++c) column.push_back(codes(c, k));
    columns.insert(column);
  }
  EXPECT_GT(columns.size(), 16U);  // the first ten rows of H have 16
}

TEST(ClassCodes, SeparatedCodesKeepTheirDistance) {
  for (const std::int64_t bits : {12, 24, 48}) {
    Rng rng(3);
    const Matrix<float> apart = separated_codes(20, bits, 0.25, rng);
    EXPECT_GT(4 * least_distance(apart.view()), bits);
  }
}

TEST(ClassCodes, MoreClassesThanCodesAreCodedAllTheSame) {
  Rng rng(4);
  EXPECT_EQ(separated_codes(50, 2, 0.25, rng).rows(), 50);
  EXPECT_EQ(separated_codes(3000, 16, 0.25, rng).rows(), 3000);
}

TEST(ClassCodes, BernoulliCodesAreSigns) {
  Rng rng(5);
  const Matrix<float> codes = bernoulli_codes(100, 40, rng);
  double sum = 0.0;
  for (std::int64_t i = 0; i < 4000; ++i) {
    EXPECT_EQ(codes.data()[i] * codes.data()[i], 1.0F);
    sum += static_cast<double>(codes.data()[i]);
  }
  EXPECT_LT(std::abs(sum), 4.0 * std::sqrt(4000.0));
}

TEST(ClassCodes, TheLeastDistanceIsThatOfTheClosestTwo) {
  Matrix<float> codes(3, 4);
  for (std::int64_t i = 0; i < 12; ++i) codes.data()[i] = 1.0F;
  codes(1, 0) = codes(1, 1) = codes(1, 2) = -1.0F;
  codes(2, 0) = codes(2, 1) = -1.0F;
  EXPECT_EQ(least_distance(codes.view()), 1);
  EXPECT_EQ(least_distance(codes.view().block(0, 1)), 4);
}

}  // namespace
}  // namespace orthant
