// One loss for deep hashing (Hoe et al., "One Loss for All: Deep Hashing with a Single Cosine
// Similarity based Learning Objective", NeurIPS 2021, eq. 10): rows are classified by the cosine
// between their outputs z and a fixed code o_c per class, with a margin:
//     mean_i CE( scale (cos(z_i, o_c) - margin [c in Y_i]) )
// The outputs are normalised by batch (the option batch-norm, on by default here), which balances
// the bits. `codebook` 0: Bernoulli, 1: distant ones (codebook.h). Cost of a batch of b
// rows: 4 b r C.
#pragma once

#include <string_view>
#include <vector>

#include "learn/gradient/loss.h"

namespace orthant {

class OrthoHashLoss final : public Loss {
 public:
  static constexpr std::string_view kMethod = "orthohash";
  [[nodiscard]] static std::vector<OptionSpec> own_options();

  void prepare(const TrainingData& data, std::span<const std::int64_t> rows, const Options& options,
               Rng& rng, const Work& work) override;
  [[nodiscard]] double evaluate(const Batch& batch, Matrix<double>& gradient, Rng& rng,
                                const Work& work) override;
  [[nodiscard]] double validate(const Batch& batch, const Work& work) override;

 private:
  [[nodiscard]] double loss(const Batch& batch, Matrix<double>* gradient, const Work& work) const;

  Labels labels_;
  Matrix<double> codes_;  // C x r, of length 1: o_c / sqrt(r)
  double scale_ = 8.0;
  double margin_ = 0.2;
};

}  // namespace orthant
