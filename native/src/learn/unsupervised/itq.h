// Iterative quantisation (Gong and Lazebnik, CVPR 2011): principal directions of the centred rows,
// then the rotation that brings them closest to signs (learn/unsupervised/rotation_search.h). No
// labels. More bits than columns: all principal directions, lifted to r bits by a rotation with
// orthonormal rows.
#pragma once

#include <memory>

#include "learn/trainer.h"
#include "learn/unsupervised/rotation_search.h"

namespace orthant {

// The bits of an ITQ as such; a method may put them beside others.
class ItqBits {
 public:
  // From at most `directions` <= bits principal directions. Takes "unit-rows" and "memory" of the
  // options; reads the rows four times, or, if they take no more than that, twice.
  void prepare(std::shared_ptr<const RowSource> rows, const Options& options,
               std::int32_t directions, std::int32_t bits, Rng& rng, const Work& work);
  // The codes (n x bits, signs) that this many further rounds would give; changes nothing.
  [[nodiscard]] Matrix<float> codes_after(std::int32_t rounds, const Work& work) const;
  [[nodiscard]] double round(const Work& work) { return search_.round(work); }
  [[nodiscard]] bool converged() const { return search_.converged(); }
  void visit(State& state) { search_.visit(state); }
  [[nodiscard]] BitGroup finish() const;

 private:
  [[nodiscard]] Matrix<double> reduce(std::shared_ptr<const RowSource> rows, const Options& options,
                                      std::int32_t directions, const Work& work);

  FeatureMap features_;
  Matrix<double> directions_;  // q x d
  RotationSearch search_;
};

class ItqTrainer final : public Trainer {
 public:
  ItqTrainer();
  void prepare(const TrainingData& data, Rng& rng, const Work& work) override;
  [[nodiscard]] bool streams() const override { return true; }
  [[nodiscard]] std::int32_t rounds_at_most() const override;
  [[nodiscard]] double round(Rng& rng, const Work& work) override;
  [[nodiscard]] bool converged() const override { return bits_.converged(); }
  void visit(State& state) override { bits_.visit(state); }
  void finish(HashModel& model) const override;

 private:
  ItqBits bits_;
};

}  // namespace orthant
