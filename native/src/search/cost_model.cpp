#include "search/cost_model.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "kernels/kernels.h"

namespace orthant {
namespace {

using Clock = std::chrono::steady_clock;

// A code within the bound of the moment is counted and kept, most of them in vain; one that comes
// from tables is looked for in those probed before.
constexpr double kHitNs = 8;
constexpr double kHitInTableNs = 2;

// The share of a scan that may be spent before a plan is weighed again.
constexpr double kWorthWeighing = 0.05;

// How many codes of a stream are within the bound of the moment, for the k nearest: of the i-th
// code the chance is k / i.
double expected_hits(double k, double codes) {
  const double hits = std::min(k, codes);
  return codes > 0 ? hits * (1 + std::log(codes / hits)) : 0;
}

double ns_since(Clock::time_point start) {
  return std::chrono::duration<double, std::nano>(Clock::now() - start).count();
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

// Pieces of the codes, one after the other and again: a large index is as cold as it will be, one
// that fits the cache is warm from the second time on, as in a row of scans.
double measure_scan_word(const ChunkTables& tables) {
  constexpr int kPieces = 24;
  constexpr std::int64_t kPieceBytes = std::int64_t{2} << 20;
  constexpr std::int64_t kLeastWords = std::int64_t{1} << 15;
  const kernels::KernelTable& tier = kernels::active();
  const std::int32_t words = tables.words();
  const std::int64_t piece = std::min(tables.rows(), kPieceBytes / (8 * words));
  const std::uint64_t* codes = tables.table(0).codes();
  std::vector<std::uint64_t> query(codes, codes + words);
  std::vector<kernels::Candidate> found(static_cast<std::size_t>(kernels::kBlockCodes));
  std::vector<double> prices;
  std::int64_t first = 0;
  for (int p = 0; p < kPieces; ++p) {
    const Clock::time_point start = Clock::now();
    std::int64_t scanned = 0;
    do {
      for (std::int64_t i = 0; i < piece; i += kernels::kBlockCodes) {
        static_cast<void>(tier.collect(codes + (first + i) * words,
                                       std::min(kernels::kBlockCodes, piece - i), words,
                                       query.data(), nullptr, 0, found.data()));
      }
      scanned += piece;
    } while (scanned * words < kLeastWords);
    prices.push_back(ns_since(start) / static_cast<double>(scanned * words));
    first += piece;
    if (first + piece > tables.rows()) first = 0;
  }
  std::sort(prices.begin(), prices.end());
  return prices[prices.size() / 4];
}

// The time of searches around some codes, as a multiple of what typical prices let expect.
double measure_probing(const std::shared_ptr<const ChunkTables>& tables) {
  constexpr int kQueries = 31;
  constexpr double kTypicalNs = 20'000;
  const std::int32_t words = tables->words();
  Prober prober(tables);
  std::vector<Prober::Found> found(4096);
  std::vector<double> multiples;
  for (int q = 0; q < kQueries; ++q) {
    const std::int64_t row = tables->rows() / kQueries * q;
    std::vector<std::uint64_t> query(tables->table(0).codes() + row * words,
                                     tables->table(0).codes() + (row + 1) * words);
    query[0] ^= 0x1111;  // the buckets of this code itself are warm
    const Clock::time_point start = Clock::now();
    prober.start(query.data(), nullptr);
    double typical = 0;
    while (!prober.done() && typical < kTypicalNs) {
      static_cast<void>(prober.step(0, found.data(), static_cast<std::int64_t>(found.size())));
      const Prober::Counters& counters = prober.counters();
      typical =
          Prices{}.of({static_cast<double>(prober.proved() + 1),
                       static_cast<double>(counters.probes), static_cast<double>(counters.codes)},
                      words);
    }
    multiples.push_back(ns_since(start) / typical);
  }
  return median(multiples);
}

}  // namespace

Prices measure_prices(const std::shared_ptr<const ChunkTables>& tables) {
  Prices prices;
  if (tables->rows() == 0 || tables->tables() == 0) return prices;
  const double multiple = measure_probing(tables);
  prices.unit *= multiple;
  prices.probe *= multiple;
  prices.bucket_word *= multiple;
  prices.scan_word = measure_scan_word(*tables);
  return prices;
}

CostModel::CostModel(std::shared_ptr<const ChunkTables> tables, const Prices& prices)
    : tables_(std::move(tables)), prices_(prices) {}

double CostModel::price(const Prober& prober, std::int32_t distance) const noexcept {
  return prices_.of(prober.effort(distance), tables_->words());
}

void CostModel::expect_distances(std::int64_t k) noexcept {
  if (k == k_) return;
  const DistanceSample& sample = tables_->sample();
  queries_ = static_cast<std::size_t>(sample.queries());
  for (std::size_t q = 0; q < queries_; ++q) {
    sampled_[q] = sample.kth_distance(static_cast<std::int64_t>(q), k);
  }
  std::sort(sampled_.begin(), sampled_.begin() + static_cast<std::ptrdiff_t>(queries_));
  k_ = k;
}

Plan CostModel::plan_nearest(const Prober& prober, std::int64_t k,
                             std::int32_t counted_bits) noexcept {
  weighed_at_ = -1;
  const bool all_bits = counted_bits == tables_->bits();
  if (all_bits && k == planned_k_) return planned_;
  planned_k_ = all_bits ? k : 0;
  expect_distances(k);
  needs_ = queries_;
  for (std::size_t q = 0; q < queries_; ++q) {
    needed_[q] =
        static_cast<std::int32_t>(std::int64_t{sampled_[q]} * counted_bits / tables_->bits());
  }
  const auto rows = static_cast<double>(tables_->rows());
  const auto wanted = static_cast<double>(k);
  scan_ns_ = prices_.of_scan(rows, tables_->words()) + kHitNs * expected_hits(wanted, rows);
  Plan plan;
  plan.scan_ns = scan_ns_;
  plan.distance = needs_ > 0 ? needed_[needs_ / 2] : 0;
  const double met = std::min(prober.effort(plan.distance).codes, rows);
  plan.tables_ns = best_bet(prober, tables_->bits(), 1) +
                   (kHitNs + kHitInTableNs * tables_->tables()) * expected_hits(wanted, met);
  plan.scan = !prober.usable() || plan.tables_ns >= scan_ns_;
  planned_ = plan;
  return plan;
}

Plan CostModel::plan_within(const Prober& prober, std::int32_t radius) noexcept {
  planned_k_ = 0;
  needs_ = 1;
  needed_[0] = std::clamp(radius, 0, tables_->bits());
  scan_ns_ = prices_.of_scan(static_cast<double>(tables_->rows()), tables_->words());
  weighed_at_ = -1;
  Plan plan;
  plan.scan_ns = scan_ns_;
  plan.tables_ns = best_bet(prober, needed_[0], 1);
  plan.scan = !prober.usable() || plan.tables_ns >= scan_ns_;
  plan.distance = needed_[0];
  return plan;
}

// The expected price of the best bet that goes on probing. Of the distances that may be needed,
// those proved already are ruled out; none needs to be proved beyond the bound.
double CostModel::best_bet(const Prober& prober, std::int32_t bound,
                           double correction) const noexcept {
  const std::int32_t proved = prober.proved();
  const double spent = price(prober, proved);
  if (std::isinf(spent)) return spent;
  const auto left = [&](std::int32_t distance) {
    return correction * (price(prober, distance) - spent);
  };
  const auto* end = needed_.data() + needs_;
  const auto* need = std::upper_bound(needed_.data(), end, proved);
  if (need == end) return left(bound);
  const auto count = static_cast<double>(end - need);
  double best = std::numeric_limits<double>::infinity();
  double proofs = 0;  // of the needs up to here
  double open = count;
  for (; need != end; ++need) {
    const double to_here = left(std::min(*need, bound));
    proofs += to_here;
    --open;
    best = std::min(best, proofs + (*need >= bound ? open * to_here : open * (to_here + scan_ns_)));
  }
  return best / count;
}

bool CostModel::better_to_scan(const Prober& prober, std::int32_t bound) noexcept {
  if (prober.proved() == weighed_at_) return false;
  weighed_at_ = prober.proved();
  const Prober::Counters& counters = prober.counters();
  const Effort done{static_cast<double>(prober.proved() + 1), static_cast<double>(counters.probes),
                    static_cast<double>(counters.codes)};
  const double spent = prices_.of(done, tables_->words());
  if (spent < kWorthWeighing * scan_ns_) return false;
  // A query in a crowd meets more codes than expected, and will go on to.
  const double expected = price(prober, prober.proved());
  const double correction = std::clamp(spent / std::max(expected, 1.0), 0.5, 4.0);
  return best_bet(prober, std::min(bound, tables_->bits()), correction) >= scan_ns_;
}

}  // namespace orthant
