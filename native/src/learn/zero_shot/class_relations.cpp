#include "learn/zero_shot/class_relations.h"

#include <algorithm>
#include <numeric>

#include "linalg/blas.h"

namespace orthant {

std::vector<std::int64_t> nearest_classes(const Matrix<double>& cosines, std::int64_t i,
                                          std::int64_t count) {
  std::vector<std::int64_t> others(static_cast<std::size_t>(cosines.rows()));
  std::iota(others.begin(), others.end(), std::int64_t{0});
  others.erase(others.begin() + i);
  std::partial_sort(others.begin(), others.begin() + count, others.end(),
                    [&](std::int64_t a, std::int64_t b) {
                      return cosines(i, a) != cosines(i, b) ? cosines(i, a) > cosines(i, b) : a < b;
                    });
  others.resize(static_cast<std::size_t>(count));
  return others;
}

Matrix<double> class_relations(MatrixView<double> vectors, std::int64_t neighbours, double kappa) {
  const std::int64_t count = vectors.rows;
  const Matrix<double> cosines = multiply_transposed(vectors, vectors);
  Matrix<double> relations(count, count);
  std::fill_n(relations.data(), count * count, -1.0 / static_cast<double>(count - 1));
  for (std::int64_t i = 0; i < count; ++i) {
    for (const std::int64_t j : nearest_classes(cosines, i, std::min(neighbours, count - 1))) {
      // Of the upper half, so that both sides get the same double.
      const double near = kappa * std::max(0.0, cosines(std::min(i, j), std::max(i, j)));
      relations(i, j) = near;
      relations(j, i) = near;
    }
  }
  for (std::int64_t i = 0; i < count; ++i) relations(i, i) = 1.0;
  return relations;
}

}  // namespace orthant
