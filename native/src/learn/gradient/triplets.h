// Triplets of a batch's rows: an anchor, a row nearer to it by its labels, and one farther from it.
#pragma once

#include <cstdint>
#include <vector>

#include "base/rng.h"
#include "data/matrix.h"

namespace orthant {

struct Triplet {
  std::int64_t anchor;
  std::int64_t nearer;
  std::int64_t farther;
};

// relevance: b x b; a triplet (a, i, j) of three rows has relevance(a, i) > relevance(a, j). All
// triplets of an anchor that has at most `per_anchor` of them, or that many drawn uniformly with
// replacement; anchor by anchor. An anchor to which all rows are alike has none. Cost b^2 log b and
// the triplets.
[[nodiscard]] std::vector<Triplet> draw_triplets(const Matrix<std::int32_t>& relevance,
                                                 std::int64_t per_anchor, Rng& rng);

}  // namespace orthant
