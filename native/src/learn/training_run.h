// One training run: a method by name, its options by name, the data, and rounds driven by the
// caller. This is all that the C interface sees of learn/. Throws Error; after a failed call it is
// as before, except that a run that failed inside `step`, or in `resume` once that had begun to
// prepare the method, can only be destroyed. One thread at a time; `cancel` from any thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/rng.h"
#include "data/checkpoint.h"
#include "data/labels.h"
#include "data/matrix.h"
#include "encode/hash_model.h"
#include "learn/training_data.h"

namespace orthant {

class Trainer;  // learn/trainer.h: one subclass per method
class Work;     // linalg/work.h: threads and cancellation

class TrainingRun {
 public:
  explicit TrainingRun(std::string_view method);
  ~TrainingRun();
  TrainingRun(const TrainingRun&) = delete;
  TrainingRun& operator=(const TrainingRun&) = delete;

  // Options and data, in any order, before the first step.
  void set(std::string_view option, double value);
  [[nodiscard]] std::int32_t option_count() const noexcept;
  [[nodiscard]] const char* option_name(std::int32_t option) const noexcept;
  [[nodiscard]] double option_value(std::int32_t option) const noexcept;

  // One of orthant_needs: what the method learns from besides features.
  [[nodiscard]] std::int32_t needs() const noexcept;

  void features(MatrixView<float> rows);  // borrowed
  // Refused by methods that want them in memory.
  [[nodiscard]] bool streams() const noexcept;
  void features(std::shared_ptr<const RowSource> rows);
  // Borrowed. Refused by methods that have no use for them.
  void unlabelled(MatrixView<float> rows);
  void labels(Labels labels);
  void semantics(Matrix<float> class_vectors);
  // All that was given to the other run, in place of giving it. What both derive from the rows
  // alike is computed once (learn/shared_rows.h). Both are before their first step.
  void share(TrainingRun& other);

  [[nodiscard]] bool step();  // true: more rounds remain
  void cancel() noexcept { cancelled_ = true; }
  // Between two rounds, or after the last one: all that continues this run.
  [[nodiscard]] Checkpoint checkpoint();
  // In the place of the first steps, after options and data, which must be those of the checkpoint
  // (but for the number of threads): continues after its rounds, as if they had been run here.
  // Refuses what does not fit, naming the difference; the run is then as before. After a refusal of
  // the data by the method itself, or a field that is not of this training, it can only be
  // destroyed, as after a failed `step`. Returns as `step` does.
  [[nodiscard]] bool resume(const Checkpoint& from);
  [[nodiscard]] std::int32_t rounds_done() const noexcept;
  [[nodiscard]] std::int32_t rounds_at_most() const noexcept;
  [[nodiscard]] double objective(std::int32_t round) const noexcept;
  [[nodiscard]] std::shared_ptr<const HashModel> finish();

 private:
  enum class State { open, training, trained, finished, failed };

  void expect_open(const char* what) const;
  void check_data(const Work& work);
  void prepare(const Work& work);
  void round(const Work& work);
  [[nodiscard]] State state_between_rounds() const;
  void expect_same(const Checkpoint& from) const;
  [[nodiscard]] std::vector<std::pair<std::string, double>> model_options() const;
  [[nodiscard]] std::string provenance() const;

  std::unique_ptr<Trainer> trainer_;
  std::atomic<bool> cancelled_{false};
  State state_ = State::open;
  TrainingData data_;
  Rng rng_{0};
  std::uint64_t fingerprint_ = 0;
  std::uint64_t of_unlabelled_ = 0;  // their fingerprint; 0: there are none
  std::vector<double> objective_;    // one value per round
};

}  // namespace orthant
