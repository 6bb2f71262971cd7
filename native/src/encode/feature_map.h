// x -> phi(x): what a group of bits is a linear function of. Fitted on training rows only.
//   1. unit rows (optional)        x / ||x||
//   2. centring (optional)         x - mean
//   3. RBF anchors (optional)      phi_j = exp(-||x - a_j||^2 / width), and a last column of ones
//   4. layers (optional)           phi <- act( W phi + offset ), one after the other
// Without anchors step 3 leaves the result of step 2 as it is.
// The distances of step 3 come from dot products, ||x||^2 + ||a_j||^2 - 2 <x, a_j>, clamped at 0.
// Cost of a row: dimension multiplications and one exponential per anchor, and those of the layers.
// Immutable once prepared; any number of threads.
#pragma once

#include <cstdint>
#include <vector>

#include "base/aligned_buffer.h"
#include "data/matrix.h"
#include "encode/layer.h"
#include "encode/panels.h"

namespace orthant {

struct FeatureMap {
  std::int32_t dimension = 0;  // columns of x
  bool unit_rows = false;
  AlignedBuffer<float> mean;       // dimension values; empty: not centred
  Matrix<float> anchors;           // anchors x dimension, after steps 1 and 2; empty: linear
  float width = 0.0F;              // > 0 with anchors
  std::vector<Layer> layers = {};  // applied in order to what step 3 gives
  // Derived by `prepare`, for steps 3 and 4.
  AlignedBuffer<double> anchor_squares = {};  // ||a_j||^2
  Panels anchor_panels = {};

  [[nodiscard]] std::int32_t columns() const noexcept;       // of phi
  [[nodiscard]] std::int32_t base_columns() const noexcept;  // of what the layers are given
  // The most columns of any step: dimension, base_columns(), each layer's.
  [[nodiscard]] std::int32_t widest() const noexcept;

  // Computes what is derived from the fields above; call once after they are set.
  void prepare();

  [[nodiscard]] FeatureMap clone() const;

  // The rows of x (dimension floats each) to those of phi (columns() floats each), the same
  // whatever rows lie beside one; scratch has x.rows * dimension floats. With layers both scratch
  // and phi have room for x.rows * widest() floats. Returns the number of rows
  // before the first that is not finite, or is zero where unit_rows is set; the rows of phi from
  // there on are not meant. No allocation.
  [[nodiscard]] std::int64_t map_rows(MatrixView<float> x, float* scratch,
                                      float* phi) const noexcept;

  // Steps 1 and 2 of one row. False: x is not finite, or zero where unit_rows is set.
  [[nodiscard]] bool place(const float* x, float* placed) const noexcept;

 private:
  [[nodiscard]] std::int64_t base_rows(MatrixView<float> x, float* scratch,
                                       float* base) const noexcept;
};

// Throws the reason why `map_rows` stops at row `row` of x, which is row first + row to the user.
[[noreturn]] void refuse_row(MatrixView<float> x, std::int64_t row, std::int64_t first = 0);

}  // namespace orthant
