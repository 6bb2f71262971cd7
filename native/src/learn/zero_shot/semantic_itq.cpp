#include "learn/zero_shot/semantic_itq.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "learn/class_vectors.h"
#include "learn/discrete/class_targets.h"
#include "learn/discrete/discrete_codes.h"
#include "learn/zero_shot/joint_directions.h"
#include "linalg/blas.h"
#include "linalg/ridge.h"
#include "linalg/tall.h"

namespace orthant {

SemanticItqTrainer::SemanticItqTrainer()
    : Trainer("semantic-itq", Needs::semantics,
              {{"anchors", 1000, 1, 1e6, true},
               {"memory", 512, 1, 1e9, true},
               {"rounds", 50, 1, 1000, true},
               {"ridge", 0.1, 0.0, 1e9, false},
               {"name-weight", 60, 0, 1e9, false},
               {"visual-bits", 0, 0, ORTHANT_MAX_BITS - 1, true}}) {}

void SemanticItqTrainer::prepare(const TrainingData& data, Rng& rng, const Work& work) {
  const auto visual_bits = static_cast<std::int32_t>(options.integer("visual-bits"));
  const auto bits = static_cast<std::int32_t>(options.integer("bits")) - visual_bits;
  if (bits < 1) {
    refuse("option \"visual-bits\" is " + std::to_string(visual_bits) +
           "; it must be less than \"bits\", which is " + std::to_string(bits + visual_bits));
  }
  const std::shared_ptr<const PhiRows> phi = anchored_rows(data, options, rng, work);
  features_ = phi->features().clone();
  auto [vectors, mean] = centred_class_vectors(data);
  mean_ = std::move(mean);
  const Matrix<double> names = rows_with_direction(vectors);
  names_ = names.rows();
  Matrix<double> lifted = lift(regress(data, *phi, vectors.clone(), work), names, bits, work);
  search_ =
      RotationSearch(std::move(lifted), names_, options.number("name-weight"), bits, rng, work);
  if (visual_bits == 0) return;
  visual_.emplace();
  visual_->prepare(data.rows(), options, visual_bits, visual_bits, rng, work);
}

Matrix<double> SemanticItqTrainer::regress(const TrainingData& data, const PhiRows& phi,
                                           Matrix<double> vectors, const Work& work) {
  const ClassTargets targets(data.labels, std::move(vectors), ClassTargets::Combine::mean);
  const Matrix<double> sums = targets.class_sums(phi, work);
  regression_ =
      solve_ridge(gram(phi, work), options.number("ridge"), "ridge", targets.combined(sums.view()));
  return project(phi, regression_.view(), work);
}

Matrix<double> SemanticItqTrainer::lift(Matrix<double> predictions, const Matrix<double>& names,
                                        std::int64_t bits, const Work& work) {
  scale_rows_to_unit(predictions);
  basis_ = leading_directions(predictions, names, options.number("name-weight"), bits, work);
  const std::int64_t n = predictions.rows();
  Matrix<double> lifted(n + names.rows(), basis_.rows());
  work.for_each_block(n, 1024, [&](std::int64_t first, std::int64_t last) {
    multiply_transposed_into(predictions.view().block(first, last), basis_.view(),
                             lifted.row(first).data());
  });
  multiply_transposed_into(names.view(), basis_.view(), lifted.row(n).data());
  return lifted;
}

std::int32_t SemanticItqTrainer::rounds_at_most() const {
  return static_cast<std::int32_t>(options.integer("rounds"));
}

double SemanticItqTrainer::round(Rng& /*rng*/, const Work& work) {
  const double objective = search_.round(work);
  return visual_ ? objective + visual_->round(work) : objective;
}

void SemanticItqTrainer::visit(State& state) {
  search_.visit(state);
  if (visual_) visual_->visit(state);
}

void SemanticItqTrainer::finish(HashModel& model) const {
  model.provenance += "anchors=" + std::to_string(features_.anchors.rows()) +
                      "\nnames=" + std::to_string(names_) +
                      "\nrank=" + std::to_string(basis_.rows()) + "\n";
  const Matrix<double> lift = transposed_multiply(basis_.view(), search_.rotation());  // A, c x r
  const Matrix<double> projection = multiply(regression_.view(), lift.view());         // m x r
  model.groups.push_back(
      {BitRole::semantic, features_.clone(), bits_by_columns(projection.view())});
  if (visual_) model.groups.push_back(visual_->finish());
  model.semantics.unit_rows = true;
  model.semantics.mean = mean_.clone();
  model.semantics.map = bits_by_columns(lift.view());
  model.semantics.basis = to_float(basis_.view());
}

}  // namespace orthant
