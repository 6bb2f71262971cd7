// The semantic bits of `orthant`: the leading directions V of rows and names together
// (learn/zero_shot/presence.h), lifted to r bits by the rotation that brings them closest to signs,
//     min ||B - S V R||^2,  S = [z of rows; z of names, weighted],  R q x r, orthonormal rows.
// The names of classes without rows are part of S, so that their codes are pushed apart as well.
#pragma once

#include <cstdint>

#include "base/rng.h"
#include "encode/hash_model.h"
#include "learn/state.h"
#include "learn/unsupervised/rotation_search.h"
#include "learn/zero_shot/presence.h"
#include "linalg/work.h"

namespace orthant {

class PresenceBits {
 public:
  PresenceBits() = default;
  // shares: of the names known (names x S; no rows: none), which together count `name_weight` times
  // as much as all rows. Where z is zero for all rows and names the rank is 0, and there is nothing
  // to rotate.
  PresenceBits(Presence presence, MatrixView<double> scores, MatrixView<double> shares,
               double name_weight, std::int32_t bits, Rng& rng, const Work& work);

  [[nodiscard]] double round(const Work& work) { return search_.round(work); }
  [[nodiscard]] bool converged() const noexcept { return search_.converged(); }
  void visit(State& state) { search_.visit(state); }

  [[nodiscard]] std::int64_t rank() const noexcept { return directions_.rows(); }
  [[nodiscard]] const Presence& presence() const noexcept { return presence_; }
  // columns of z x bits.
  [[nodiscard]] Matrix<double> lift() const;

 private:
  Presence presence_;
  Matrix<double> directions_;  // V^T
  RotationSearch search_;
};

}  // namespace orthant
