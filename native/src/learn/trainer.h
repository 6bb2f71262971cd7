// The base of the learning methods. A TrainingRun checks the data, calls `prepare` once, `round`
// until the rounds are used up or the method has converged, and then `finish`.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/rng.h"
#include "encode/hash_model.h"
#include "learn/options.h"
#include "learn/state.h"
#include "learn/training_data.h"
#include "linalg/work.h"

namespace orthant {

class Trainer {
 public:
  // What a method learns from besides the features; the rest is ignored.
  enum class Needs { features, labels, semantics };

  Trainer(std::string_view method, Needs what, const std::vector<OptionSpec>& own)
      : options(method, own), needs(what) {}
  virtual ~Trainer() = default;
  Trainer(const Trainer&) = delete;
  Trainer& operator=(const Trainer&) = delete;

  // `data` has passed the checks for `needs` and outlives the rounds. All random draws come from
  // `rng`.
  virtual void prepare(const TrainingData& data, Rng& rng, const Work& work) = 0;
  [[nodiscard]] virtual std::int32_t rounds_at_most() const = 0;
  // One round; the objective after it, NaN for a method without one.
  [[nodiscard]] virtual double round(Rng& rng, const Work& work) = 0;
  [[nodiscard]] virtual bool has_objective() const { return true; }
  // True: the features are read through TrainingData::rows alone, and need not be in memory.
  [[nodiscard]] virtual bool streams() const { return false; }
  // True: TrainingData::unlabelled is used if there are any.
  [[nodiscard]] virtual bool takes_unlabelled() const { return false; }
  // True: the run ends before its rounds are used up, as the last one changed no code. A further
  // round would change nothing, unless it draws something anew.
  [[nodiscard]] virtual bool converged() const { return false; }
  // Names to `state` every field that rounds change. Called after `prepare` or after a round;
  // reading them back after `prepare` with the same data and options continues to the same last
  // bit.
  virtual void visit(State& state);
  // Fills groups and semantics, and adds "key=value" lines to the provenance. Copies: a call that
  // ran out of memory may be made again.
  virtual void finish(HashModel& model) const = 0;

  Options options;
  const Needs needs;
  std::int32_t rounds_done = 0;  // before the round that runs; the run sees to it
};

}  // namespace orthant
