#include "learn/zero_shot/zsh.h"

#include <string>
#include <utility>

#include "learn/feature_fit.h"
#include "learn/shared_rows.h"
#include "learn/zero_shot/knn_graph.h"
#include "linalg/blas.h"
#include "linalg/rotation.h"
#include "linalg/tall.h"

namespace orthant {

ZshTrainer::ZshTrainer()
    : Trainer("zsh", Needs::semantics,
              {{"anchors", 1000, 1, 1e6, true},
               {"memory", 512, 1, 1e9, true},
               {"rounds", 5, 1, 1000, true},
               {"sweeps", 5, 1, 1000, true},
               {"lambda", 1e-2, 0.0, 1e9, false},
               {"alpha", 1e-2, 1e-12, 1e9, false},
               {"beta", 1e-2, 0.0, 1e9, false},
               {"gamma", 1e-6, 0.0, 1e9, false},
               {"neighbours", 5, 1, 1000, true},
               {"rotation", 0, 0, 2, true},
               {"graph", 0, 0, 2, true},
               {"restart", 0, 0, 1, true}}) {}

void ZshTrainer::prepare(const TrainingData& data, Rng& rng, const Work& work) {
  class_vectors_ = unit_class_vectors(data.semantics.view());
  targets_.emplace(data.labels, class_vectors_.clone(), ClassTargets::Combine::mean);
  std::shared_ptr<const RowSource> phi;
  Matrix<double> smoothness;
  if (wants_graph()) {  // which compares all rows with all others
    features_ =
        fit_anchors(*data.rows(), options.flag("unit-rows"), options.integer("anchors"), rng, work);
    Matrix<float> whole = map_rows(features_, *data.rows(), work);
    smoothness = graph_terms(whole, work);
    phi = std::make_shared<MatrixRows>(std::move(whole));
  } else {
    const std::shared_ptr<const PhiRows> anchored = anchored_rows(data, options, rng, work);
    features_ = anchored->features().clone();
    phi = anchored;
  }
  const CodeWeights weights{options.number("lambda"), options.number("alpha"),
                            options.number("beta"), "beta"};
  codes_.emplace(std::move(phi), weights, std::move(smoothness),
                 static_cast<std::int32_t>(options.integer("bits")), rng, work);
  if (options.integer("rotation") != static_cast<int>(Rotation::none)) {
    rotate_targets(random_rotation(class_vectors_.columns(), class_vectors_.columns(), rng));
  }
  codes_->class_step(*targets_, targets_->sign_sums(codes_->codes(), work), work);
}

bool ZshTrainer::wants_graph() const {
  return static_cast<Graph>(options.integer("graph")) != Graph::none &&
         options.number("gamma") != 0.0;
}

Matrix<double> ZshTrainer::graph_terms(const Matrix<float>& phi, const Work& work) {
  const auto form = static_cast<Graph>(options.integer("graph"));
  const double gamma = options.number("gamma");
  const KnnGraph graph(phi.view(), options.integer("neighbours"), work);
  if (form == Graph::semantics) {
    Matrix<double> y(phi.rows(), class_vectors_.columns());
    targets_->add_to_rows(class_vectors_.view(), y, work);
    const Matrix<double> smoothed = graph.laplacian_times(y.view(), work);
    for (std::int64_t i = 0; i < y.rows() * y.columns(); ++i) {
      graph_term_ += gamma * y.data()[i] * smoothed.data()[i];
    }
    return {};
  }
  Matrix<double> smoothness =
      cross(phi.view(), graph.laplacian_times(phi.view(), work).view(), work);
  for (double* value = smoothness.data();
       value != smoothness.data() + smoothness.rows() * smoothness.columns(); ++value) {
    *value *= gamma;
  }
  return smoothness;
}

std::int32_t ZshTrainer::rounds_at_most() const {
  return static_cast<std::int32_t>(options.integer("rounds"));
}

double ZshTrainer::round(Rng& rng, const Work& work) {
  const auto sweeps = static_cast<std::int32_t>(options.integer("sweeps"));
  codes_->code_step(*targets_, sweeps, options.flag("restart"), work);
  const Matrix<double> sums = targets_->sign_sums(codes_->codes(), work);
  rotate(sums, rng);
  codes_->class_step(*targets_, sums, work);
  codes_->feature_step(work);
  return codes_->objective(*targets_, work) + graph_term_;
}

void ZshTrainer::rotate(const Matrix<double>& sums, Rng& rng) {
  const auto kind = static_cast<Rotation>(options.integer("rotation"));
  const std::int64_t dimension = class_vectors_.columns();
  if (kind == Rotation::random) rotate_targets(random_rotation(dimension, dimension, rng));
  if (kind != Rotation::procrustes) return;
  // Y^T B W = T^T (M^T B) W
  const Matrix<double> codes_to_vectors = multiply(sums.view(), codes_->class_map());
  rotate_targets(
      nearest_rotation(transposed_multiply(class_vectors_.view(), codes_to_vectors.view()).view()));
}

void ZshTrainer::rotate_targets(Matrix<double> rotation) {
  rotation_ = std::move(rotation);
  targets_->replace_vectors(multiply(class_vectors_.view(), rotation_.view()));
}

void ZshTrainer::visit(State& state) {
  codes_->visit(state);
  if (rotation_.empty()) return;
  state.field("rotation", rotation_);
  rotate_targets(std::move(rotation_));  // the targets follow from a rotation that was read
}

void ZshTrainer::finish(HashModel& model) const {
  model.provenance += "anchors=" + std::to_string(features_.anchors.rows()) + "\n";
  model.groups.push_back(
      {BitRole::semantic, features_.clone(), bits_by_columns(codes_->projection())});
  const MatrixView<double> w = codes_->class_map();
  const Matrix<double> map =
      rotation_.empty() ? Matrix<double>::copy_of(w) : multiply_transposed(w, rotation_.view());
  model.semantics.unit_rows = true;
  model.semantics.map = Matrix<float>(map.rows(), map.columns());
  for (std::int64_t i = 0; i < map.rows() * map.columns(); ++i) {
    model.semantics.map.data()[i] = static_cast<float>(map.data()[i]);
  }
}

}  // namespace orthant
