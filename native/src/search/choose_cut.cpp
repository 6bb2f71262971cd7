// The choice of chunks, declared in chunk_tables.h.
#include <algorithm>
#include <cmath>
#include <vector>

#include "search/chunk_tables.h"

namespace orthant {
namespace {

constexpr std::int64_t kTypicalNeighbours = 10;

// A cut may cost so much more than the best one if it needs fewer tables.
constexpr double kWorthATable = 1.1;

// Fewer codes than that are scanned in a few microseconds: no cut is worth being looked for.
constexpr std::int64_t kFewestRows = 4096;

// Beyond it half of a table's buckets are empty.
std::int32_t most_width(const DistanceSample& sample) {
  const auto rows = static_cast<double>(std::max<std::int64_t>(sample.rows(), 1));
  return std::min(static_cast<std::int32_t>(std::log2(rows)) + 1, kWidestChunk);
}

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

double scan_price(const DistanceSample& sample) {
  return Prices{}.of_scan(static_cast<double>(sample.rows()), words_for(sample.bits()));
}

// What it takes on average to prove a `part`-th of the distances of the sampled queries'
// neighbours. One that takes long is scanned for instead: the price p counts as 1 / (1/p + 1/scan),
// which still tells bad cuts from worse ones.
double expected_price(const DistanceSample& sample, Shape shape, std::int32_t part) {
  const std::vector<double> prices = unit_prices(sample, shape);
  const double scan = scan_price(sample);
  double sum = 0;
  for (std::int64_t query = 0; query < sample.queries(); ++query) {
    const std::int32_t units = sample.kth_distance(query, kTypicalNeighbours) / part + 1;
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
Priced best_width(const DistanceSample& sample, std::int32_t chunks, std::int32_t part) {
  const double log_rows = std::log2(static_cast<double>(sample.rows()));
  const std::int32_t widest = std::min(most_width(sample), (sample.bits() + chunks - 1) / chunks);
  const std::int32_t narrowest = std::min(widest, static_cast<std::int32_t>(log_rows) - 11);
  Priced best{{chunks, widest}, expected_price(sample, {chunks, widest}, part)};
  for (std::int32_t width = widest - 1; width >= std::max(narrowest, 1); --width) {
    const double price = expected_price(sample, {chunks, width}, part);
    if (price < best.price) best = {{chunks, width}, price};
  }
  return best;
}

// Of the cuts into `fewest` to `most` chunks the cheapest, or one that is nearly so with fewer.
Priced best_cut(const DistanceSample& sample, std::int32_t fewest, std::int32_t most,
                std::int32_t part) {
  std::vector<Priced> choices;
  for (std::int32_t m = fewest; m <= most; ++m) choices.push_back(best_width(sample, m, part));
  double least = choices.front().price;
  for (const Priced& choice : choices) least = std::min(least, choice.price);
  return *std::find_if(choices.begin(), choices.end(),
                       [&](const Priced& choice) { return choice.price <= kWorthATable * least; });
}

}  // namespace

std::vector<Chunk> choose_cut(const DistanceSample& sample, std::int32_t chunks) {
  const double log_rows = std::log2(static_cast<double>(std::max(sample.rows(), kFewestRows)));
  const double even = sample.bits() / log_rows;
  if (sample.rows() < kFewestRows) {
    const std::int32_t m = chunks > 0 ? chunks : static_cast<std::int32_t>(std::ceil(even));
    return cut(sample.bits(), m, most_width(sample));
  }
  const std::int32_t fewest = std::max(chunks, 1);
  const std::int32_t last =
      chunks > 0 ? chunks
                 : std::min(static_cast<std::int32_t>(std::ceil(1.5 * even)), sample.bits());
  // Where the neighbours are so far that a scan finds them sooner by any cut, the one for half of
  // their distance still serves near searches; or that for a quarter.
  Priced best = best_cut(sample, fewest, last, 1);
  for (std::int32_t part = 2; part <= 4 && best.price > scan_price(sample) / 3; part *= 2) {
    best = best_cut(sample, fewest, last, part);
  }
  return cut(sample.bits(), best.shape.chunks, best.shape.width);
}

}  // namespace orthant
