// The defaults of losses that do best on a linear head over whitened RBF features, chosen on
// held-out rows; weight decay is then what keeps a head of 1,000 free directions a bit from
// learning its rows by heart. With hidden layers so strong a decay leaves nothing to learn: set it
// to 0 there.
#pragma once

#include <vector>

#include "learn/options.h"

namespace orthant {

// `own` behind the defaults of the head.
[[nodiscard]] inline std::vector<OptionSpec> on_whitened_head(double weight_decay,
                                                              const std::vector<OptionSpec>& own) {
  std::vector<OptionSpec> all = {{"rounds", 40, 1, 100000, true},
                                 {"anchors", 1000, 0, 1e6, true},
                                 {"whiten", 0.3, 0, 1e9, false},
                                 {"hidden-layers", 0, 0, 16, true},
                                 {"weight-decay", weight_decay, 0, 1e3, false}};
  all.insert(all.end(), own.begin(), own.end());
  return all;
}

}  // namespace orthant
