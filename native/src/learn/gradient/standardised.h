// What a network is trained on: (phi - mean) * scale, the mean per column, one scale for all, so
// that columns have mean 0 and all values together a mean square of 1. One scale keeps the
// proportions of the columns. A network trained so is turned into one on phi itself by changing its
// first layer.
#pragma once

#include <span>
#include <vector>

#include "data/matrix.h"
#include "learn/gradient/network.h"
#include "linalg/work.h"

namespace orthant {

class Standardised {
 public:
  Standardised() = default;
  // whiten > 0: the columns are then whitened with that ridge (learn/gradient/whitening.h), and the
  // result is scaled to a mean square of 1 again.
  Standardised(Matrix<float> phi, double whiten, const Work& work);

  [[nodiscard]] MatrixView<float> rows() const noexcept { return rows_.view(); }
  // These rows, in this order.
  [[nodiscard]] Matrix<double> batch(std::span<const std::int64_t> rows) const;
  // The network that gives for phi what `network` gives for standardised rows.
  [[nodiscard]] Network on_phi(const Network& network) const;

 private:
  void whiten(double ridge, const Work& work);

  Matrix<float> rows_;
  std::vector<double> mean_;
  double scale_ = 1.0;
  Matrix<double> whitening_;  // applied after mean and scale; empty: none
};

}  // namespace orthant
