// VSB2-style hashing, the network form: pictures and class names are embedded into one Hamming
// space, each by its own network.
// Published, in the abstract of VSB2-Net (ICPR 2020, doi 10.1109/ICPR48806.2021.9412798), are the
// aims alone: zero-shot and inductive; visual and semantic space embedded into one Hamming space;
// semantic relations rebuilt there, local similarity kept and every other discrepancy enlarged; two
// tasks, a classification and a reconstruction of the visual features. No loss, weight, data set or
// figure is public: what follows is a reconstruction of ours, not VSB2-Net.
//     Hv = tanh(z), z the network's outputs for the batch, b x r
//     Hs = tanh(t), t the semantic branch (semantic_branch.h) of the k seen classes, k x r
//     loss = classification * mean of -log softmax_c(g Hv_i . Hs_c / r) at the classes of row i
//          + reconstruction * 1 / (b d) ||X - Hv D - f||^2   X: linear features, mean square 1
//          + relations * the loss of semantic_relations.h on Hs
//          + ramp quantisation * (mean of (Hv - sgn Hv)^2 + mean of (Hs - sgn Hs)^2)
// ramp rises linearly from 0 in the first epoch to 1 in the last; rows that are not trained on are
// judged at 1, so that epochs compare. A term of weight 0 is not evaluated. Several labels: the
// mean over the row's classes. The code of a name is sgn(t), of a picture sgn(z); all bits are
// semantic. Cost of a batch: b (d r + r k) + k (c w + w r + k r), w the width of the branch.
#pragma once

#include <string_view>
#include <vector>

#include "learn/gradient/loss.h"
#include "learn/gradient/semantic_branch.h"
#include "learn/gradient/semantic_relations.h"
#include "learn/gradient/standardised.h"

namespace orthant {

class Vsb2NetworkLoss final : public Loss {
 public:
  static constexpr std::string_view kMethod = "vsb2-network";
  [[nodiscard]] static std::vector<OptionSpec> own_options();

  void prepare(const TrainingData& data, std::span<const std::int64_t> rows, const Options& options,
               Rng& rng, const Work& work) override;
  void begin_epoch(std::int64_t epoch, std::int64_t epochs, const Work& work) override;
  [[nodiscard]] double evaluate(const Batch& batch, Matrix<double>& gradient, Rng& rng,
                                const Work& work) override;
  [[nodiscard]] double validate(const Batch& batch, const Work& work) override;
  [[nodiscard]] std::vector<Parameter> parameters() override;
  void visit(State& state) override { branch_.visit(state); }
  void keep() override { branch_.keep(); }
  void finish(HashModel& model) const override;

 private:
  struct Weights {
    double classification = 0.0;
    double reconstruction = 0.0;
    double relations = 0.0;
    double quantisation = 0.0;
    double sharpness = 0.0;  // g
  };
  // Relaxed bits, and the derivative by them.
  struct Side {
    Matrix<double> bits;
    Matrix<double> gradient;
  };

  // Each adds to the derivatives, which are those of the whole loss.
  [[nodiscard]] double classify(std::span<const std::int64_t> rows, Side& visual,
                                Side& semantic) const;
  [[nodiscard]] double rebuild(std::span<const std::int64_t> rows, Side& visual,
                               DenseLayer& decoder) const;
  [[nodiscard]] double sum_of_terms(std::span<const std::int64_t> rows, Side& visual,
                                    Side& semantic, DenseLayer& decoder, double ramp) const;

  Weights weights_;
  const Labels* labels_ = nullptr;
  Standardised features_;  // X; no rows: nothing is rebuilt
  SemanticBranch branch_;
  SemanticRelations relations_;
  DenseLayer decoder_;  // D and f
  double ramp_ = 0.0;
};

}  // namespace orthant
