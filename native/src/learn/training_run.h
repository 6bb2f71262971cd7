// One training run: a method by name, its options by name, the data, and rounds driven by the caller.
// This is all that the C interface sees of learn/. Throws Error; after a failed call it is as before,
// except that a run that failed inside `step` can only be destroyed.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "data/labels.h"
#include "data/matrix.h"
#include "encode/hash_model.h"

namespace orthant {

class Trainer;  // learn/trainer.h: one subclass per method

class TrainingRun {
 public:
  explicit TrainingRun(std::string_view method);
  ~TrainingRun();
  TrainingRun(const TrainingRun&) = delete;
  TrainingRun& operator=(const TrainingRun&) = delete;

  void set(std::string_view option, double value);
  [[nodiscard]] std::int32_t option_count() const noexcept;
  [[nodiscard]] const char* option_name(std::int32_t option) const noexcept;
  [[nodiscard]] double option_value(std::int32_t option) const noexcept;

  void features(MatrixView<float> rows);  // borrowed
  void labels(Labels labels);
  void semantics(Matrix<float> class_vectors);

  [[nodiscard]] bool step();  // true: more rounds remain
  void cancel() noexcept { cancelled_ = true; }
  [[nodiscard]] std::int32_t rounds_done() const noexcept;
  [[nodiscard]] std::int32_t rounds_at_most() const noexcept;
  [[nodiscard]] double objective(std::int32_t round) const noexcept;
  [[nodiscard]] std::shared_ptr<const HashModel> finish();

 private:
  std::unique_ptr<Trainer> trainer_;
  std::atomic<bool> cancelled_{false};
  // Further members as learn/ needs them.
};

}  // namespace orthant
