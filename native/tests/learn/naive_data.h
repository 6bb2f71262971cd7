// Small random training sets, and what the twins read of them.
#pragma once

#include <utility>
#include <vector>

#include "base/rng.h"
#include "data/labels.h"
#include "learn/training_run.h"
#include "linalg/naive_linalg.h"

namespace orthant::testing {

struct TrainingSet {
  Matrix<float> features;
  std::vector<std::int32_t> labels;
  std::vector<std::int64_t> offsets;
  std::int32_t classes = 0;
  Matrix<float> semantics;

  [[nodiscard]] Labels label_sets() const { return {labels, offsets, classes}; }
  // The weights of a row's classes: n x classes; 1 each, or 1 / (number of the row's labels).
  [[nodiscard]] naive::Dense weights(bool mean) const {
    naive::Dense m(offsets.size() - 1, static_cast<std::size_t>(classes));
    for (std::size_t i = 0; i + 1 < offsets.size(); ++i) {
      const auto count = static_cast<double>(offsets[i + 1] - offsets[i]);
      for (auto at = static_cast<std::size_t>(offsets[i]);
           at < static_cast<std::size_t>(offsets[i + 1]); ++at) {
        m(i, static_cast<std::size_t>(labels[at])) += mean ? 1.0 / count : 1.0;
      }
    }
    return m;
  }
};

// Clusters around a centre per class. The last class has a vector but no rows. several_labels:
// every third row has a second label.
inline TrainingSet small_set(std::uint64_t seed, std::int64_t rows = 120,
                             bool several_labels = false) {
  constexpr std::int64_t kDimension = 12;
  constexpr std::int64_t kSemantics = 7;
  constexpr std::int32_t kSeen = 4;
  Rng rng(seed);
  TrainingSet set;
  set.classes = kSeen + 1;
  set.features = Matrix<float>(rows, kDimension);
  set.semantics = naive::to_matrix<float>(naive::random(kSeen + 1, kSemantics, rng));
  const naive::Dense centres = naive::random(kSeen, kDimension, rng);
  set.offsets.push_back(0);
  for (std::int64_t i = 0; i < rows; ++i) {
    const auto label = static_cast<std::int32_t>(i % kSeen);
    set.labels.push_back(label);
    if (several_labels && i % 3 == 0) set.labels.push_back((label + 1) % kSeen);
    set.offsets.push_back(static_cast<std::int64_t>(set.labels.size()));
    for (std::int64_t j = 0; j < kDimension; ++j) {
      set.features(i, j) =
          static_cast<float>(centres(static_cast<std::size_t>(label), static_cast<std::size_t>(j)) +
                             0.8 * rng.normal());
    }
  }
  return set;
}

inline void give(const TrainingSet& set, TrainingRun& run) {
  run.features(set.features.view());
  run.labels(set.label_sets());
  run.semantics(set.semantics.clone());
}

using Settings = std::vector<std::pair<const char*, double>>;

inline void apply(const Settings& settings, TrainingRun& run) {
  for (const auto& [name, value] : settings) run.set(name, value);
}

struct Trained {
  std::vector<double> objective;
  std::shared_ptr<const HashModel> model;
};

inline Trained train(const char* method, const TrainingSet& set, const Settings& settings) {
  TrainingRun run(method);
  apply(settings, run);
  give(set, run);
  while (run.step()) {
  }
  Trained trained;
  for (std::int32_t i = 0; i < run.rounds_done(); ++i)
    trained.objective.push_back(run.objective(i));
  trained.model = run.finish();
  return trained;
}

}  // namespace orthant::testing
