#include "index/seal.h"

#include <memory>
#include <utility>

#include "base/parallel.h"
#include "search/cost_model.h"
#include "search/prober.h"

namespace orthant {
namespace {

// A scan of fewer codes takes a few microseconds, whatever they are.
constexpr std::int64_t kFewestForTables = 8192;

// Fewer codes lie in the cache, where looking twice at those that are near costs more than reading
// all of them: 256 bits with 12 % flipped take 1.7 times as long by heads at 3 MB, as long at 16
// MB, and 1/1.5 at 64 MB (AMD Zen 5).
constexpr std::int64_t kFewestBytesForHeads = std::int64_t{16} << 20;

// Whether a search for the nearest neighbour of a code is expected to be faster by tables.
bool tables_pay(const std::shared_ptr<const ChunkTables>& tables, const Prices& prices,
                const PackedCodes& codes) {
  Prober prober(tables);
  CostModel model(tables, prices);
  prober.start(codes.row(0), nullptr);
  return !model.plan_nearest(prober, 1, codes.bits()).scan;
}

}  // namespace

Segment sealed_segment(GroupedCodes codes, Strategy strategy, std::int32_t chunks, int threads) {
  Segment segment = {.codes = std::make_shared<const GroupedCodes>(std::move(codes))};
  const PackedCodes& distinct = segment.codes->codes();
  if (8 * distinct.rows() * distinct.words() >= kFewestBytesForHeads) {
    segment.heads = heads_worth_having(distinct);
  }
  const bool small = distinct.rows() < kFewestForTables;
  if (strategy == Strategy::kScan || (strategy == Strategy::kChoose && small)) return segment;
  auto tables = std::make_shared<const ChunkTables>(distinct, chunks, Parallel(threads));
  const Prices prices = measure_prices(tables);
  if (strategy == Strategy::kChoose && !tables_pay(tables, prices, distinct)) return segment;
  segment.tables = std::move(tables);
  segment.prices = prices;
  return segment;
}

}  // namespace orthant
