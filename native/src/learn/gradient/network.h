// A multi-layer perceptron in double precision, and its gradients by back-propagation.
//     a_0 = inputs;  a_l = act(a_{l-1} W_l + v_l);  outputs z = a_{L-1} W_L + v_L
// Rows are samples; W_l is (width before) x (width after). No hidden layer: the linear head. The
// leading outputs may be normalised by batch. Sums over rows run in a fixed order, so results do
// not depend on the number of threads. Cost of a batch of b rows: about 6 b sum_l |W_l|.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/rng.h"
#include "data/matrix.h"
#include "encode/layer.h"
#include "learn/gradient/batch_norm.h"
#include "learn/gradient/loss.h"
#include "learn/state.h"
#include "linalg/work.h"

namespace orthant {

struct DenseLayer {
  Matrix<double> weights;  // inputs x outputs
  Matrix<double> offset;   // 1 x outputs
  Matrix<double> weights_gradient;
  Matrix<double> offset_gradient;
};

class Network {
 public:
  Network() = default;
  // widths: inputs, those of the hidden layers, outputs. `normalised`: that many leading outputs
  // are normalised by batch.
  Network(std::span<const std::int64_t> widths, Activation activation, std::int64_t normalised);

  // Gaussian weights that keep the scale of the values: variance 2 / inputs before relu, else
  // 1 / inputs, offsets 0; in the last layer both are `last_scale` times a standard normal. Never
  // all zero, from where pairwise losses would not move.
  void draw(double last_scale, Rng& rng);

  // The outputs for a batch of training rows; `inputs` and the activations are read by `backward`.
  [[nodiscard]] MatrixView<double> forward(MatrixView<double> inputs, const Work& work);
  // Assigns all gradients, given the derivative by the outputs of the last `forward`.
  void backward(MatrixView<double> inputs, const Matrix<double>& gradient, const Work& work);
  // The outputs as the finished model has them.
  [[nodiscard]] Matrix<double> apply(MatrixView<double> inputs, const Work& work) const;

  [[nodiscard]] std::vector<Parameter> parameters();
  [[nodiscard]] bool finite() const;  // all parameters are in the range of float

  [[nodiscard]] std::int64_t depth() const noexcept {
    return static_cast<std::int64_t>(layers_.size());
  }
  [[nodiscard]] std::int64_t width(std::int64_t l) const noexcept {  // of what layer l gives
    return layers_[static_cast<std::size_t>(l)].weights.columns();
  }
  [[nodiscard]] DenseLayer& layer(std::int64_t l) noexcept {
    return layers_[static_cast<std::size_t>(l)];
  }
  // The weights and offsets of a model's layer, (outputs x inputs), without batch normalisation
  // but with its effect; of the last layer the leading `outputs` only.
  [[nodiscard]] Layer folded(std::int64_t l, std::int64_t outputs) const;

  // `name` tells networks of one trainer apart.
  void visit(const std::string& name, State& state);
  [[nodiscard]] Network clone() const;  // without gradients and activations

 private:
  [[nodiscard]] Matrix<double> through(const DenseLayer& layer, bool hidden,
                                       MatrixView<double> inputs, const Work& work) const;

  std::vector<DenseLayer> layers_;
  Activation activation_ = Activation::relu;
  BatchNorm norm_;
  std::vector<Matrix<double>> values_;  // of the last forward, one per layer
};

}  // namespace orthant
