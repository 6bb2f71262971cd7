// A small labelled set through the C interface: classes are clouds around corners of a cube, far
// enough apart that any method tells them from each other.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/rng.h"
#include "orthant/orthant.h"

namespace orthant::testing {

struct Free {
  void operator()(orthant_matrix* handle) const { orthant_matrix_free(handle); }
  void operator()(orthant_training* handle) const { orthant_training_free(handle); }
  void operator()(orthant_model* handle) const { orthant_model_free(handle); }
  void operator()(orthant_sums* handle) const { orthant_sums_free(handle); }
  void operator()(orthant_encoder* handle) const { orthant_encoder_free(handle); }
  void operator()(orthant_index* handle) const { orthant_index_free(handle); }
  void operator()(orthant_searcher* handle) const { orthant_searcher_free(handle); }
  void operator()(orthant_filter* handle) const { orthant_filter_free(handle); }
  void operator()(orthant_batch* handle) const { orthant_batch_free(handle); }
  void operator()(orthant_mutable_index* handle) const { orthant_mutable_index_free(handle); }
  void operator()(orthant_folder_report* handle) const { orthant_folder_report_free(handle); }
};

template <typename Handle>
using Owned = std::unique_ptr<Handle, Free>;

struct ToySet {
  static constexpr std::int32_t kClasses = 4;
  static constexpr std::int32_t kDimension = 8;
  static constexpr std::int64_t kRows = 120;

  ToySet() : features(orthant_matrix_new(kRows, kDimension, nullptr)) {
    Rng rng(5);
    for (std::int64_t row = 0; row < kRows; ++row) {
      const auto label = static_cast<std::int32_t>(row % kClasses);
      labels.push_back(label);
      for (std::int32_t j = 0; j < kDimension; ++j) {
        const double corner = ((label + 1) >> (j % 3)) % 2 == 1 ? 1.0 : -1.0;
        orthant_matrix_row(features.get(), row)[j] =
            static_cast<float>(corner + 0.2 * rng.normal());
      }
    }
    for (std::int32_t i = 0; i < kClasses * kSemanticDimension; ++i) {
      semantics.push_back(static_cast<float>(rng.normal()));
    }
  }

  static constexpr std::int32_t kSemanticDimension = 6;
  Owned<orthant_matrix> features;
  std::vector<std::int32_t> labels;
  std::vector<float> semantics;  // kClasses x kSemanticDimension
};

// A training run that has all its data.
inline Owned<orthant_training> prepared_training(const ToySet& toy, const char* method,
                                                 double bits) {
  Owned<orthant_training> training(orthant_training_new(method, nullptr));
  orthant_training_set(training.get(), "bits", bits, nullptr);
  orthant_training_features(training.get(), toy.features.get(), nullptr);
  orthant_training_labels(training.get(), toy.labels.data(), nullptr, ToySet::kRows,
                          ToySet::kClasses, nullptr);
  orthant_training_semantics(training.get(), toy.semantics.data(), ToySet::kClasses,
                             ToySet::kSemanticDimension, nullptr);
  return training;
}

// nullptr if any step fails.
inline Owned<orthant_model> trained_model(const ToySet& toy, const char* method, double bits) {
  const Owned<orthant_training> training = prepared_training(toy, method, bits);
  std::int32_t more = 1;
  while (more == 1) more = orthant_training_step(training.get(), nullptr);
  return Owned<orthant_model>(orthant_training_finish(training.get(), nullptr));
}

}  // namespace orthant::testing
