#include "learn/unsupervised/itq.h"

#include <algorithm>
#include <utility>

#include "learn/discrete/discrete_codes.h"
#include "learn/feature_fit.h"
#include "linalg/blas.h"
#include "linalg/pca.h"
#include "linalg/tall.h"

namespace orthant {
void ItqBits::prepare(MatrixView<float> rows, bool unit_rows, std::int32_t directions,
                      std::int32_t bits, Rng& rng, const Work& work) {
  features_ = fit_linear(rows, unit_rows, work);
  Matrix<float> centred = map_rows(features_, rows, work);
  directions_ = pca(centred.view(), std::min<std::int64_t>(directions, rows.columns), work);
  Matrix<double> reduced = project(centred.view(), transposed(directions_.view()).view(), work);
  centred = {};  // before the search makes room for as much again
  search_ = RotationSearch(std::move(reduced), 0, 1.0, bits, rng, work);
}

Matrix<float> ItqBits::codes_after(std::int32_t rounds, const Work& work) const {
  RotationSearch search = search_.clone();
  for (std::int32_t i = 0; i < rounds && !search.converged(); ++i) (void)search.round(work);
  return Matrix<float>::copy_of(search.codes());
}

BitGroup ItqBits::finish() const {
  const Matrix<double> projection = transposed_multiply(directions_.view(), search_.rotation());
  return {BitRole::visual, features_.clone(), bits_by_columns(projection.view())};
}

ItqTrainer::ItqTrainer() : Trainer("itq", Needs::features, {{"rounds", 50, 1, 1000, true}}) {}

void ItqTrainer::prepare(const TrainingData& data, Rng& rng, const Work& work) {
  bits_.prepare(data.features, options.flag("unit-rows"),
                static_cast<std::int32_t>(options.integer("bits")), rng, work);
}

std::int32_t ItqTrainer::rounds_at_most() const {
  return static_cast<std::int32_t>(options.integer("rounds"));
}

double ItqTrainer::round(Rng& /*rng*/, const Work& work) { return bits_.round(work); }

void ItqTrainer::finish(HashModel& model) const { model.groups.push_back(bits_.finish()); }

}  // namespace orthant
