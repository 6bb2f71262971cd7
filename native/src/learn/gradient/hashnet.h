// HashNet (Cao, Long, Wang and Yu, ICCV 2017, eq. 2 to 5): a weighted likelihood of which pairs are
// similar, and bits that go from smooth to binary while training runs. With h = tanh(beta z), x_ij
// = alpha h_i . h_j and s_ij = 1 for rows that share a label, over the pairs i != j of a batch:
//     loss = mean of w_ij (log(1 + e^x_ij) - s_ij x_ij)
//     w_ij = c_ij pairs / similar pairs             similar
//     w_ij =      pairs / other pairs               other
// where c_ij is the share of common labels among those that i or j has (1 with one label each). A
// kind of pair that the batch lacks contributes nothing.
// beta is sqrt(1 + (beta-end^2 - 1) e / (E - 1)) in epoch e of E: the authors' schedule, which ends
// at 7 after their 10,000 steps, over our epochs. alpha = sharpness / r; the authors' code has 10 /
// r. Published: the loss, the weights, the idea of raising beta. Rows that are not trained on are
// judged at beta-end, so that epochs compare. Cost of a batch: 2 b^2 r, and b^2 exponentials.
#pragma once

#include <string_view>
#include <vector>

#include "learn/gradient/loss.h"

namespace orthant {

class HashNetLoss final : public Loss {
 public:
  static constexpr std::string_view kMethod = "hashnet";
  [[nodiscard]] static std::vector<OptionSpec> own_options();

  void prepare(const TrainingData& data, std::span<const std::int64_t> rows, const Options& options,
               Rng& rng, const Work& work) override;
  void begin_epoch(std::int64_t epoch, std::int64_t epochs, const Work& work) override;
  [[nodiscard]] double evaluate(const Batch& batch, Matrix<double>& gradient, Rng& rng,
                                const Work& work) override;
  [[nodiscard]] double validate(const Batch& batch, const Work& work) override;

 private:
  // The loss and, assigned, its derivative by the inner products.
  [[nodiscard]] double likelihood(const Batch& batch, const Matrix<double>& bits,
                                  Matrix<double>& by_product) const;

  const Labels* labels_ = nullptr;
  double sharpness_ = 10.0;
  double beta_ = 1.0;
  double beta_end_ = 7.0;
};

}  // namespace orthant
