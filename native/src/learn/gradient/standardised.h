// What a network is trained on: (phi - mean) * scale, the mean per column, one scale for all, so
// that columns have mean 0 and all values together a mean square of 1. One scale keeps the
// proportions of the columns. A network trained so is turned into one on phi itself by changing its
// first layer.
#pragma once

#include <span>
#include <vector>

#include "data/labels.h"
#include "data/matrix.h"
#include "learn/gradient/network.h"
#include "linalg/work.h"

namespace orthant {

class Standardised {
 public:
  Standardised() = default;
  Standardised(Matrix<float> phi, const Work& work);

  // Whitens the columns with that ridge > 0 (learn/gradient/whitening.h), and scales the result to
  // a mean square of 1 again. Once.
  void whiten(double ridge, const Work& work);

  // Puts left-out class scores (learn/gradient/class_scores.h) in the rows' place, scaled to a mean
  // square of 1; new rows get the scores of the fit to all rows. After whitening, if both. Once.
  // Returns the ridge chosen.
  double score(const Labels& labels, const Work& work);

  [[nodiscard]] MatrixView<float> rows() const noexcept { return rows_.view(); }
  // These rows, in this order.
  [[nodiscard]] Matrix<double> batch(std::span<const std::int64_t> rows) const;
  // The network that gives for phi what `network` gives for standardised rows.
  [[nodiscard]] Network on_phi(const Network& network) const;

 private:
  // The rows from `first` on become `values`; returns the sum of their squares.
  double put(const Matrix<double>& values, std::int64_t first);
  // Rows and the map that made them, scaled to a mean square of 1.
  void rescale(double squares, Matrix<double> map);

  Matrix<float> rows_;
  std::vector<double> mean_;
  double scale_ = 1.0;
  Matrix<double> map_;  // applied after mean and scale; empty: none
};

}  // namespace orthant
