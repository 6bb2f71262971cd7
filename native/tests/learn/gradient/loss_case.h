// A loss on a small random set, and the outputs of two batches of it.
#pragma once

#include <memory>
#include <numeric>
#include <string>
#include <vector>

#include "learn/gradient/finite_differences.h"
#include "learn/gradient/loss.h"
#include "learn/naive_data.h"
#include "testing/work.h"

namespace orthant::testing {

inline Matrix<double> random_outputs(std::int64_t rows, std::int64_t columns, double scale,
                                     Rng& rng) {
  Matrix<double> outputs(rows, columns);
  for (std::int64_t i = 0; i < rows * columns; ++i) outputs.data()[i] = scale * rng.normal();
  return outputs;
}

template <typename L>
struct LossCase {
  static constexpr std::int64_t kRows = 40;
  static constexpr std::int64_t kBits = 6;

  LossCase(const Settings& settings, bool several_labels)
      : set(small_set(21, kRows, several_labels)), options(L::kMethod, L::own_options()) {
    options.set("bits", kBits);
    for (const auto& [name, value] : settings) options.set(name, value);
    data.features = set.features.view();
    data.labels = set.label_sets();
    rows.resize(kRows);
    std::iota(rows.begin(), rows.end(), std::int64_t{0});
    loss.prepare(data, rows, options, rng, work);
    loss.begin_epoch(0, 3, work);
    const std::int64_t columns = kBits + loss.extra_outputs();
    first = random_outputs(17, columns, 0.8, rng);
    second = random_outputs(9, columns, 0.8, rng);
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
    (void)value_of_second(gradient);
    Matrix<double> ignored(second.rows(), second.columns());
    const Matrix<double> kept = gradient.clone();
    expect_gradient(second, kept, [&] { return value_of_second(ignored); });
  }

  TrainingSet set;
  Options options;
  TrainingData data;
  std::vector<std::int64_t> rows;
  Rng rng{5};
  Work work = uncancelled_work();
  L loss;
  Matrix<double> first;
  Matrix<double> second;
};

}  // namespace orthant::testing
