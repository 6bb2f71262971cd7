#include "encode/semantic_encoder.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "data/packed_codes.h"
#include "data/sum_of_squares.h"

namespace orthant {
namespace {

double dot(std::span<const float> a, const std::vector<double>& e) noexcept {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * e[i];
  return sum;
}

double norm(const std::vector<double>& e) noexcept {
  return std::sqrt(sum_of_squares(std::span(e)));
}

// Refuses a vector no longer than `least`.
void scale_to_unit(std::vector<double>& e, double least, std::int64_t row, const char* complaint) {
  const double length = norm(e);
  if (length <= least) refuse("class vector " + std::to_string(row) + complaint);
  for (double& value : e) value /= length;
}

// The vector of row `row` as the semantic map wants it.
void centre(const SemanticMap& semantics, std::span<const float> vector, std::int64_t row,
            std::vector<double>& e) {
  for (std::size_t i = 0; i < vector.size(); ++i) {
    if (!std::isfinite(vector[i])) {
      refuse("class vector " + std::to_string(row) + " holds " + std::to_string(vector[i]) +
             " in column " + std::to_string(i) + "; class vectors must be finite");
    }
    e[i] = vector[i];
  }
  if (semantics.unit_rows) scale_to_unit(e, 0.0, row, " is all zeros and has no direction");
  if (semantics.mean.size() == 0) return;
  for (std::size_t i = 0; i < e.size(); ++i) e[i] -= semantics.mean[i];
  if (semantics.unit_rows) {
    scale_to_unit(e, kLeastCentredLength, row,
                  " equals the mean of the seen classes and has no direction");
  }
}

double share_outside(const Matrix<float>& basis, const std::vector<double>& e) {
  const double length = norm(e);
  if (basis.rows() == 0 || length == 0.0) return 0.0;
  std::vector<double> rest = e;
  for (std::int64_t k = 0; k < basis.rows(); ++k) {
    const double weight = dot(basis.row(k), e);
    for (std::size_t i = 0; i < rest.size(); ++i) rest[i] -= weight * basis.row(k)[i];
  }
  return std::min(1.0, norm(rest) / length);
}

// The numbers whose signs are the semantic bits.
std::vector<double> values_of(const SemanticMap& semantics, const std::vector<double>& centred) {
  std::vector<double> h = centred;
  for (const Layer& layer : semantics.layers) h = layer.apply(h);
  std::vector<double> values;
  for (std::int64_t j = 0; j < semantics.map.rows(); ++j) {
    const float offset =
        semantics.offset.size() > 0 ? semantics.offset[static_cast<std::size_t>(j)] : 0.0F;
    values.push_back(dot(semantics.map.row(j), h) + offset);
  }
  return values;
}

// Where the semantic bits stand in the code, in order.
std::vector<std::int64_t> semantic_positions(const HashModel& model) {
  std::vector<std::int64_t> positions;
  std::int64_t bit = 0;
  for (const BitGroup& group : model.groups) {
    for (std::int64_t j = 0; j < group.projection.rows(); ++j, ++bit) {
      if (group.role == BitRole::semantic) positions.push_back(bit);
    }
  }
  return positions;
}

}  // namespace

void encode_semantics(const HashModel& model, MatrixView<float> vectors, std::uint64_t* codes,
                      float* outside) {
  const SemanticMap& semantics = model.semantics;
  if (semantics.map.rows() == 0) refuse("this model encodes no class vectors");
  if (vectors.columns != semantics.dimension()) {
    refuse("the class vectors have " + std::to_string(vectors.columns) +
           " columns; the model takes " + std::to_string(semantics.dimension()));
  }
  const std::vector<std::int64_t> positions = semantic_positions(model);
  const std::int64_t words = words_for(model.bits());
  std::vector<double> e(static_cast<std::size_t>(vectors.columns));
  std::fill_n(codes, vectors.rows * words, std::uint64_t{0});
  for (std::int64_t row = 0; row < vectors.rows; ++row) {
    centre(semantics, vectors.row(row), row, e);
    std::uint64_t* code = codes + row * words;
    const std::vector<double> values = values_of(semantics, e);
    for (std::size_t j = 0; j < values.size(); ++j) {
      const std::int64_t bit = positions[j];
      code[bit / 64] |= static_cast<std::uint64_t>(values[j] > 0.0) << (bit % 64);
    }
    if (outside != nullptr) outside[row] = static_cast<float>(share_outside(semantics.basis, e));
  }
}

}  // namespace orthant
