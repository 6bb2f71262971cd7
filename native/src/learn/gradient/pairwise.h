// What losses on pairs and triplets of a batch's rows share: bits relaxed to (-1, 1), the labels
// that two rows have in common, and the way back from inner products to outputs. b rows, r bits.
#pragma once

#include <cstdint>
#include <span>

#include "data/labels.h"
#include "data/matrix.h"

namespace orthant {

// h = tanh(scale z), b x r.
[[nodiscard]] Matrix<double> relaxed_bits(MatrixView<double> outputs, double scale);
// In place, from the derivative by h to that by z: times scale (1 - h^2).
void through_relaxation(const Matrix<double>& bits, double scale, Matrix<double>& gradient);

// b x b: how many labels two rows of the batch share. Cost b times the labels of the batch.
[[nodiscard]] Matrix<std::int32_t> common_labels(const Labels& labels,
                                                 std::span<const std::int64_t> rows);
// 1 for rows that share a label, or 0.
[[nodiscard]] Matrix<std::int32_t> similar_rows(const Labels& labels,
                                                std::span<const std::int64_t> rows);

// The derivative by the rows of a function of their inner products, which has the derivative
// by_product(i, j) by rows_i . rows_j: (by_product + by_product^T) rows. Cost 2 b^2 r.
[[nodiscard]] Matrix<double> through_products(Matrix<double> by_product, MatrixView<double> rows);

// log(1 + e^x) and its derivative 1 / (1 + e^-x), without overflow.
[[nodiscard]] double softplus(double x) noexcept;
[[nodiscard]] double sigmoid(double x) noexcept;

}  // namespace orthant
