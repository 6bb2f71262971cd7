#include "learn/class_vectors.h"

#include <algorithm>
#include <cmath>

#include "encode/hash_model.h"
#include "learn/discrete/class_targets.h"

namespace orthant {

CentredVectors centred_class_vectors(const TrainingData& data) {
  Matrix<double> vectors = unit_class_vectors(data.semantics.view());
  const std::vector<std::int64_t> seen = data.seen_classes();
  AlignedBuffer<float> mean(static_cast<std::size_t>(vectors.columns()));
  for (std::int64_t j = 0; j < vectors.columns(); ++j) {
    double sum = 0.0;
    for (const std::int64_t c : seen) sum += vectors(c, j);
    mean[static_cast<std::size_t>(j)] = static_cast<float>(sum / static_cast<double>(seen.size()));
  }
  for (std::int64_t c = 0; c < vectors.rows(); ++c) {
    const std::span<double> vector = vectors.row(c);
    if (is_zero(vector)) continue;  // a class without a vector
    double squares = 0.0;
    for (std::size_t j = 0; j < vector.size(); ++j) {
      vector[j] -= mean[j];
      squares += vector[j] * vector[j];
    }
    if (std::sqrt(squares) <= kLeastCentredLength) std::fill(vector.begin(), vector.end(), 0.0);
  }
  scale_rows_to_unit(vectors);
  return {std::move(vectors), std::move(mean)};
}

bool is_zero(std::span<const double> row) noexcept {
  return std::all_of(row.begin(), row.end(), [](double value) { return value == 0.0; });
}

Matrix<float> to_float(MatrixView<double> a) {
  Matrix<float> result(a.rows, a.columns);
  for (std::int64_t i = 0; i < a.rows * a.columns; ++i) {
    result.data()[i] = static_cast<float>(a.data[i]);
  }
  return result;
}

}  // namespace orthant
