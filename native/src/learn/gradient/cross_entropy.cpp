#include "learn/gradient/cross_entropy.h"

#include <algorithm>
#include <cmath>

namespace orthant {

double cross_entropy(std::span<const std::int32_t> labels, std::span<double> scores) {
  const double share = 1.0 / static_cast<double>(labels.size());
  const double largest = *std::max_element(scores.begin(), scores.end());
  double wanted = 0.0;
  for (const std::int32_t label : labels) {
    wanted += share * (scores[static_cast<std::size_t>(label)] - largest);
  }
  double sum = 0.0;
  for (double& score : scores) {
    score = std::exp(score - largest);
    sum += score;
  }
  for (double& score : scores) score /= sum;
  for (const std::int32_t label : labels) scores[static_cast<std::size_t>(label)] -= share;
  return std::log(sum) - wanted;
}

}  // namespace orthant
