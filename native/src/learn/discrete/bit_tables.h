// The couplings of a code's bits as tables of integers, for the sweep kernel (kernels/kernels.h).
// What bit k is compared with, sum_{l != k} G_kl b_l, is a sum over groups of 4 bits, whose 16
// possible values stand in a table: a quarter of the additions, and no multiplication.
//
// Row k is scaled so that sum_l |G_kl| becomes 2^29, and table entries and targets are rounded to
// integers. Integers add up to the same sum in any order, hence on every tier. The rounding of
// ceil(r/4) entries and of the target moves a value by at most r/8 + 1, that of the textbook loop
// in double, at most 1,024 additions, by less than 1/2; `near` is above both together. So a value
// beyond `near` has the sign of the textbook loop, and the few others are computed by that loop.
#pragma once

#include <cstdint>

#include "base/aligned_buffer.h"
#include "data/matrix.h"
#include "kernels/kernels.h"

namespace orthant {

class BitTables {
 public:
  // coupling: r x r, r <= 1,024; its diagonal counts as 0. Memory and cost: 16 r^2 bytes, 4 r^2
  // entries.
  explicit BitTables(MatrixView<double> coupling);

  [[nodiscard]] std::int64_t bits() const noexcept { return coupling_.rows(); }
  [[nodiscard]] const kernels::SweepTables& tables() const noexcept { return tables_; }
  [[nodiscard]] const double* scale() const noexcept { return scale_.data(); }

  // The textbook value target - sum of G_kl code_l over l in rising order, in double; only l < k
  // counts where `open`.
  [[nodiscard]] double value(std::int64_t k, double target, const double* code,
                             bool open) const noexcept;

 private:
  void fill(std::int64_t k) noexcept;

  Matrix<double> coupling_;  // without its diagonal
  AlignedBuffer<double> scale_;
  AlignedBuffer<std::int32_t> sums_;
  AlignedBuffer<std::int32_t> open_;
  kernels::SweepTables tables_;
};

}  // namespace orthant
