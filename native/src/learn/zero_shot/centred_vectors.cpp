#include "learn/zero_shot/centred_vectors.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>
#include <vector>

#include "base/error.h"
#include "encode/hash_model.h"
#include "learn/discrete/class_targets.h"
#include "linalg/blas.h"
#include "linalg/tall.h"

namespace orthant {
namespace {

constexpr double kRankTolerance = 1e-6;  // of the largest squared singular value

bool is_zero(std::span<const double> row) {
  return std::all_of(row.begin(), row.end(), [](double value) { return value == 0.0; });
}

}  // namespace

CentredVectors centre_on_seen(const TrainingData& data) {
  Matrix<double> vectors = unit_class_vectors(data.semantics.view());
  const std::vector<std::int64_t> rows = data.rows_per_class();
  const auto seen = std::count_if(rows.begin(), rows.end(), [](auto count) { return count > 0; });
  AlignedBuffer<float> mean(static_cast<std::size_t>(vectors.columns()));
  for (std::int64_t j = 0; j < vectors.columns(); ++j) {
    double sum = 0.0;
    for (std::int64_t c = 0; c < vectors.rows(); ++c) {
      if (rows[static_cast<std::size_t>(c)] > 0) sum += vectors(c, j);
    }
    mean[static_cast<std::size_t>(j)] = static_cast<float>(sum / static_cast<double>(seen));
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
  return {std::move(mean), std::move(vectors)};
}

Matrix<double> rows_with_direction(const Matrix<double>& rows) {
  std::vector<std::int64_t> kept;
  for (std::int64_t i = 0; i < rows.rows(); ++i) {
    if (!is_zero(rows.row(i))) kept.push_back(i);
  }
  Matrix<double> result(static_cast<std::int64_t>(kept.size()), rows.columns());
  for (std::size_t i = 0; i < kept.size(); ++i) {
    const auto from = rows.row(kept[i]);
    std::copy(from.begin(), from.end(), result.row(static_cast<std::int64_t>(i)).begin());
  }
  return result;
}

Matrix<double> leading_directions(const Matrix<double>& predictions, const Matrix<double>& names,
                                  double name_weight, std::int64_t at_most, const Work& work) {
  Matrix<double> squares = gram(predictions.view(), work);
  const Matrix<double> of_names = gram(names.view(), work);
  for (std::int64_t i = 0; i < squares.rows() * squares.columns(); ++i) {
    squares.data()[i] += name_weight * of_names.data()[i];
  }
  const SymmetricEigen eigen = symmetric_eigen(std::move(squares));
  if (!(eigen.values.front() > 0.0)) {
    throw Error(ORTHANT_TRAINING_FAILED, "all seen classes have the same class vector");
  }
  const auto above = std::count_if(eigen.values.begin(), eigen.values.end(), [&](double value) {
    return value > kRankTolerance * eigen.values.front();
  });
  return Matrix<double>::copy_of(
      eigen.vectors.view().block(0, std::min<std::int64_t>(above, at_most)));
}

}  // namespace orthant
