#include "linalg/ridge.h"

#include <gtest/gtest.h>

#include "linalg/naive_linalg.h"
#include "testing/errors.h"

namespace orthant {
namespace {

using naive::Dense;
using naive::plus;
using naive::squared_norm;
using naive::to_matrix;
using naive::transposed;

TEST(Ridge, OneFactorSolvesManyRightSides) {
  Rng rng(1);
  const Dense x = naive::random(30, 6, rng);
  const Dense gram = transposed(x) * x;
  const RidgeSolver solver(to_matrix<double>(gram), 0.5, "lambda");
  for (const std::size_t columns : {1U, 4U}) {
    const Dense right = naive::random(6, columns, rng);
    const Dense expected = naive::solve(plus(gram, 0.5, naive::identity(6)), right);
    const Matrix<double> solution = solver.solve(to_matrix<double>(right));
    EXPECT_LT(naive::largest_difference(Dense(solution.view()), expected), 1e-12);
  }
}

// Oracle 3: at the minimum of ||y - x p||^2 + ridge ||p||^2 every step away raises it.
TEST(Ridge, EveryPerturbationRaisesTheObjective) {
  Rng rng(2);
  const Dense x = naive::random(40, 5, rng);
  const Dense y = naive::random(40, 3, rng);
  const double ridge = 0.1;
  const auto objective = [&](const Dense& p) {
    return squared_norm(plus(y, -1.0, x * p)) + ridge * squared_norm(p);
  };
  const Dense best(solve_ridge(to_matrix<double>(transposed(x) * x), ridge, "lambda",
                               to_matrix<double>(transposed(x) * y))
                       .view());
  for (int i = 0; i < 100; ++i) {
    EXPECT_GT(objective(plus(best, 1e-3, naive::random(5, 3, rng))), objective(best));
  }
}

TEST(Ridge, ASingularProblemIsRefusedAndItsRidgeNamed) {
  Rng rng(3);
  Dense x = naive::random(20, 4, rng);
  for (std::size_t i = 0; i < 20; ++i) x(i, 3) = x(i, 1);  // a column twice
  const Dense gram = transposed(x) * x;
  testing::expect_error(ORTHANT_TRAINING_FAILED, "raise the option \"beta\"",
                        [&] { RidgeSolver(to_matrix<double>(gram), 0.0, "beta"); });
  EXPECT_NO_THROW(RidgeSolver(to_matrix<double>(gram), 1e-2, "beta"));
}

}  // namespace
}  // namespace orthant
