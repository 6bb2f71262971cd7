// A loss on a small random set, and the outputs of two batches of it.
#pragma once

#include <span>

#include "learn/gradient/finite_differences.h"
#include "learn/gradient/prepared_loss.h"

namespace orthant::testing {

template <typename L>
struct LossCase : PreparedLoss<L> {
  using PreparedLoss<L>::loss;
  using PreparedLoss<L>::rows;
  using PreparedLoss<L>::rng;
  using PreparedLoss<L>::work;

  static constexpr std::int64_t kRows = 40;
  static constexpr std::int64_t kBits = 6;

  LossCase(const Settings& settings, bool several_labels)
      : PreparedLoss<L>(small_set(21, kRows, several_labels), kBits, settings, 0) {
    const std::int64_t columns = kBits + loss.extra_outputs();
    first = normal_matrix(17, columns, 0.8, rng);
    second = normal_matrix(9, columns, 0.8, rng);
  }

  [[nodiscard]] Batch first_batch() const { return {std::span(rows).first(17), first.view()}; }
  [[nodiscard]] Batch second_batch() const {
    return {std::span(rows).subspan(17, 9), second.view()};
  }
  // With the random numbers of the same state each time.
  [[nodiscard]] double value_of_second(Matrix<double>& gradient) {
    Rng same(77);
    return loss.evaluate(second_batch(), gradient, same, work);
  }
  // The derivative by the outputs and, if any, by the own parameters.
  void expect_gradients() {
    Matrix<double> gradient(first.rows(), first.columns());
    (void)loss.evaluate(first_batch(), gradient, rng, work);
    Matrix<double> ignored(second.rows(), second.columns());
    (void)value_of_second(ignored);  // rows are drawn otherwise once these have been seen
    (void)value_of_second(gradient);
    const Matrix<double> kept = gradient.clone();
    expect_gradient(second, kept, [&] { return value_of_second(ignored); });
  }

  Matrix<double> first;
  Matrix<double> second;
};

}  // namespace orthant::testing
