#include "learn/gradient/pairwise.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "linalg/blas.h"

namespace orthant {

Matrix<double> relaxed_bits(MatrixView<double> outputs, double scale) {
  Matrix<double> bits(outputs.rows, outputs.columns);
  for (std::int64_t i = 0; i < outputs.rows * outputs.columns; ++i) {
    bits.data()[i] = std::tanh(scale * outputs.data[i]);
  }
  return bits;
}

void through_relaxation(const Matrix<double>& bits, double scale, Matrix<double>& gradient) {
  for (std::int64_t i = 0; i < bits.rows() * bits.columns(); ++i) {
    const double h = bits.data()[i];
    gradient.data()[i] *= scale * (1.0 - h * h);
  }
}

Matrix<std::int32_t> common_labels(const Labels& labels, std::span<const std::int64_t> rows) {
  const auto b = static_cast<std::int64_t>(rows.size());
  Matrix<std::int32_t> shared(b, b);
  std::vector<std::int32_t> held(static_cast<std::size_t>(labels.classes()), 0);
  for (std::int64_t i = 0; i < b; ++i) {
    const auto own = labels.of(rows[static_cast<std::size_t>(i)]);
    for (const std::int32_t label : own) held[static_cast<std::size_t>(label)] = 1;
    for (std::int64_t j = 0; j < b; ++j) {
      for (const std::int32_t label : labels.of(rows[static_cast<std::size_t>(j)])) {
        shared(i, j) += held[static_cast<std::size_t>(label)];
      }
    }
    for (const std::int32_t label : own) held[static_cast<std::size_t>(label)] = 0;
  }
  return shared;
}

Matrix<std::int32_t> similar_rows(const Labels& labels, std::span<const std::int64_t> rows) {
  Matrix<std::int32_t> similar = common_labels(labels, rows);
  for (std::int64_t i = 0; i < similar.rows() * similar.columns(); ++i) {
    similar.data()[i] = std::min(similar.data()[i], 1);
  }
  return similar;
}

Matrix<double> through_products(Matrix<double> by_product, MatrixView<double> rows) {
  const std::int64_t b = by_product.rows();
  for (std::int64_t i = 0; i < b; ++i) {
    by_product(i, i) *= 2.0;
    for (std::int64_t j = 0; j < i; ++j) {
      by_product(i, j) += by_product(j, i);
      by_product(j, i) = by_product(i, j);
    }
  }
  return multiply(by_product.view(), rows);
}

double softplus(double x) noexcept { return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x))); }

double sigmoid(double x) noexcept {
  const double e = std::exp(-std::abs(x));  // 1 or less
  return (x < 0.0 ? e : 1.0) / (1.0 + e);
}

}  // namespace orthant
