#include "learn/discrete/lfh.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include "data/sum_of_squares.h"
#include "learn/feature_fit.h"
#include "linalg/blas.h"
#include "linalg/pca.h"
#include "linalg/rotation.h"
#include "linalg/tall.h"

namespace orthant {
namespace {

constexpr std::int64_t kWatched = 256;

// Principal components of the rows, turned to `bits` columns, with a mean square of 1.
Matrix<double> start(MatrixView<float> rows, bool unit_rows, std::int64_t bits, Rng& rng,
                     const Work& work) {
  const Matrix<float> centred = map_rows(fit_linear(rows, unit_rows, work), rows, work);
  const Matrix<double> directions = pca(centred.view(), std::min(bits, centred.columns()), work);
  const Matrix<double> rotation = random_rotation(directions.rows(), bits, rng);
  const Matrix<double> map = transposed_multiply(directions.view(), rotation.view());
  Matrix<double> factors = project(centred.view(), map.view(), work);
  const std::span<double> values(factors.data(), static_cast<std::size_t>(rows.rows * bits));
  const double squares = sum_of_squares(std::span<const double>(values));
  const double scale = squares > 0.0 ? std::sqrt(static_cast<double>(values.size()) / squares) : 0;
  for (double& value : values) value *= scale;
  return factors;
}

}  // namespace

LfhTrainer::LfhTrainer()
    : Trainer("lfh", Needs::labels,
              {{"anchors", 1000, 0, 1e6, true},
               {"rounds", 50, 1, 1000, true},
               {"columns", 0, 0, 4096, true},
               {"beta", 0.0, 0.0, 1e9, false},
               {"ridge", 1e-2, 0.0, 1e9, false}}) {}

void LfhTrainer::prepare(const TrainingData& data, Rng& rng, const Work& work) {
  const std::int64_t bits = options.integer("bits");
  const std::int64_t rows = data.features.rows;
  const bool unit_rows = options.flag("unit-rows");
  hash_.prepare(data.features, unit_rows, options.integer("anchors"), rng, work);
  const double beta = options.number("beta");
  factors_ =
      LatentFactors(Similarity(data.labels), beta > 0.0 ? beta : 30.0 / static_cast<double>(bits),
                    start(data.features, unit_rows, bits, rng, work));
  watched_ = draw_rows(rows, std::min(rows, kWatched), rng);
  objective_ = factors_.objective(watched_, work);
}

std::int32_t LfhTrainer::rounds_at_most() const {
  return static_cast<std::int32_t>(options.integer("rounds"));
}

double LfhTrainer::round(Rng& rng, const Work& work) {
  const std::int64_t rows = factors_.factors().rows;
  const std::int64_t wanted = options.integer("columns");
  const std::int64_t columns = wanted == 0 ? options.integer("bits") : wanted;
  const std::vector<std::int64_t> drawn = draw_rows(rows, std::min(columns, rows), rng);
  objective_ = factors_.descend(factors_.step(drawn, work), watched_, objective_, work);
  if (rounds_done + 1 == rounds_at_most()) {
    hash_.fit(factors_.signs().view(), options.number("ridge"), work);
  }
  return objective_;
}

void LfhTrainer::visit(State& state) {
  state.field("factors", factors_.mutable_factors());
  state.field("objective", objective_);
  hash_.visit(options.integer("bits"), state);
}

void LfhTrainer::finish(HashModel& model) const { hash_.finish(model); }

}  // namespace orthant
