// A layer of a small network: h -> act( W h + offset ), rows of floats in and out. Networks make
// feature maps and semantic maps that are not linear. tanh is that of kernels/portable_math.h, so
// that it adds nothing that differs between machines to what the products differ by.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/aligned_buffer.h"
#include "data/matrix.h"
#include "encode/panels.h"

namespace orthant {

enum class Activation : std::int32_t { identity = 0, relu = 1, tanh = 2 };

// Of one stack, so that what a file or an encoder needs per layer is bounded.
inline constexpr std::size_t kMostLayers = 64;

struct Layer {
  Matrix<float> weights;        // out x in
  AlignedBuffer<float> offset;  // out values; empty: zero
  Activation activation = Activation::identity;
  Panels panels = {};  // of the weights, derived by `prepare`

  // Derives what `apply` to rows of floats reads; call once after the weights are set.
  void prepare() { panels = Panels(weights); }

  // h: rows x in; out: rows x out, elsewhere. A row comes out the same whatever rows lie beside it.
  // Cost of a row: in * out multiplications. No allocation.
  void apply(const float* h, std::int64_t rows, float* out) const noexcept;

  // The same for one vector, in double precision.
  [[nodiscard]] std::vector<double> apply(std::span<const double> h) const;

  [[nodiscard]] Layer clone() const;
};

[[nodiscard]] std::vector<Layer> clone(std::span<const Layer> layers);

// Columns of what `layers` make of `columns` columns.
[[nodiscard]] std::int64_t output_columns(std::span<const Layer> layers,
                                          std::int64_t columns) noexcept;
// The most columns that stand between two of the layers, or before or after all.
[[nodiscard]] std::int64_t widest_columns(std::span<const Layer> layers,
                                          std::int64_t columns) noexcept;

// In place.
void activate(Activation activation, double* values, std::int64_t count) noexcept;
void activate(Activation activation, float* values, std::int64_t count) noexcept;

// What is wrong with layers that take `columns` columns, as the rest of a sentence; empty: nothing.
[[nodiscard]] std::string defect_of(std::span<const Layer> layers, std::int64_t columns);

}  // namespace orthant
