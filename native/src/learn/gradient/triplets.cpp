#include "learn/gradient/triplets.h"

#include <algorithm>

namespace orthant {
namespace {

// The triplets of one anchor, numbered through: with the other rows by rising relevance, the row at
// place p has less(p) rows of lower relevance before it, and as many triplets.
class AnchorTriplets {
 public:
  AnchorTriplets(const Matrix<std::int32_t>& relevance, std::int64_t anchor) : anchor_(anchor) {
    for (std::int64_t i = 0; i < relevance.rows(); ++i) {
      if (i != anchor) rows_.push_back(i);
    }
    const auto of = [&](std::int64_t row) { return relevance(anchor, row); };
    std::stable_sort(rows_.begin(), rows_.end(),
                     [&](std::int64_t i, std::int64_t j) { return of(i) < of(j); });
    std::int64_t less = 0;
    std::int64_t sum = 0;
    for (std::size_t p = 0; p < rows_.size(); ++p) {
      if (p > 0 && of(rows_[p - 1]) < of(rows_[p])) less = static_cast<std::int64_t>(p);
      sum += less;
      ends_.push_back(sum);
    }
  }

  [[nodiscard]] std::int64_t count() const { return ends_.empty() ? 0 : ends_.back(); }

  [[nodiscard]] Triplet at(std::int64_t number) const {
    const auto end = std::upper_bound(ends_.begin(), ends_.end(), number);
    const auto place = static_cast<std::size_t>(end - ends_.begin());
    const std::int64_t before = place == 0 ? 0 : ends_[place - 1];
    return {anchor_, rows_[place], rows_[static_cast<std::size_t>(number - before)]};
  }

 private:
  std::int64_t anchor_;
  std::vector<std::int64_t> rows_;
  std::vector<std::int64_t> ends_;  // triplets up to and with a place
};

}  // namespace

std::vector<Triplet> draw_triplets(const Matrix<std::int32_t>& relevance, std::int64_t per_anchor,
                                   Rng& rng) {
  std::vector<Triplet> triplets;
  for (std::int64_t anchor = 0; anchor < relevance.rows(); ++anchor) {
    const AnchorTriplets all(relevance, anchor);
    const bool draw = all.count() > per_anchor;
    for (std::int64_t t = 0; t < std::min(all.count(), per_anchor); ++t) {
      const auto count = static_cast<std::uint64_t>(all.count());
      triplets.push_back(all.at(draw ? static_cast<std::int64_t>(rng.below(count)) : t));
    }
  }
  return triplets;
}

}  // namespace orthant
