#include "encode/panels.h"

#include "kernels/narrow.h"

namespace orthant {

Panels::Panels(const Matrix<float>& weights)
    : rows_(weights.rows()),
      columns_(weights.columns()),
      values_(static_cast<std::size_t>(kernels::padded(rows_, kernels::kPanelRows)) *
              static_cast<std::size_t>(columns_)) {
  for (std::int64_t j = 0; j < rows_; ++j) {
    for (std::int64_t c = 0; c < columns_; ++c) {
      values_[static_cast<std::size_t>(kernels::fp32_place(j, c, columns_))] = weights(j, c);
    }
  }
}

Panels Panels::clone() const {
  Panels copy;
  copy.rows_ = rows_;
  copy.columns_ = columns_;
  copy.values_ = values_.clone();
  return copy;
}

void Panels::products(const float* x, std::int64_t rows, float* out,
                      std::int64_t stride) const noexcept {
  kernels::narrow().fp32_products(x, rows, values_.data(), rows_, columns_, out, stride);
}

}  // namespace orthant
