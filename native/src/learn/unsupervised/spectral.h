// Spectral hashing (Weiss, Torralba and Fergus, "Spectral Hashing", NIPS 2008, section 4): the
// eigenfunctions of the Laplacian of a box, which is what the rows are taken to fill evenly.
//   1  the min(r, d) leading principal directions v_j of the centred rows; [a_j, b_j] is what the
//      training rows reach on v_j, u_j(x) = (v_j . x - a_j) / (b_j - a_j)
//   2  the r smallest frequencies k / (b_j - a_j) over directions j and k = 1, 2, ...
//   3  a bit each: sgn(sin(pi / 2 + k pi u_j)) = sgn(cos(k pi u_j))
// A model computes the bit exactly, as a layer of kinks and signs. The triangle wave
//     f(u) = 1 / (2 k) - relu(u) + 2 sum over i = 1 .. k - 1 of (-1)^(i + 1) relu(u - i / k)
// is zero where the cosine is, at u = (2 i + 1) / (2 k), and has its sign on [0, 1]. Beyond the
// training rows f keeps the sign of the end, where the cosine would turn: ours. No labels, one
// round, no objective, no random draws. Cost n d^2 + 4 d^3.
#pragma once

#include <cstdint>
#include <vector>

#include "learn/trainer.h"

namespace orthant {

class SpectralTrainer final : public Trainer {
 public:
  SpectralTrainer();
  // Of all bits together, equal ones counted once: the width of the model's second layer.
  static constexpr std::int64_t kMostKinks = 16384;
  void prepare(const TrainingData& data, Rng& rng, const Work& work) override;
  [[nodiscard]] std::int32_t rounds_at_most() const override { return 1; }
  [[nodiscard]] double round(Rng& rng, const Work& work) override;
  [[nodiscard]] bool has_objective() const override { return false; }
  void visit(State& /*state*/) override {}  // the round changes nothing
  void finish(HashModel& model) const override;

  struct Direction {
    std::int64_t index = 0;  // of the principal directions
    double low = 0.0;        // a
    double range = 1.0;      // b - a
  };
  struct Mode {
    std::int64_t direction = 0;  // among those used
    std::int64_t k = 0;
  };

 private:
  FeatureMap features_;
  Matrix<double> directions_;    // principal, a row each
  std::vector<Direction> used_;  // with a range to speak of
  std::vector<Mode> modes_;      // a bit each, by rising frequency
};

}  // namespace orthant
