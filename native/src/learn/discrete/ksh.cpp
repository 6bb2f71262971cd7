#include "learn/discrete/ksh.h"

#include <algorithm>
#include <string>
#include <utility>

#include "data/rows_of.h"
#include "learn/feature_fit.h"

namespace orthant {
namespace {

// The first `means.size()` columns of phi, centred; the means are filled in.
Matrix<float> centred(const Matrix<float>& phi, std::vector<double>& means) {
  const auto columns = static_cast<std::int64_t>(means.size());
  for (std::int64_t i = 0; i < phi.rows(); ++i) {
    const float* row = phi.row(i).data();
    for (std::size_t j = 0; j < means.size(); ++j) means[j] += static_cast<double>(row[j]);
  }
  for (double& mean : means) mean /= static_cast<double>(phi.rows());
  Matrix<float> kernel(phi.rows(), columns);
  for (std::int64_t i = 0; i < phi.rows(); ++i) {
    for (std::int64_t j = 0; j < columns; ++j) {
      kernel(i, j) =
          static_cast<float>(static_cast<double>(phi(i, j)) - means[static_cast<std::size_t>(j)]);
    }
  }
  return kernel;
}

}  // namespace

KshTrainer::KshTrainer()
    : Trainer("ksh", Needs::labels,
              {{"anchors", 300, 1, 32766, true},
               {"samples", 2000, 2, 1e6, true},
               {"steps", 500, 0, 1e6, true},
               {"tolerance", 1e-2, 0.0, 1e9, false}}) {}

void KshTrainer::prepare(const TrainingData& data, Rng& rng, const Work& work) {
  features_ =
      fit_anchors(data.features, options.flag("unit-rows"), options.integer("anchors"), rng, work);
  features_.width *= 2.0F;
  const std::int64_t rows = data.features.rows;
  const std::vector<std::int64_t> sample =
      draw_rows(rows, std::min(options.integer("samples"), rows), rng);
  const Matrix<float> phi = map_rows(features_, rows_of(data.features, sample).view(), work);
  means_.assign(static_cast<std::size_t>(features_.anchors.rows()), 0.0);
  bits_ = GreedyKernelBits(centred(phi, means_), Similarity(data.labels, sample),
                           options.integer("bits"),
                           {options.integer("steps"), options.number("tolerance")}, work);
}

std::int32_t KshTrainer::rounds_at_most() const {
  return static_cast<std::int32_t>(options.integer("bits"));
}

double KshTrainer::round(Rng& /*rng*/, const Work& work) {
  bits_.add_bit(rounds_done, work);
  return bits_.objective(work);
}

void KshTrainer::visit(State& state) {
  state.field("directions", bits_.mutable_directions());
  state.field("codes", bits_.mutable_codes());
}

void KshTrainer::finish(HashModel& model) const {
  const MatrixView<double> directions = bits_.directions();
  Matrix<float> projection(directions.columns, directions.rows + 1);
  for (std::int64_t k = 0; k < directions.columns; ++k) {
    double shift = 0.0;
    for (std::int64_t j = 0; j < directions.rows; ++j) {
      projection(k, j) = static_cast<float>(directions(j, k));
      shift -= directions(j, k) * means_[static_cast<std::size_t>(j)];
    }
    projection(k, directions.rows) = static_cast<float>(shift);
  }
  model.provenance += "anchors=" + std::to_string(features_.anchors.rows()) + "\n";
  model.groups.push_back({BitRole::visual, features_.clone(), std::move(projection)});
}

}  // namespace orthant
