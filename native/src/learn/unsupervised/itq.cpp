#include "learn/unsupervised/itq.h"

#include <algorithm>
#include <utility>

#include "learn/discrete/discrete_codes.h"
#include "learn/feature_fit.h"
#include "learn/phi_rows.h"
#include "linalg/blas.h"
#include "linalg/pca.h"
#include "linalg/tall.h"

namespace orthant {

void ItqBits::prepare(std::shared_ptr<const RowSource> rows, const Options& options,
                      std::int32_t directions, std::int32_t bits, Rng& rng, const Work& work) {
  Matrix<double> reduced = reduce(std::move(rows), options, directions, work);
  search_ = RotationSearch(std::move(reduced), 0, 1.0, bits, rng, work);
}

// V; the centred rows are gone when it returns.
Matrix<double> ItqBits::reduce(std::shared_ptr<const RowSource> rows, const Options& options,
                               std::int32_t directions, const Work& work) {
  features_ = fit_linear(*rows, options.flag("unit-rows"), work);
  const PhiRows centred(features_.clone(), rows, memory_bound(options), work);
  directions_ = pca(centred, std::min<std::int64_t>(directions, rows->columns()), work);
  return project(centred, transposed(directions_.view()).view(), work);
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

ItqTrainer::ItqTrainer()
    : Trainer("itq", Needs::features,
              {{"memory", 512, 1, 1e9, true}, {"rounds", 50, 1, 1000, true}}) {}

void ItqTrainer::prepare(const TrainingData& data, Rng& rng, const Work& work) {
  const auto bits = static_cast<std::int32_t>(options.integer("bits"));
  bits_.prepare(data.rows(), options, bits, bits, rng, work);
}

std::int32_t ItqTrainer::rounds_at_most() const {
  return static_cast<std::int32_t>(options.integer("rounds"));
}

double ItqTrainer::round(Rng& /*rng*/, const Work& work) { return bits_.round(work); }

void ItqTrainer::finish(HashModel& model) const { model.groups.push_back(bits_.finish()); }

}  // namespace orthant
