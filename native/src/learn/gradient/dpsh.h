// Deep pairwise supervised hashing (Li, Wang and Kang, IJCAI 2016, eq. 5): the likelihood of pairs
// (pair_likelihood.h) and the distance of the outputs from their signs.
//     mean over pairs of l_ij + w eta mean_i ||h_i - sgn(h_i)||^2
// `sums` 1: w = 1 / n, as the paper's sums over n^2 pairs and n rows weigh them; 0: w = 1, so that
// eta means the same for any number of rows (ours).
#pragma once

#include <string_view>
#include <vector>

#include "learn/gradient/loss.h"
#include "learn/gradient/pair_likelihood.h"

namespace orthant {

class DpshLoss final : public Loss {
 public:
  static constexpr std::string_view kMethod = "dpsh";
  [[nodiscard]] static std::vector<OptionSpec> own_options();

  void prepare(const TrainingData& data, std::span<const std::int64_t> rows, const Options& options,
               Rng& rng, const Work& work) override;
  void begin_epoch(std::int64_t epoch, std::int64_t epochs, const Work& work) override;
  [[nodiscard]] double evaluate(const Batch& batch, Matrix<double>& gradient, Rng& rng,
                                const Work& work) override;
  [[nodiscard]] double validate(const Batch& batch, const Work& work) override;
  void visit(State& state) override { pairs_.visit(state); }

 private:
  Labels labels_;
  PairLikelihood pairs_;
  double weight_ = 0.0;  // w eta
};

}  // namespace orthant
