// The way from class vectors to the Hamming space, for a network that pictures take on another way:
//     t = U2 act(U1 e + v1) + v2,   e centred (learn/class_vectors.h),   act = relu
// evaluated for all seen classes at once, k x r; the code of a name is sgn(t).
#pragma once

#include <cstdint>
#include <vector>

#include "base/rng.h"
#include "encode/hash_model.h"
#include "learn/gradient/loss.h"
#include "learn/gradient/network.h"

namespace orthant {

class SemanticBranch {
 public:
  // `data` has class vectors; at least 2 classes have rows.
  void prepare(const TrainingData& data, std::int64_t width, std::int64_t bits, Rng& rng);

  [[nodiscard]] std::int64_t classes() const noexcept { return vectors_.rows(); }  // k
  // The row of a class among the seen ones.
  [[nodiscard]] std::int32_t seen_class(std::int32_t label) const noexcept {
    return number_[static_cast<std::size_t>(label)];
  }
  [[nodiscard]] MatrixView<double> vectors() const noexcept { return vectors_.view(); }  // k x c

  // t. `backward` takes the derivative by that of the last `forward`.
  [[nodiscard]] MatrixView<double> forward(const Work& work);
  void backward(const Matrix<double>& gradient, const Work& work);
  [[nodiscard]] Matrix<double> apply(const Work& work) const;

  [[nodiscard]] std::vector<Parameter> parameters() { return network_.parameters(); }
  void keep() { kept_ = network_.clone(); }
  void visit(State& state) { kept_.visit("kept semantic branch", state); }
  void finish(SemanticMap& semantics) const;

 private:
  Matrix<double> vectors_;  // of the seen classes, k x c
  AlignedBuffer<float> mean_;
  std::vector<std::int32_t> number_;  // per class; -1: not seen
  Network network_;
  Network kept_;
};

}  // namespace orthant
