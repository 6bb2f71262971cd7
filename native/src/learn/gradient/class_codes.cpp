#include "learn/gradient/class_codes.h"

#include <algorithm>
#include <bit>
#include <vector>

#include "learn/feature_fit.h"

namespace orthant {
namespace {

constexpr std::int64_t kMostSeparated = 1024;
constexpr int kDraws = 50;

void draw_signs(std::span<float> code, Rng& rng) {
  for (float& value : code) value = static_cast<float>(rng.sign());
}

std::int64_t distance(std::span<const float> a, std::span<const float> b) noexcept {
  std::int64_t differing = 0;
  for (std::size_t k = 0; k < a.size(); ++k) differing += a[k] != b[k] ? 1 : 0;
  return differing;
}

// To the codes before row `row`.
std::int64_t nearest_before(MatrixView<float> codes, std::int64_t row) noexcept {
  std::int64_t nearest = codes.columns;
  for (std::int64_t other = 0; other < row; ++other) {
    nearest = std::min(nearest, distance(codes.row(other), codes.row(row)));
  }
  return nearest;
}

}  // namespace

bool hadamard_codes_exist(std::int64_t classes, std::int64_t bits) noexcept {
  return std::has_single_bit(static_cast<std::uint64_t>(bits)) && classes <= 2 * bits;
}

// Entry (i, k) of the Sylvester matrix is (-1)^popcount(i & k).
Matrix<float> hadamard_codes(std::int64_t classes, std::int64_t bits, Rng& rng) {
  const std::vector<std::int64_t> chosen = draw_rows(2 * bits, classes, rng);
  Matrix<float> codes(classes, bits);
  for (std::int64_t c = 0; c < classes; ++c) {
    const std::int64_t row = chosen[static_cast<std::size_t>(c)];
    const bool negated = row >= bits;
    for (std::int64_t k = 0; k < bits; ++k) {
      const bool odd = std::popcount(static_cast<std::uint64_t>((row % bits) & k)) % 2 != 0;
      codes(c, k) = odd != negated ? -1.0F : 1.0F;
    }
  }
  return codes;
}

Matrix<float> bernoulli_codes(std::int64_t classes, std::int64_t bits, Rng& rng) {
  Matrix<float> codes(classes, bits);
  for (std::int64_t c = 0; c < classes; ++c) draw_signs(codes.row(c), rng);
  return codes;
}

Matrix<float> separated_codes(std::int64_t classes, std::int64_t bits, double floor, Rng& rng) {
  if (classes > kMostSeparated) return bernoulli_codes(classes, bits, rng);
  Matrix<float> codes(classes, bits);
  const auto r = static_cast<double>(bits);
  double apart = 0.61;
  int draws = 0;
  for (std::int64_t c = 0; c < classes;) {
    draw_signs(codes.row(c), rng);
    const auto nearest = static_cast<double>(nearest_before(codes.view(), c));
    if (apart < floor || nearest >= apart * r) {
      ++c;
      draws = 0;
    } else if (++draws == kDraws) {
      apart -= 0.01;
      draws = 0;
    }
  }
  return codes;
}

std::int64_t least_distance(MatrixView<float> codes) {
  std::int64_t least = codes.columns;
  for (std::int64_t c = 1; c < codes.rows; ++c) {
    least = std::min(least, nearest_before(codes, c));
  }
  return least;
}

}  // namespace orthant
