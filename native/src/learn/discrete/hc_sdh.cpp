#include "learn/discrete/hc_sdh.h"

#include <string>

#include "learn/discrete/codebook.h"
#include "learn/discrete/discrete_codes.h"
#include "learn/shared_rows.h"

namespace orthant {

HcSdhTrainer::HcSdhTrainer()
    : Trainer("hc-sdh", Needs::labels,
              {{"anchors", 1000, 1, 1e6, true},
               {"memory", 512, 1, 1e9, true},
               {"ridge", 1e-2, 0.0, 1e9, false},
               {"codebook", 0, 0, 2, true}}) {}

void HcSdhTrainer::prepare(const TrainingData& data, Rng& rng, const Work& work) {
  const std::shared_ptr<const PhiRows> phi = anchored_rows(data, options, rng, work);
  features_ = phi->features().clone();
  const Codebook book = draw_codebook(static_cast<CodebookKind>(options.integer("codebook")),
                                      data.labels.classes(), options.integer("bits"), rng, work);
  distinct_columns_ = book.distinct_columns;
  least_distance_ = book.least_distance;
  hash_.emplace(phi, words_of_rows(data.labels, book.words.view()), options.number("ridge"),
                "ridge", work);
}

// All is done by `prepare`: there is one solve and nothing to alternate with.
double HcSdhTrainer::round(Rng& /*rng*/, const Work& work) { return hash_->objective(work); }

void HcSdhTrainer::visit(State& state) { hash_->visit(state); }

void HcSdhTrainer::finish(HashModel& model) const {
  add_visual_bits(features_, hash_->projection(), model);
  model.provenance += "distinct-columns=" + std::to_string(distinct_columns_) +
                      "\nleast-distance=" + std::to_string(least_distance_) + "\n";
}

}  // namespace orthant
