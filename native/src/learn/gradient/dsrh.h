// DSRH, deep semantic ranking (Zhao, Huang, Wang and Tan, CVPR 2015, eq. 6 to 9): the more labels
// two rows share, the nearer their codes, and mistakes near the top of the ranking count most. The
// relevance r_qi of a row i to an anchor q is the number of labels that they share. With h =
// tanh(z) and D_ij = (r - h_i . h_j) / 2, over triplets (q, i, j) with r_qi > r_qj:
//     loss = sum of w max(0, margin + D_qi - D_qj) / sum of w + balance ||mean of h||^2 / r
//     w = (2^r_qi - 2^r_qj) / Z_q,   Z_q = sum_p (2^r_qp - 1) / log2(1 + p) over the best ranking
//     of the batch's other rows, its places p counted from 1
// w is what a swap costs in NDCG. Published: the sums without the division, the balance of the bits
// over the batch with weight 1/2, and a norm of the weights (here the weight decay). Ours: the
// option gives the margin as a share of r, at most `triplets` triplets are drawn for each anchor,
// and relevance counts at most 30 labels. With one label each, all triplets of an anchor weigh the
// same. A batch without triplets has the second term only. Cost of a batch: 2 b^2 r and b^2 log b.
#pragma once

#include <string_view>
#include <vector>

#include "learn/gradient/loss.h"

namespace orthant {

class DsrhLoss final : public Loss {
 public:
  static constexpr std::string_view kMethod = "dsrh";
  [[nodiscard]] static std::vector<OptionSpec> own_options();

  void prepare(const TrainingData& data, std::span<const std::int64_t> rows, const Options& options,
               Rng& rng, const Work& work) override;
  [[nodiscard]] double evaluate(const Batch& batch, Matrix<double>& gradient, Rng& rng,
                                const Work& work) override;

 private:
  // Both return the term and add to the derivative by h.
  [[nodiscard]] double ranking(const Batch& batch, const Matrix<double>& bits, Rng& rng,
                               Matrix<double>& gradient) const;
  [[nodiscard]] double balance(const Matrix<double>& bits, Matrix<double>& gradient) const;

  const Labels* labels_ = nullptr;
  double margin_ = 0.25;
  double balance_ = 0.0;
  std::int64_t triplets_ = 0;
};

}  // namespace orthant
