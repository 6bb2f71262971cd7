// GreedyHash (Su, Zhang, Han and Tian, NeurIPS 2018, eq. 8 to 10): a linear classifier of the codes
// themselves, b = sgn(z); in the derivative sgn counts as the identity (straight-through), and a
// cubic penalty keeps z near b:
//     mean_i CE( W b_i + v ) + alpha mean_ik |z_ik - b_ik|^3
// Own parameters: W (r x C, decays) and v. Cost of a batch of b rows: 6 b r C.
#pragma once

#include <string_view>
#include <vector>

#include "learn/gradient/loss.h"

namespace orthant {

class GreedyHashLoss final : public Loss {
 public:
  static constexpr std::string_view kMethod = "greedyhash";
  [[nodiscard]] static std::vector<OptionSpec> own_options();

  void prepare(const TrainingData& data, std::span<const std::int64_t> rows, const Options& options,
               Rng& rng, const Work& work) override;
  [[nodiscard]] double evaluate(const Batch& batch, Matrix<double>& gradient, Rng& rng,
                                const Work& work) override;
  [[nodiscard]] double validate(const Batch& batch, const Work& work) override;
  [[nodiscard]] std::vector<Parameter> parameters() override;

 private:
  // The cross-entropy and, in `scores`, its derivative by them (b x C).
  [[nodiscard]] double classify(const Batch& batch, const Matrix<double>& codes,
                                Matrix<double>& scores, const Work& work) const;
  [[nodiscard]] double penalty(const Batch& batch, Matrix<double>* gradient) const;

  Labels labels_;
  double alpha_ = 0.1;
  Matrix<double> map_;     // W
  Matrix<double> offset_;  // v
  Matrix<double> map_gradient_;
  Matrix<double> offset_gradient_;
};

}  // namespace orthant
