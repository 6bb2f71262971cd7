// A loss on the outputs of a network: what gradient training minimises. Losses are the pluggable
// part of the gradient methods; the network, the optimiser and the schedule know nothing of them. A
// loss applies its own squashing (tanh, sigmoid, ...) to the outputs, which are linear.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/rng.h"
#include "data/matrix.h"
#include "encode/hash_model.h"
#include "learn/options.h"
#include "learn/state.h"
#include "learn/training_data.h"
#include "linalg/work.h"

namespace orthant {

// Some training rows and what the network makes of them.
struct Batch {
  std::span<const std::int64_t> rows;  // b row numbers of the training data, distinct
  MatrixView<double> outputs;          // b x (r + extra), finite: z, bit k < r of a row is sgn(z_k)
};

// A parameter that the optimiser changes along its gradient; both have the same shape. The owner
// assigns the gradient in each evaluation.
struct Parameter {
  Matrix<double>* values;
  Matrix<double>* gradient;
  bool decays = true;  // weight decay applies
};

// The generator for rows that are not trained on: always the same draws.
[[nodiscard]] inline Rng validation_rng() { return Rng(0); }

class Loss {
 public:
  Loss() = default;
  virtual ~Loss() = default;
  Loss(const Loss&) = delete;
  Loss& operator=(const Loss&) = delete;

  // Once, before training. `data` has passed the checks and outlives the loss; `rows` are the rows
  // trained on (the others validate).
  virtual void prepare(const TrainingData& data, std::span<const std::int64_t> rows,
                       const Options& options, Rng& rng, const Work& work) = 0;
  // Columns that the network has beside the r bits, for a second stream; the model drops them.
  // Asked once, after `prepare`.
  [[nodiscard]] virtual std::int64_t extra_outputs() const { return 0; }
  // Before each epoch, 0 <= epoch < epochs: continuation, class centres, solved parts.
  virtual void begin_epoch(std::int64_t /*epoch*/, std::int64_t /*epochs*/, const Work& /*work*/) {}
  // The loss of the batch, a mean over its rows (and pairs), and in `gradient` (of the outputs'
  // shape, assigned) its derivative by the outputs; also assigns the gradients of the loss's own
  // parameters.
  [[nodiscard]] virtual double evaluate(const Batch& batch, Matrix<double>& gradient, Rng& rng,
                                        const Work& work) = 0;
  // The same value for rows that are not trained on, changing nothing that training reads; early
  // stopping asks for it after an epoch. As it stands, for losses that `evaluate` leaves as they
  // are.
  [[nodiscard]] virtual double validate(const Batch& batch, const Work& work) {
    Rng rng = validation_rng();
    Matrix<double> gradient(batch.outputs.rows, batch.outputs.columns);
    return evaluate(batch, gradient, rng, work);
  }
  // Own parameters, if any, in a fixed order.
  [[nodiscard]] virtual std::vector<Parameter> parameters() { return {}; }
  // Names the fields that training changes besides the parameters (learn/state.h).
  virtual void visit(State& /*state*/) {}
  // The own parameters as they are now are the best so far: those that `finish` uses.
  virtual void keep() {}
  // What the loss adds to the model: roles, a semantic map, lines of provenance.
  virtual void finish(HashModel& /*model*/) const {}
};

}  // namespace orthant
