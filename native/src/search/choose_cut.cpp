// The choice of chunks, declared in chunk_tables.h.
#include <algorithm>
#include <cmath>
#include <vector>

#include "search/chunk_tables.h"

namespace orthant {
namespace {

constexpr std::int64_t kTypicalNeighbours = 10;

// A cut may cost so much more than the best one if it needs fewer tables.
constexpr double kWorthATable = 1.2;

// Fewer codes than 2^10 are not worth more tables.
constexpr double kFewestLogRows = 10;

struct Shape {
  std::int32_t chunks;
  std::int32_t width;
};

// The average over the tables of a cut of what a unit takes, per radius.
std::vector<double> unit_prices(const DistanceSample& sample, Shape shape) {
  const auto radii = static_cast<std::size_t>(shape.width) + 1;
  std::vector<double> pairs_at(radii);
  for (const Chunk& chunk : cut(sample.bits(), shape.chunks, shape.width)) {
    for (std::int64_t i = 0; i < sample.pairs(); ++i) {
      ++pairs_at[static_cast<std::size_t>(weight_of(value_of(chunk, sample.pair(i))))];
    }
  }
  const double all_pairs = static_cast<double>(sample.pairs()) * shape.chunks;
  const double values = std::ldexp(1.0, shape.width);
  std::vector<double> prices(radii);
  for (std::size_t s = 0; s < radii; ++s) {
    const double probes = shell_size(shape.width, static_cast<std::int32_t>(s));
    const double share = std::max(probes / values, pairs_at[s] / all_pairs);
    prices[s] = Prices{}.of({1, probes, share * static_cast<double>(sample.rows())},
                            words_for(sample.bits()));
  }
  return prices;
}

// What the sampled queries take on average, where one that takes long is scanned for instead: the
// cost c counts as 1 / (1/c + 1/scan), which still tells bad cuts from worse ones.
double expected_price(const DistanceSample& sample, Shape shape) {
  const std::vector<double> prices = unit_prices(sample, shape);
  const double scan =
      Prices{}.of_scan(static_cast<double>(sample.rows()), words_for(sample.bits()));
  double sum = 0;
  for (std::int64_t query = 0; query < sample.queries(); ++query) {
    const std::int32_t units = sample.kth_distance(query, kTypicalNeighbours) + 1;
    double price = 0;
    for (std::int32_t u = 0; u < units && u / shape.chunks <= shape.width; ++u) {
      price += prices[static_cast<std::size_t>(u / shape.chunks)];
    }
    sum += 1 / (1 / price + 1 / scan);
  }
  return sum / static_cast<double>(sample.queries());
}

struct Priced {
  Shape shape;
  double price;
};

// The best width for a number of chunks. From buckets of a few thousand codes to nearly empty ones.
Priced best_width(const DistanceSample& sample, std::int32_t chunks) {
  const double log_rows = std::log2(static_cast<double>(sample.rows()));
  const auto widest = std::min({static_cast<std::int32_t>(log_rows) + 1, kWidestChunk,
                                (sample.bits() + chunks - 1) / chunks});
  const std::int32_t narrowest = std::min(widest, static_cast<std::int32_t>(log_rows) - 11);
  Priced best{{chunks, widest}, expected_price(sample, {chunks, widest})};
  for (std::int32_t width = widest - 1; width >= std::max(narrowest, 1); --width) {
    const double price = expected_price(sample, {chunks, width});
    if (price < best.price) best = {{chunks, width}, price};
  }
  return best;
}

}  // namespace

std::vector<Chunk> choose_cut(const DistanceSample& sample, std::int32_t chunks) {
  if (sample.rows() < 2) return cut(sample.bits(), std::max(chunks, 1), 1);
  if (chunks > 0) {
    return cut(sample.bits(), chunks, best_width(sample, chunks).shape.width);
  }
  const double log_rows = std::max(std::log2(static_cast<double>(sample.rows())), kFewestLogRows);
  const auto most = static_cast<std::int32_t>(std::ceil(1.5 * sample.bits() / log_rows));
  std::vector<Priced> choices;
  for (std::int32_t m = 1; m <= std::min(most, sample.bits()); ++m)
    choices.push_back(best_width(sample, m));
  double least = choices.front().price;
  for (const Priced& choice : choices) least = std::min(least, choice.price);
  const Priced& chosen = *std::find_if(choices.begin(), choices.end(), [&](const Priced& choice) {
    return choice.price <= kWorthATable * least;
  });
  return cut(sample.bits(), chosen.shape.chunks, chosen.shape.width);
}

}  // namespace orthant
