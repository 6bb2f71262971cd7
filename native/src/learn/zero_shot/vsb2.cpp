#include "learn/zero_shot/vsb2.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "data/rows_of.h"
#include "data/sum_of_squares.h"
#include "learn/class_vectors.h"
#include "learn/discrete/class_targets.h"
#include "learn/discrete/discrete_codes.h"
#include "learn/feature_fit.h"
#include "learn/shared_rows.h"
#include "learn/zero_shot/class_relations.h"

namespace orthant {
namespace {

// The linear features, times a factor that makes the mean squared length of a row `bits`.
Matrix<float> rows_to_rebuild(const TrainingData& data, bool unit_rows, std::int64_t bits,
                              const Work& work) {
  Matrix<float> rows = map_rows(fit_linear(data.features, unit_rows, work), data.features, work);
  const std::int64_t count = rows.rows() * rows.columns();
  const double squares =
      work.sum_over_blocks(rows.rows(), 1024, [&](std::int64_t first, std::int64_t last) {
        double sum = 0.0;
        for (std::int64_t i = first; i < last; ++i) sum += sum_of_squares(rows.view().row(i));
        return sum;
      });
  const double mean = squares / static_cast<double>(rows.rows());
  const auto factor = static_cast<float>(std::sqrt(static_cast<double>(bits) / mean));
  if (!std::isfinite(factor)) return rows;  // all rows alike: nothing to rebuild
  for (std::int64_t i = 0; i < count; ++i) rows.data()[i] *= factor;
  return rows;
}

}  // namespace

Vsb2Trainer::Vsb2Trainer()
    : Trainer("vsb2", Needs::semantics,
              {{"anchors", 1000, 1, 1e6, true},
               {"rounds", 8, 1, 1000, true},
               {"sweeps", 3, 1, 1000, true},
               {"classes", 1.0, 0.0, 1e9, false},
               {"relations", 1.0, 0.0, 1e9, false},
               {"names", 1.0, 0.0, 1e9, false},
               {"visual", 1.0, 0.0, 1e9, false},
               {"rebuild", 0.1, 0.0, 1e9, false},
               {"name-ridge", 0.1, 0.0, 1e9, false},
               {"ridge", 1e-2, 0.0, 1e9, false},
               {"rebuild-ridge", 0.1, 0.0, 1e9, false},
               {"neighbours", 3, 0, 1000, true},
               {"kappa", 0.6, 0.0, 1.0, false},
               {"centre", 1, 0, 1, true},
               {"unseen-names", 0, 0, 1, true}}) {}

void Vsb2Trainer::prepare(const TrainingData& data, Rng& rng, const Work& work) {
  const std::int64_t bits = options.integer("bits");
  const bool unit_rows = options.flag("unit-rows");
  Vsb2Problem problem;
  choose_names(data, problem);
  const std::shared_ptr<const PhiRows> phi = anchored_rows(data, options, rng, work);
  features_ = phi->features().clone();
  problem.phi = phi;
  if (options.flag("rebuild")) problem.rows = rows_to_rebuild(data, unit_rows, bits, work);
  const Vsb2Weights weights{options.number("classes"), options.number("relations"),
                            options.number("names"),   options.number("visual"),
                            options.number("rebuild"), options.number("name-ridge"),
                            options.number("ridge"),   options.number("rebuild-ridge")};
  codes_.emplace(std::move(problem), data.labels, weights, bits, rng, work);
}

void Vsb2Trainer::choose_names(const TrainingData& data, Vsb2Problem& problem) {
  Matrix<double> vectors;
  if (options.flag("centre")) {
    CentredVectors centred = centred_class_vectors(data);
    vectors = std::move(centred.vectors);
    mean_ = std::move(centred.mean);
  } else {
    vectors = unit_class_vectors(data.semantics.view());
  }
  const std::vector<std::int64_t> rows = data.rows_per_class();
  for (std::int64_t c = 0; c < vectors.rows(); ++c) {
    const bool known = options.flag("unseen-names") && !is_zero(vectors.row(c));
    if (rows[static_cast<std::size_t>(c)] > 0 || known) problem.class_ids.push_back(c);
  }
  names_ = static_cast<std::int64_t>(problem.class_ids.size());
  if (names_ > kMostNames) {
    refuse("vsb2 relates every class to every other and takes at most " +
           std::to_string(kMostNames) + " classes, not " + std::to_string(names_) +
           "; use semantic-itq");
  }
  problem.vectors = rows_of(vectors.view(), problem.class_ids);
  problem.relations = class_relations(problem.vectors.view(), options.integer("neighbours"),
                                      options.number("kappa"));
}

std::int32_t Vsb2Trainer::rounds_at_most() const {
  return static_cast<std::int32_t>(options.integer("rounds"));
}

double Vsb2Trainer::round(Rng& /*rng*/, const Work& work) {
  const bool rows = codes_->code_step(static_cast<std::int32_t>(options.integer("sweeps")), work);
  const bool names = codes_->name_step(work);
  codes_->map_step(work);
  changed_ = rows || names;
  return codes_->objective(work);
}

void Vsb2Trainer::visit(State& state) {
  codes_->visit(state);
  state.field("changed", changed_);
}

void Vsb2Trainer::finish(HashModel& model) const {
  model.provenance += "anchors=" + std::to_string(features_.anchors.rows()) + "\n" +
                      "names=" + std::to_string(names_) + "\n";
  model.groups.push_back(
      {BitRole::semantic, features_.clone(), bits_by_columns(codes_->projection())});
  model.semantics.unit_rows = true;
  model.semantics.mean = mean_.clone();
  model.semantics.map = bits_by_columns(codes_->name_map());
}

}  // namespace orthant
