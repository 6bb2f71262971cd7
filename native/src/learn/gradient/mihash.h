// MIHash (Cakir, He, Bargal and Sclaroff, ICCV 2017): the Hamming distances from a row to those of
// its class and to the others should tell the two apart. With h = tanh(scale z), D_ij = (r - h_i .
// h_j) / 2 and, for each row i of the batch as anchor, the distributions P+, P- of D_ij over the
// other rows that share a label with it and that do not, P = p+ P+ + p- P-:
//     loss = -1/b sum_i I(D_i; related),   I = H(P) - p+ H(P+) - p- H(P-)   in bits
// The distributions are soft histograms: `bins` + 1 triangular kernels with centres from 0 to r,
// r / bins apart, so that each distance is shared by the two centres beside it. Writing g for
// log2(P+ / P) or log2(P- / P), the derivative of I by D_ij is (g(l + 1) - g(l)) bins / (r (b - 1))
// for D_ij between the centres l and l + 1. An anchor without rows of either kind has I = 0.
// Published: scale 20 (the authors write 2 sigmoid(40 z) - 1), 16 bins, batches of 100, on features
// of unit length; ours is a smaller scale, because the network's outputs start near 1.
// Several labels: related is to share one. Cost of a batch: b^2 (2 r + some tens).
#pragma once

#include <string_view>
#include <vector>

#include "learn/gradient/loss.h"

namespace orthant {

class MihashLoss final : public Loss {
 public:
  static constexpr std::string_view kMethod = "mihash";
  [[nodiscard]] static std::vector<OptionSpec> own_options();

  void prepare(const TrainingData& data, std::span<const std::int64_t> rows, const Options& options,
               Rng& rng, const Work& work) override;
  [[nodiscard]] double evaluate(const Batch& batch, Matrix<double>& gradient, Rng& rng,
                                const Work& work) override;
  [[nodiscard]] double validate(const Batch& batch, const Work& work) override;

 private:
  // The loss, and its derivative by the inner products h_i . h_j as seen from the anchor i.
  [[nodiscard]] double information(const Batch& batch, const Matrix<double>& bits,
                                   Matrix<double>& by_product, const Work& work) const;

  const Labels* labels_ = nullptr;
  std::int64_t bins_ = 16;
  double scale_ = 2.0;
};

}  // namespace orthant
