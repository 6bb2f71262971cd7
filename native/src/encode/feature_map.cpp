#include "encode/feature_map.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <span>
#include <string>
#include <utility>

#include "base/error.h"
#include "data/sum_of_squares.h"
#include "kernels/kernels.h"

namespace orthant {
namespace {

float square(const float* row, std::int64_t columns) noexcept {
  float result = 0.0F;
  kernels::active().dots(row, 1, row, 1, columns, &result);
  return result;
}

}  // namespace

std::int32_t FeatureMap::base_columns() const noexcept {
  return anchors.empty() ? dimension : static_cast<std::int32_t>(anchors.rows() + 1);
}

std::int32_t FeatureMap::columns() const noexcept {
  return static_cast<std::int32_t>(output_columns(layers, base_columns()));
}

std::int32_t FeatureMap::widest() const noexcept {
  const std::int32_t base = std::max(dimension, base_columns());
  return static_cast<std::int32_t>(widest_columns(layers, base));
}

void FeatureMap::prepare() {
  AlignedBuffer<float> squares(static_cast<std::size_t>(anchors.rows()));
  for (std::int64_t j = 0; j < anchors.rows(); ++j) {
    squares[static_cast<std::size_t>(j)] = square(anchors.row(j).data(), anchors.columns());
  }
  anchor_squares = std::move(squares);
}

FeatureMap FeatureMap::clone() const {
  return {dimension,
          unit_rows,
          mean.clone(),
          anchors.clone(),
          width,
          anchor_squares.clone(),
          orthant::clone(layers)};
}

// Steps 1 and 2.
bool FeatureMap::place(const float* x, float* placed) const noexcept {
  const double squares = sum_of_squares(std::span(x, static_cast<std::size_t>(dimension)));
  if (!std::isfinite(squares)) return false;
  if (unit_rows) {
    if (squares == 0.0) return false;
    const double scale = 1.0 / std::sqrt(squares);
    for (std::int32_t i = 0; i < dimension; ++i) placed[i] = static_cast<float>(x[i] * scale);
  } else {
    std::memcpy(placed, x, static_cast<std::size_t>(dimension) * sizeof(float));
  }
  if (mean.size() == 0) return true;
  for (std::int32_t i = 0; i < dimension; ++i) placed[i] -= mean.data()[i];
  return true;
}

// Step 3 in place: `dots` holds <x, a_j> and becomes phi. In double precision the three terms
// cannot overflow; where the float dot products did (values near 1e19), x is far from every anchor.
void FeatureMap::anchor_row(float x_square, float* dots) const noexcept {
  const std::int64_t count = anchors.rows();
  const double scale = -1.0 / static_cast<double>(width);
  for (std::int64_t j = 0; j < count; ++j) {
    const double a_square = anchor_squares.data()[j];
    const double distance = x_square + a_square - 2.0 * static_cast<double>(dots[j]);
    const double clamped = distance > 0.0 ? distance : 0.0;
    dots[j] = std::isnan(distance) ? 0.0F : std::exp(static_cast<float>(clamped * scale));
  }
  dots[count] = 1.0F;
}

// Steps 1 to 3.
std::int64_t FeatureMap::base_rows(MatrixView<float> x, float* scratch,
                                   float* base) const noexcept {
  const std::int64_t count = anchors.rows();
  float* placed = anchors.empty() ? base : scratch;
  std::int64_t good = 0;
  while (good < x.rows && place(x.row(good).data(), placed + good * dimension)) ++good;
  if (anchors.empty()) return good;

  kernels::active().dots(scratch, good, anchors.data(), count, dimension, base);
  // Rows of `count` dot products lie at the start of base; spread them from the last on, so that
  // none is overwritten before it has moved.
  for (std::int64_t i = good - 1; i >= 0; --i) {
    float* row = base + i * (count + 1);
    std::memmove(row, base + i * count, static_cast<std::size_t>(count) * sizeof(float));
    anchor_row(square(scratch + i * dimension, dimension), row);
  }
  return good;
}

// The layers take turns with two buffers; the first is chosen so that the last ends in phi.
std::int64_t FeatureMap::map_rows(MatrixView<float> x, float* scratch, float* phi) const noexcept {
  float* from = layers.size() % 2 == 0 ? phi : scratch;
  float* to = layers.size() % 2 == 0 ? scratch : phi;
  const std::int64_t good = base_rows(x, to, from);
  for (const Layer& layer : layers) {
    layer.apply(from, good, to);
    std::swap(from, to);
  }
  return good;
}

void refuse_row(MatrixView<float> x, std::int64_t row, std::int64_t first) {
  const std::string name = "row " + std::to_string(first + row);
  for (std::int64_t column = 0; column < x.columns; ++column) {
    if (!std::isfinite(x(row, column))) {
      refuse(name + " holds " + std::to_string(x(row, column)) + " in column " +
             std::to_string(column) + "; features must be finite");
    }
  }
  refuse(name + " is all zeros and has no direction; the model scales rows to unit length");
}

}  // namespace orthant
