// VSB2-style hashing, the closed form: pictures and class names in one Hamming space, both learnt
// as codes and both reached by a map.
// Published, in the abstract of VSB2-Net (ICPR 2020, doi 10.1109/ICPR48806.2021.9412798), are the
// aims: visual and semantic space embedded into one Hamming space, relations between the semantic
// Hamming vectors that keep local similarity and enlarge every other discrepancy, a classification
// and a reconstruction of the features as tasks. Its losses and weights are not public: the
// objective (learn/zero_shot/vsb2_codes.h), the relations (class_relations.h) and all defaults are
// a reconstruction of ours, without a network.
// Order of a round: rows, names, maps. Code of a picture sgn(P^T phi(x)), of a name sgn(V^T a). The
// rows to rebuild are the linear features, scaled to r in the mean of their squared lengths, like
// codes.
#pragma once

#include <cstdint>
#include <optional>

#include "learn/trainer.h"
#include "learn/zero_shot/vsb2_codes.h"

namespace orthant {

class Vsb2Trainer final : public Trainer {
 public:
  Vsb2Trainer();
  static constexpr std::int64_t kMostNames = 16384;  // S is dense
  void prepare(const TrainingData& data, Rng& rng, const Work& work) override;
  [[nodiscard]] std::int32_t rounds_at_most() const override;
  [[nodiscard]] double round(Rng& rng, const Work& work) override;
  [[nodiscard]] bool converged() const override { return !changed_; }
  void visit(State& state) override;
  void finish(HashModel& model) const override;

 private:
  // Class ids, vectors and relations of the names; also sets mean_.
  void choose_names(const TrainingData& data, Vsb2Problem& problem);

  AlignedBuffer<float> mean_;  // of the class vectors; empty: not centred
  FeatureMap features_;
  std::optional<Vsb2Codes> codes_;
  std::int64_t names_ = 0;
  bool changed_ = true;  // whether the last round changed a bit
};

}  // namespace orthant
