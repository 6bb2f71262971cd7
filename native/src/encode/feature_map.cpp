#include "encode/feature_map.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "base/error.h"
#include "data/sum_of_squares.h"
#include "kernels/narrow.h"

namespace orthant {

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
  AlignedBuffer<double> squares(static_cast<std::size_t>(anchors.rows()));
  for (std::int64_t j = 0; j < anchors.rows(); ++j) {
    squares[static_cast<std::size_t>(j)] = sum_of_squares(std::as_const(anchors).row(j));
  }
  anchor_squares = std::move(squares);
  anchor_panels = Panels(anchors);
  for (Layer& layer : layers) layer.prepare();
}

FeatureMap FeatureMap::clone() const {
  return {dimension,
          unit_rows,
          mean.clone(),
          anchors.clone(),
          width,
          orthant::clone(layers),
          anchor_squares.clone(),
          anchor_panels.clone()};
}

bool FeatureMap::place(const float* x, float* placed) const noexcept {
  const kernels::NarrowTable& kernel = kernels::narrow();
  double scale = 1.0;
  if (unit_rows) {
    const double squares = kernel.sum_of_squares(x, dimension);
    if (!std::isfinite(squares) || squares == 0.0) return false;
    scale = 1.0 / std::sqrt(squares);
  } else {
    float least = 0.0F;
    float greatest = 0.0F;
    if (!kernel.range(x, dimension, &least, &greatest)) return false;
  }
  kernel.place(x, dimension, scale, mean.size() > 0 ? mean.data() : nullptr, placed);
  return true;
}

// Steps 1 to 3. Where float dot products leave the range of float (values near 1e19), x is far from
// every anchor, as the kernel has it.
std::int64_t FeatureMap::base_rows(MatrixView<float> x, float* scratch,
                                   float* base) const noexcept {
  float* placed = anchors.empty() ? base : scratch;
  std::int64_t good = 0;
  while (good < x.rows && place(x.row(good).data(), placed + good * dimension)) ++good;
  if (anchors.empty()) return good;

  const kernels::NarrowTable& kernel = kernels::narrow();
  const std::int64_t count = anchors.rows();
  anchor_panels.products(scratch, good, base, count + 1);
  for (std::int64_t i = 0; i < good; ++i) {
    float* row = base + i * (count + 1);
    const double square = kernel.sum_of_squares(scratch + i * dimension, dimension);
    kernel.float_rbf(row, count, square, anchor_squares.data(), -1.0 / static_cast<double>(width));
    row[count] = 1.0F;
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
