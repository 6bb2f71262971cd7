// The graph over training rows that zero-shot hashing may smooth over, in the form of its authors'
// toolbox: nearest neighbours by Euclidean distance (ties: the lower row), symmetrised,
//     A_ij = exp(-||x_i - x_j||^2 / (2 t^2)),   L = I - D^-1/2 A D^-1/2   (normalised Laplacian),
// t = mean distance between rows. The toolbox takes t from random rows; here from at most 1,000
// evenly spaced ones, which needs no draw. Built by brute force: cost n^2 d multiply-adds.
#pragma once

#include <cstdint>
#include <vector>

#include "data/matrix.h"
#include "linalg/work.h"

namespace orthant {

class KnnGraph {
 public:
  // min(neighbours, n - 1) neighbours a row, itself excluded.
  KnnGraph(MatrixView<float> rows, std::int64_t neighbours, const Work& work);

  // L x: n x columns.
  [[nodiscard]] Matrix<double> laplacian_times(MatrixView<float> x, const Work& work) const;
  [[nodiscard]] Matrix<double> laplacian_times(MatrixView<double> x, const Work& work) const;

 private:
  struct Edge {
    std::int64_t row;
    double weight;  // of D^-1/2 A D^-1/2
  };
  template <typename T>
  [[nodiscard]] Matrix<double> times(MatrixView<T> x, const Work& work) const;

  std::vector<std::vector<Edge>> edges_;  // of each row, by row
};

}  // namespace orthant
