#include "learn/gradient/semantic_branch.h"

#include <array>
#include <utility>

#include "data/rows_of.h"
#include "learn/class_vectors.h"

namespace orthant {

void SemanticBranch::prepare(const TrainingData& data, std::int64_t width, std::int64_t bits,
                             Rng& rng) {
  CentredVectors centred = centred_class_vectors(data);
  mean_ = std::move(centred.mean);
  const std::vector<std::int64_t> seen = data.seen_classes();
  number_.assign(static_cast<std::size_t>(data.labels.classes()), -1);
  for (std::size_t i = 0; i < seen.size(); ++i) {
    number_[static_cast<std::size_t>(seen[i])] = static_cast<std::int32_t>(i);
  }
  vectors_ = rows_of(centred.vectors.view(), seen);
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
