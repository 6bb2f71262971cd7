// phi of the training rows, as a source of rows: stored if that is small enough, otherwise computed
// again each time a block is asked for. Both give the same bits, because phi of a row does not
// depend on the rows beside it. Memory: 4 n m bytes if stored; otherwise what a block takes.
#pragma once

#include <cstdint>
#include <memory>

#include "data/row_source.h"
#include "encode/feature_map.h"
#include "learn/options.h"
#include "linalg/work.h"

namespace orthant {

// The option "memory" in bytes; without it there is no bound.
[[nodiscard]] std::int64_t memory_bound(const Options& options);

class PhiRows final : public RowSource {
 public:
  // features: prepared. rows have passed check_features. most_bytes: phi is stored if it takes no
  // more than this.
  PhiRows(FeatureMap features, std::shared_ptr<const RowSource> rows, std::int64_t most_bytes,
          const Work& work);

  [[nodiscard]] const FeatureMap& features() const noexcept { return features_; }
  [[nodiscard]] bool stored() const noexcept { return !phi_.empty(); }
  [[nodiscard]] MatrixView<float> view() const noexcept { return phi_.view(); }  // if stored

  // Computes Phi^T Phi and keeps it for `gram` (linalg/tall.h). m^2 doubles.
  void keep_gram(const Work& work);
  [[nodiscard]] const Matrix<double>* known_gram() const noexcept override {
    return gram_.empty() ? nullptr : &gram_;
  }

  // Refuses, by number, a row whose features leave the range of float.
  [[nodiscard]] MatrixView<float> block(std::int64_t first, std::int64_t last,
                                        Matrix<float>& scratch) const override;

 private:
  FeatureMap features_;
  std::shared_ptr<const RowSource> source_;  // of the features
  Matrix<float> phi_;
  Matrix<double> gram_;
};

}  // namespace orthant
