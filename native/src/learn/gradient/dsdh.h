// Deep supervised discrete hashing (Li, Sun, He and Tan, NIPS 2017, eq. 3): the likelihood of pairs
// (pair_likelihood.h), codes that the network follows, and a linear classifier of the codes.
//     mean over pairs of l_ij
//       + w / b sum_i ( mu ||y_i - W^T b_i||^2 + eta ||b_i - h_i||^2 ) + w nu ||W||^2 / m,
//     b_i in {-1, +1}^r,   Y one-hot or multi-hot, W r x C
// w = 1 / n with `sums` 1, as the paper's sums weigh them, else 1 (ours); b rows in a batch, m in
// the set that W was solved on: b, or with W of the whole set n.
// Variants, as in the paper's figure 1:
//     0 full  the network sees the classes through the codes alone:
//             W = (B^T B + nu/mu I)^-1 B^T Y for B = sgn(H), then B by cyclic coordinate descent
//             (learn/discrete/bit_sweep.h) on q = Y W^T + eta/mu H, G = W W^T
//     1 A     pairs and quantisation alone, B = sgn(H)
//     2 B     two streams: C more outputs s of the network, mu ||y_i - s_i||^2; B = sgn(H). Without
//             a hidden layer the streams share nothing that is learned
//     3 C     a classifier of the continuous outputs, W from H, mu ||y_i - W^T h_i||^2; the codes
//             are taken afterwards, the eta term (||b_i - sgn(h_i)||^2) is zero
// Variant 0 solves W on each batch, as the authors' program does, or with `whole-set` 1 once an
// epoch on the stored outputs of all rows (B and W twice in turn), from the second epoch on. B is
// always that of the batch; it starts from sgn(H), or from zeros with `restart` 1, as the authors'.
// B and W are constant in the derivative; where they minimise their terms, that is exact.
// Published weights mu 1, nu 0.1, eta 55: then B hardly ever differs from sgn(H), and the method is
// DPSH with a heavy quantisation. The share of differing bits stands in the provenance
// ("discrete-share"). Cost of a batch: 2 b c r for the pairs, b r (r + C).
#pragma once

#include <string_view>
#include <vector>

#include "learn/gradient/loss.h"
#include "learn/gradient/pair_likelihood.h"

namespace orthant {

class DsdhLoss final : public Loss {
 public:
  enum class Variant : std::int32_t { full = 0, pairs = 1, two_streams = 2, continuous = 3 };

  static constexpr std::string_view kMethod = "dsdh";
  [[nodiscard]] static std::vector<OptionSpec> own_options();

  void prepare(const TrainingData& data, std::span<const std::int64_t> rows, const Options& options,
               Rng& rng, const Work& work) override;
  [[nodiscard]] std::int64_t extra_outputs() const override;
  void begin_epoch(std::int64_t epoch, std::int64_t epochs, const Work& work) override;
  [[nodiscard]] double evaluate(const Batch& batch, Matrix<double>& gradient, Rng& rng,
                                const Work& work) override;
  [[nodiscard]] double validate(const Batch& batch, const Work& work) override;
  void visit(State& state) override;
  void finish(HashModel& model) const override;

 private:
  struct Rows {
    std::span<const std::int64_t> numbers;
    MatrixView<double> outputs;  // h, b x r
  };

  [[nodiscard]] Matrix<double> classifier(const Rows& rows, MatrixView<double> of,
                                          const Work& work) const;
  // W from the stored outputs of the rows trained on: B and W twice in turn.
  [[nodiscard]] Matrix<double> map_of_whole_set(const Work& work) const;
  [[nodiscard]] Matrix<float> discrete_codes(const Rows& rows, const Matrix<double>& map,
                                             const Work& work) const;
  // Y - of W, negated: b x C.
  [[nodiscard]] Matrix<double> residual(const Rows& rows, MatrixView<double> of,
                                        const Matrix<double>& map, const Work& work) const;
  // The terms beside the pairs; each adds its derivative to `gradient` unless that is null.
  [[nodiscard]] double beside(const Batch& batch, const Rows& rows, Matrix<double>* gradient,
                              const Work& work);
  [[nodiscard]] double full(const Rows& rows, Matrix<double>* gradient, const Work& work);
  [[nodiscard]] double continuous(const Rows& rows, Matrix<double>* gradient, const Work& work);
  [[nodiscard]] double second_stream(const Batch& batch, Matrix<double>* gradient) const;

  Variant variant_ = Variant::full;
  Labels labels_;
  std::vector<std::int64_t> trained_;
  PairLikelihood pairs_;
  double mu_ = 0.0;
  double nu_ = 0.0;
  double eta_ = 0.0;
  double weight_ = 1.0;  // w
  std::int64_t bits_ = 0;
  std::int32_t sweeps_ = 1;
  bool whole_set_ = false;
  bool restart_ = false;
  bool untrained_ = true;   // no step has been taken yet
  Matrix<double> map_;      // W of the whole set; empty: not solved yet
  double differing_ = 0.0;  // bits of B that differ from sgn(H), in this epoch
  double compared_ = 0.0;
};

}  // namespace orthant
