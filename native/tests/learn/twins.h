// The starting points of the library's SDH and ZSH, drawn as the library draws them.
#pragma once

#include "learn/discrete/discrete_codes.h"
#include "learn/discrete/naive_discrete_codes.h"
#include "learn/feature_fit.h"
#include "learn/naive_data.h"
#include "testing/work.h"

namespace orthant::testing {

// Phi (anchors and a bias) and the signs B starts from.
inline naive::DiscreteProblem discrete_start(const TrainingSet& set, std::uint64_t seed,
                                             std::int64_t anchors, std::int64_t bits) {
  Rng rng(seed);
  const Work work = uncancelled_work();
  const FeatureMap map = fit_anchors(set.features.view(), true, anchors, rng, work);
  naive::DiscreteProblem problem;
  problem.phi = naive::Dense(map_rows(map, set.features.view(), work).view());
  problem.b = naive::Dense(random_signs(set.features.rows(), bits, rng).view());
  return problem;
}

inline naive::Dense unit_rows(naive::Dense x) {
  for (std::size_t i = 0; i < x.rows(); ++i) {
    double squares = 0.0;
    for (std::size_t j = 0; j < x.columns(); ++j) squares += x(i, j) * x(i, j);
    for (std::size_t j = 0; j < x.columns() && squares > 0.0; ++j) x(i, j) /= std::sqrt(squares);
  }
  return x;
}

// max |difference| between a group's projection (bits x columns, float) and a twin's (columns x
// bits), relative to the largest value.
inline double projection_difference(const BitGroup& group, const naive::Dense& twin) {
  double largest = 0.0;
  for (std::size_t i = 0; i < twin.rows(); ++i) {
    for (std::size_t j = 0; j < twin.columns(); ++j)
      largest = std::max(largest, std::abs(twin(i, j)));
  }
  const naive::Dense projection(group.projection.view());
  return naive::largest_difference(naive::transposed(projection), twin) / largest;
}

}  // namespace orthant::testing
