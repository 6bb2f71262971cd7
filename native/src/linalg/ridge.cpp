#include "linalg/ridge.h"

#include <string>
#include <utility>

#include "base/error.h"
#include "linalg/blas.h"

namespace orthant {

RidgeSolver::RidgeSolver(Matrix<double> gram, double ridge, const char* option)
    : factor_(std::move(gram)) {
  for (std::int64_t i = 0; i < factor_.rows(); ++i) factor_(i, i) += ridge;
  if (!factor_cholesky(factor_)) {
    throw Error(ORTHANT_TRAINING_FAILED,
                "a least-squares problem has no unique solution in double precision (ridge " +
                    std::to_string(ridge) + "): raise the option \"" + option + "\"");
  }
}

Matrix<double> RidgeSolver::solve(Matrix<double> right) const {
  solve_cholesky(factor_, right);
  return right;
}

Matrix<double> solve_ridge(Matrix<double> gram, double ridge, const char* option,
                           Matrix<double> right) {
  return RidgeSolver(std::move(gram), ridge, option).solve(std::move(right));
}

}  // namespace orthant
