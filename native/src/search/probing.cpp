#include "search/probing.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

namespace orthant {
namespace {

constexpr std::int64_t kFoundAtOnce = 1024;

std::int32_t counted_bits(const QueryCode& query, std::int32_t bits) noexcept {
  if (query.mask == nullptr) return bits;
  std::int32_t counted = 0;
  for (std::int32_t w = 0; w < query.words; ++w) counted += std::popcount(query.mask[w]);
  return std::min(counted, bits);  // the caller may have set unused bits
}

std::string whole(double ns) {
  return std::isfinite(ns) ? std::to_string(std::llround(ns)) : "unlimited";
}

}  // namespace

Probing::Probing(std::shared_ptr<const ChunkTables> tables, const Prices& prices)
    : prober_(tables), model_(std::move(tables), prices), found_(kFoundAtOnce) {}

// The model counts codes; where rows share them, fewer codes hold the k nearest rows.
Plan Probing::plan(const Source::Gate& gate, const QueryCode& query,
                   const SearchRequest& request) noexcept {
  if (request.k == 0) return model_.plan_within(prober_, request.radius);
  const std::int64_t rows = std::max<std::int64_t>(gate.source->rows(), 1);
  const double share = static_cast<double>(gate.source->groups()) / static_cast<double>(rows);
  const auto wanted = static_cast<double>(std::min(request.k, rows));
  const auto codes = std::max<std::int64_t>(std::llround(std::ceil(share * wanted)), 1);
  return model_.plan_nearest(prober_, codes, counted_bits(query, prober_.tables().bits()));
}

Plan Probing::expect(const Source::Gate& gate, const QueryCode& query,
                     const SearchRequest& request) noexcept {
  prober_.start(query.code, query.mask);
  return plan(gate, query, request);
}

Probing::End Probing::run(const Source::Gate& gate, std::int32_t source, const QueryCode& query,
                          const SearchRequest& request, Weigh weigh, Budget& budget,
                          Gathering& gathering) noexcept {
  prober_.start(query.code, query.mask);
  used_ = true;
  plan_ = {};
  end_ = End::kScanIsBetter;
  if (!prober_.usable()) return end_;
  if (weigh != Weigh::kNever) {
    plan_ = plan(gate, query, request);
    if (plan_.scan && weigh == Weigh::kFromTheStart) return end_;
  }
  while (!prober_.done() && prober_.proved() < gathering.bound()) {
    if (budget.allows(1) == 0) return end_ = End::kOutOfBudget;
    const std::int64_t before = prober_.counters().codes;
    const std::int64_t count = prober_.step(gathering.bound(), found_.data(), kFoundAtOnce);
    budget.spend(prober_.counters().codes - before);
    for (std::int64_t i = 0; i < count; ++i) {
      const Prober::Found& found = found_[static_cast<std::size_t>(i)];
      if (found.distance > gathering.bound()) continue;
      gathering.take(gate, source, found.group, found.distance);
    }
    if (weigh != Weigh::kNever && model_.better_to_scan(prober_, gathering.bound())) return end_;
  }
  return end_ = End::kProved;
}

std::string Probing::explain() const {
  if (!used_) return "plan=scan\n";
  const char* const ends[] = {"tables", "budget spent", "scan"};
  std::string text = "plan=" + std::string(ends[static_cast<int>(end_)]) + "\n";
  text += "expected_scan_ns=" + whole(plan_.scan_ns) + "\n";
  text += "expected_tables_ns=" + whole(plan_.tables_ns) + "\n";
  text += "expected_distance=" + std::to_string(plan_.distance) + "\n";
  text += "proved=" + std::to_string(prober_.proved()) + "\n";
  return text;
}

}  // namespace orthant
