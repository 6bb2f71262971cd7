// CNNH (Xia, Pan, Lai, Liu and Yan, AAAI 2014), which is also two-step hashing: codes from the
// labels alone (similarity_codes.h), then a network that predicts them. The codes C in {-1, +1}
// stay as they are; over the rows and bits of a batch
//     loss = mean of log(1 + e^(-C_ik z_ik)),
// the likelihood of the bits as r separate classifications. Published: both stages. Ours: this form
// of the second one (the paper's network has r logistic outputs on convolutions), and codes for the
// rows that are not trained on, fitted to those that are. Cost: similarity_codes.h once; b r a
// batch.
#pragma once

#include <string_view>
#include <vector>

#include "learn/gradient/loss.h"

namespace orthant {

class CnnhLoss final : public Loss {
 public:
  static constexpr std::string_view kMethod = "cnnh";
  [[nodiscard]] static std::vector<OptionSpec> own_options();

  void prepare(const TrainingData& data, std::span<const std::int64_t> rows, const Options& options,
               Rng& rng, const Work& work) override;
  [[nodiscard]] double evaluate(const Batch& batch, Matrix<double>& gradient, Rng& rng,
                                const Work& work) override;

  [[nodiscard]] MatrixView<float> codes() const noexcept { return codes_.view(); }

 private:
  Matrix<float> codes_;  // C, n x r
};

}  // namespace orthant
