#include "learn/gradient/rotated_start.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include "data/sum_of_squares.h"
#include "learn/unsupervised/rotation_search.h"
#include "linalg/blas.h"
#include "linalg/pca.h"
#include "linalg/tall.h"

namespace orthant {

Matrix<double> rotated_start(MatrixView<float> centred, std::int32_t bits, double square, Rng& rng,
                             const Work& work) {
  constexpr int kRounds = 10;
  const Matrix<double> directions =
      pca(centred, std::min<std::int64_t>(bits, centred.columns), work);
  Matrix<double> reduced = project(centred, transposed(directions.view()).view(), work);
  const std::span<const double> values(
      reduced.data(), static_cast<std::size_t>(reduced.rows() * reduced.columns()));
  // A rotation keeps the sum of squares; it is spread over n x r outputs.
  const double mean_square =
      sum_of_squares(values) / (static_cast<double>(centred.rows) * static_cast<double>(bits));
  RotationSearch search(std::move(reduced), 0, 1.0, bits, rng, work);
  for (int round = 0; round < kRounds && !search.converged(); ++round) {
    static_cast<void>(search.round(work));
  }
  Matrix<double> start = transposed_multiply(directions.view(), search.rotation());
  const double scale = mean_square > 0.0 ? std::sqrt(square / mean_square) : 0.0;
  double* end = start.data() + start.rows() * start.columns();
  for (double* value = start.data(); value != end; ++value) *value *= scale;
  return start;
}

}  // namespace orthant
