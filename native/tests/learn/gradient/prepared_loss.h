// A loss prepared on a small training set, all of whose rows train.
#pragma once

#include <numeric>
#include <utility>
#include <vector>

#include "learn/gradient/loss.h"
#include "learn/naive_data.h"
#include "testing/work.h"

namespace orthant::testing {

inline Matrix<double> normal_matrix(std::int64_t rows, std::int64_t columns, double scale,
                                    Rng& rng) {
  Matrix<double> values(rows, columns);
  for (std::int64_t i = 0; i < rows * columns; ++i) values.data()[i] = scale * rng.normal();
  return values;
}

template <typename L>
struct PreparedLoss {
  PreparedLoss(TrainingSet training_set, double bits, const Settings& settings, std::int64_t epoch)
      : set(std::move(training_set)), options(L::kMethod, L::own_options()) {
    options.set("bits", bits);
    for (const auto& [name, value] : settings) options.set(name, value);
    data.features = set.features.view();
    data.labels = set.label_sets();
    data.semantics = set.semantics.clone();
    rows.resize(static_cast<std::size_t>(set.features.rows()));
    std::iota(rows.begin(), rows.end(), std::int64_t{0});
    loss.prepare(data, rows, options, rng, work);
    loss.begin_epoch(epoch, 3, work);
  }

  // Of a batch, with the random numbers of the same state each time.
  double value(const std::vector<std::int64_t>& of, const Matrix<double>& z,
               Matrix<double>& gradient) {
    Rng same(77);
    return loss.evaluate({of, z.view()}, gradient, same, work);
  }

  TrainingSet set;
  Options options;
  TrainingData data;
  std::vector<std::int64_t> rows;
  Rng rng{5};
  Work work = uncancelled_work();
  L loss;
};

}  // namespace orthant::testing
