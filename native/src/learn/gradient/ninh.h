// The triplet ranking loss of NINH, also called DNNH (Lai, Pan, Liu and Yan, CVPR 2015, eq. 2): the
// Hamming distance from an anchor q to a row p that shares a label with it should be less by a
// margin than that to a row n that does not. With bits h = 1 / (1 + e^-z) in (0, 1):
//     loss = mean over triplets of max(0, margin + ||h_q - h_p||^2 - ||h_q - h_n||^2)
// Published: the loss, as a sum, with margin 1. Left out, because it is architecture and not loss:
// the stacked convolutions, the divide-and-encode module (each bit from its own slice of the
// features) and its piece-wise threshold on h; here each bit is an output of the network. Ours: the
// option gives the margin as a share of r, and at most `triplets` triplets are drawn for each
// anchor. A batch without triplets has the loss 0. Cost of a batch: 2 b^2 r and b^2 log b.
#pragma once

#include <string_view>
#include <vector>

#include "learn/gradient/loss.h"

namespace orthant {

class NinhLoss final : public Loss {
 public:
  static constexpr std::string_view kMethod = "ninh";
  [[nodiscard]] static std::vector<OptionSpec> own_options();

  void prepare(const TrainingData& data, std::span<const std::int64_t> rows, const Options& options,
               Rng& rng, const Work& work) override;
  [[nodiscard]] double evaluate(const Batch& batch, Matrix<double>& gradient, Rng& rng,
                                const Work& work) override;

 private:
  const Labels* labels_ = nullptr;
  double margin_ = 0.25;
  std::int64_t triplets_ = 0;
};

}  // namespace orthant
