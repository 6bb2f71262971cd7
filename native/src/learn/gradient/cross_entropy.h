// The softmax cross-entropy of scores against labels: for a row with the labels Y, each in 1 / |Y|
// of the cases (OrthoHash, for several labels),
//     - 1 / |Y| sum_{c in Y} log softmax(scores)_c
#pragma once

#include <cstdint>
#include <span>

#include "data/matrix.h"

namespace orthant {

// Replaces the scores of one row by the derivative of its cross-entropy by them.
[[nodiscard]] double cross_entropy(std::span<const std::int32_t> labels, std::span<double> scores);

}  // namespace orthant
