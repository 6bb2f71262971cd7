#include "learn/gradient/semantic_branch.h"

#include <algorithm>
#include <array>
#include <utility>

#include "learn/zero_shot/class_vectors.h"

namespace orthant {

void SemanticBranch::prepare(const TrainingData& data, std::int64_t width, std::int64_t bits,
                             Rng& rng) {
  CentredVectors centred = centred_class_vectors(data);
  mean_ = std::move(centred.mean);
  std::int32_t seen = 0;
  for (const std::int64_t rows : data.rows_per_class()) number_.push_back(rows > 0 ? seen++ : -1);
  vectors_ = Matrix<double>(seen, centred.vectors.columns());
  for (std::size_t c = 0; c < number_.size(); ++c) {
    if (number_[c] < 0) continue;
    const auto from = centred.vectors.view().row(static_cast<std::int64_t>(c));
    std::copy(from.begin(), from.end(), vectors_.row(number_[c]).begin());
  }
  network_ = Network(std::array{vectors_.columns(), width, bits}, Activation::relu, 0);
  network_.draw(1.0, rng);  // unit vectors come out with entries near 1
  keep();
}

MatrixView<double> SemanticBranch::forward(const Work& work) {
  return network_.forward(vectors_.view(), work);
}

void SemanticBranch::backward(const Matrix<double>& gradient, const Work& work) {
  network_.backward(vectors_.view(), gradient, work);
}

Matrix<double> SemanticBranch::apply(const Work& work) const {
  return network_.apply(vectors_.view(), work);
}

void SemanticBranch::finish(SemanticMap& semantics) const {
  const std::int64_t last = kept_.depth() - 1;
  semantics.unit_rows = true;
  semantics.mean = mean_.clone();
  for (std::int64_t l = 0; l < last; ++l) {
    semantics.layers.push_back(kept_.folded(l, kept_.width(l)));
  }
  Layer map = kept_.folded(last, kept_.width(last));
  semantics.map = std::move(map.weights);
  semantics.offset = std::move(map.offset);
}

}  // namespace orthant
