// Batch normalisation without a scale or an offset of its own (Ioffe and Szegedy, ICML 2015): each
// of the leading columns is brought to mean 0 and variance 1 over the batch, which balances the
// bits:
//     y = (z - mean(z)) / sqrt(var(z) + 1e-5)
// Outside training, running means take the batch's place: running <- 0.9 running + 0.1 batch's, the
// first batch's as they are.
#pragma once

#include <cstdint>
#include <string>

#include "data/matrix.h"
#include "learn/state.h"

namespace orthant {

class BatchNorm {
 public:
  BatchNorm() = default;
  explicit BatchNorm(std::int64_t columns);  // 0: does nothing

  [[nodiscard]] std::int64_t columns() const noexcept { return mean_.columns(); }
  // Normalises the leading columns in place. `train` by the batch, which is remembered for
  // `backward`; `apply` by the running means.
  void train(Matrix<double>& values);
  void apply(Matrix<double>& values) const;
  // From the derivative by y to that by z, in place; y: what `train` made.
  void backward(MatrixView<double> y, Matrix<double>& gradient) const;

  // y_k = (z_k - shift(k)) * factor(k), with the running means.
  [[nodiscard]] double shift(std::int64_t column) const noexcept { return mean_(0, column); }
  [[nodiscard]] double factor(std::int64_t column) const noexcept;

  void visit(const std::string& name, State& state);
  [[nodiscard]] BatchNorm clone() const;

 private:
  Matrix<double> mean_;      // running, 1 x columns
  Matrix<double> variance_;  // running
  Matrix<double> factors_;   // of the last batch
  std::int64_t batches_ = 0;
};

}  // namespace orthant
