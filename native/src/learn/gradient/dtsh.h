// DTSH, deep supervised hashing with triplet labels (Wang, Shi and Kitani, ACCV 2016, eq. 5): the
// likelihood that an anchor q is more similar to a row p that shares a label with it than to a row
// n that does not. With psi_ij = z_i . z_j / 2 on the linear outputs:
//     loss = mean over triplets of log(1 + e^-t),   t = psi_qp - psi_qn - margin
//            + quantisation * mean over entries of (z - sgn z)^2
// Published: both terms, sums instead of means, margin r / 2. Ours: the option gives the margin as
// a share of r (0.1 does better on whitened features), and at most `triplets` triplets are drawn
// for each anchor. A batch without triplets has the second term only. Cost of a batch: 2 b^2 r, b^2
// log b, and an exponential per triplet.
#pragma once

#include <string_view>
#include <vector>

#include "learn/gradient/loss.h"

namespace orthant {

class DtshLoss final : public Loss {
 public:
  static constexpr std::string_view kMethod = "dtsh";
  [[nodiscard]] static std::vector<OptionSpec> own_options();

  void prepare(const TrainingData& data, std::span<const std::int64_t> rows, const Options& options,
               Rng& rng, const Work& work) override;
  [[nodiscard]] double evaluate(const Batch& batch, Matrix<double>& gradient, Rng& rng,
                                const Work& work) override;

 private:
  const Labels* labels_ = nullptr;
  double margin_ = 0.1;
  double quantisation_ = 0.0;
  std::int64_t triplets_ = 0;
};

}  // namespace orthant
