#include "learn/discrete/cosdish.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/error.h"
#include "learn/discrete/discrete_codes.h"
#include "learn/feature_fit.h"

namespace orthant {
namespace {

// The value of dissimilar pairs; balanced: times (similar pairs) / (dissimilar pairs), so that with
// -1 the similarities sum to zero.
double value_of_dissimilar(const Similarity& similarity, double value, bool balanced,
                           const Work& work) {
  if (balanced) {
    const double similar = similarity.similar_pairs(work);
    const auto n = static_cast<double>(similarity.rows());
    const double dissimilar = n * n - similar;
    if (dissimilar == 0.0)
      refuse("all training rows share a class: there is nothing to tell apart");
    value *= similar / dissimilar;
  }
  if (value < 1.0) return value;
  refuse("dissimilar pairs have the value " + number_text(value) +
         ", which must be less than that of similar ones, 1: lower the option \"dissimilar\"");
}

}  // namespace

CosdishTrainer::CosdishTrainer()
    : Trainer("cosdish", Needs::labels,
              {{"anchors", 1000, 0, 1e6, true},
               {"rounds", 10, 1, 1000, true},
               {"alternations", 3, 1, 1000, true},
               {"columns", 0, 0, 4096, true},
               {"dissimilar", -1.0, -1.0, 1.0, false},
               {"balanced", 1, 0, 1, true},
               {"undo", 1, 0, 1, true},
               {"ridge", 1e-2, 0.0, 1e9, false}}) {}

void CosdishTrainer::prepare(const TrainingData& data, Rng& rng, const Work& work) {
  const std::int64_t bits = options.integer("bits");
  const std::int64_t wanted = options.integer("columns");
  columns_ = std::min(wanted == 0 ? bits : wanted, data.features.rows);
  hash_.prepare(data.features, options.flag("unit-rows"), options.integer("anchors"), rng, work);
  Similarity similarity(data.labels);
  const double dissimilar =
      value_of_dissimilar(similarity, options.number("dissimilar"), options.flag("balanced"), work);
  codes_ = ColumnSampling(std::move(similarity), dissimilar,
                          random_signs(data.features.rows, bits, rng), work);
}

std::int32_t CosdishTrainer::rounds_at_most() const {
  return static_cast<std::int32_t>(options.integer("rounds"));
}

double CosdishTrainer::round(Rng& rng, const Work& work) {
  const std::vector<std::int64_t> drawn = draw_rows(codes_.codes().rows, columns_, rng);
  Matrix<float> before;
  if (options.flag("undo")) before = Matrix<float>::copy_of(codes_.codes());
  for (std::int64_t i = 0; i < options.integer("alternations"); ++i) {
    codes_.sampled_step(drawn, work);
    codes_.other_step(drawn, work);
  }
  const double objective = codes_.objective(work);
  const bool undone = !before.empty() && rounds_done > 0 && objective >= objective_;
  if (undone) {
    codes_.mutable_codes() = std::move(before);
  } else {
    objective_ = objective;
  }
  if (rounds_done + 1 == rounds_at_most()) {
    hash_.fit(codes_.codes(), options.number("ridge"), work);
  }
  return objective_;
}

void CosdishTrainer::visit(State& state) {
  state.field("codes", codes_.mutable_codes());
  state.field("objective", objective_);
  hash_.visit(options.integer("bits"), state);
}

void CosdishTrainer::finish(HashModel& model) const { hash_.finish(model); }

}  // namespace orthant
