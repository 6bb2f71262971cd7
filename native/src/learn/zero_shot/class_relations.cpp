#include "learn/zero_shot/class_relations.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include "linalg/blas.h"

namespace orthant {

Matrix<double> class_relations(MatrixView<double> vectors, std::int64_t neighbours, double kappa) {
  const std::int64_t count = vectors.rows;
  const Matrix<double> cosines = multiply_transposed(vectors, vectors);
  Matrix<double> relations(count, count);
  std::fill_n(relations.data(), count * count, -1.0 / static_cast<double>(count - 1));
  std::vector<std::int64_t> order(static_cast<std::size_t>(count));
  for (std::int64_t i = 0; i < count; ++i) {
    std::iota(order.begin(), order.end(), std::int64_t{0});
    std::swap(order.front(), order[static_cast<std::size_t>(i)]);  // i itself comes first
    const auto end = order.begin() + 1 + std::min(neighbours, count - 1);
    std::partial_sort(order.begin() + 1, end, order.end(), [&](std::int64_t a, std::int64_t b) {
      return cosines(i, a) != cosines(i, b) ? cosines(i, a) > cosines(i, b) : a < b;
    });
    for (auto j = order.begin() + 1; j != end; ++j) {
      // Of the upper half, so that both sides get the same double.
      const double near = kappa * std::max(0.0, cosines(std::min(i, *j), std::max(i, *j)));
      relations(i, *j) = near;
      relations(*j, i) = near;
    }
  }
  for (std::int64_t i = 0; i < count; ++i) relations(i, i) = 1.0;
  return relations;
}

}  // namespace orthant
