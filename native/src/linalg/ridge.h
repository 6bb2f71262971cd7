// Ridge regression by normal equations: x = (A + ridge I)^-1 b, the Cholesky factor kept, so that
// many right-hand sides are solved for the price of one factorisation. A is a Gram matrix, m x m.
#pragma once

#include "data/matrix.h"

namespace orthant {

class RidgeSolver {
 public:
  // ridge >= 0; `option` is the option that sets it, named to the user if the sum is not positive
  // definite (Error, ORTHANT_TRAINING_FAILED). Cost m^3 / 3.
  RidgeSolver(Matrix<double> gram, double ridge, const char* option);

  // right: m x k; returns m x k. Cost 2 m^2 k.
  [[nodiscard]] Matrix<double> solve(Matrix<double> right) const;

 private:
  Matrix<double> factor_;
};

// The same for a single use.
[[nodiscard]] Matrix<double> solve_ridge(Matrix<double> gram, double ridge, const char* option,
                                         Matrix<double> right);

}  // namespace orthant
