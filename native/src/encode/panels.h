// Weights in the panels of kernels/narrow.h, as products in fp32 read them: a copy beside the
// matrix that files and training know.
#pragma once

#include <cstdint>

#include "base/aligned_buffer.h"
#include "data/matrix.h"

namespace orthant {

class Panels {
 public:
  Panels() = default;
  explicit Panels(const Matrix<float>& weights);

  [[nodiscard]] Panels clone() const;
  [[nodiscard]] bool empty() const noexcept { return rows_ == 0; }

  // out[i * stride + j] = <x_i, weights_j> for `rows` rows x_i without gaps; stride >= the rows of
  // the weights, and what lies between is left alone. A row comes out the same whatever rows lie
  // beside it. No allocation.
  void products(const float* x, std::int64_t rows, float* out, std::int64_t stride) const noexcept;

 private:
  std::int64_t rows_ = 0;
  std::int64_t columns_ = 0;
  AlignedBuffer<float> values_;
};

}  // namespace orthant
