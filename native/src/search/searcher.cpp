#include "search/searcher.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "base/error.h"
#include "search/naive_search.h"
#include "search/scan.h"

namespace orthant {

Searcher::Searcher(std::shared_ptr<const SearchView> view)
    : view_(std::move(view)),
      sources_(sources_of(*view_)),
      query_(static_cast<std::size_t>(words_for(view_->bits))),
      mask_(static_cast<std::size_t>(words_for(view_->bits))),
      found_(static_cast<std::size_t>(kernels::kBlockCodes)),
      gathering_(view_->bits),
      radius_(view_->bits),
      projections_(static_cast<std::size_t>(view_->bits)) {
  std::fill(mask_.begin(), mask_.end(), ~std::uint64_t{0});
  mask_[mask_.size() - 1] = tail_mask(view_->bits);
  for (const Source& source : sources_) all_rows_ += source.rows();
  probings_.resize(sources_.size());
  for (std::size_t i = 0; i < view_->segments.size(); ++i) {
    const Segment& segment = view_->segments[i];
    if (segment.tables == nullptr) continue;
    probings_[i] = std::make_unique<Probing>(segment.tables, segment.prices);
  }
}

void Searcher::reserve(std::int64_t hits) {
  if (hits <= gathering_.room()) return;
  const auto size = static_cast<std::size_t>(std::min(hits, all_rows_));
  if (size > ids_.size()) {
    AlignedBuffer<std::int64_t> ids(size);
    AlignedBuffer<std::int32_t> distances(size);
    AlignedBuffer<float> scores(size);
    gathering_.reserve(hits, all_rows_);
    ids_ = std::move(ids);
    distances_ = std::move(distances);
    scores_ = std::move(scores);
    last_hits_ = 0;
  } else {
    gathering_.reserve(hits, all_rows_);
  }
}

void Searcher::set_filter(std::shared_ptr<const RowFilter> filter) {
  for (Source& source : sources_) source.set_filter(nullptr);
  filter_ = std::move(filter);
  if (filter_ == nullptr) return;
  try {
    for (Source& source : sources_) source.set_filter(filter_.get());
  } catch (const std::bad_alloc&) {
    for (Source& source : sources_) source.set_filter(nullptr);
    filter_.reset();
    throw;
  }
}

bool Searcher::follow(std::shared_ptr<const SearchView> view) {
  if (view == view_) return false;
  if (view->bits != view_->bits) {
    refuse("a searcher of codes of " + std::to_string(view_->bits) +
           " bits cannot follow codes of " + std::to_string(view->bits));
  }
  Searcher next(std::move(view));
  next.reserve(room());
  next.set_filter(filter_);
  view_ = std::move(next.view_);
  sources_ = std::move(next.sources_);
  probings_ = std::move(next.probings_);
  all_rows_ = next.all_rows_;
  gathering_ = std::move(next.gathering_);
  ids_ = std::move(next.ids_);
  distances_ = std::move(next.distances_);
  scores_ = std::move(next.scores_);
  last_ = {};
  last_hits_ = 0;
  stats_ = {};
  return true;
}

std::int64_t Searcher::search(const SearchRequest& request) noexcept {
  last_ = request;
  last_.radius = std::min(request.radius, view_->bits);
  last_.filtered = request.filtered && filter_ != nullptr;
  // More than there is room for is not asked for; without any room, nothing is.
  if (last_.k < 0 || (last_.k > 0 && room() == 0)) last_.radius = -1;
  if (last_.k > 0) last_.k = std::min(last_.k, room());
  last_hits_ = 0;
  guesses_ = last_.k > 0 && !last_.budgeted;
  if (!start()) return 0;
  gather();
  if (gathering_.too_narrow()) {
    guesses_ = false;
    start();
    gather();
  }
  last_hits_ = gathering_.finish(sources_, last_.filtered);
  write_hits();
  return last_hits_;
}

// Whether there is anything to search for.
bool Searcher::start() noexcept {
  stats_ = {};
  gathering_.start_within(-1, true, true);  // forgets the last hits
  for (const auto& probing : probings_) {
    if (probing != nullptr) probing->rest();
  }
  if (last_.radius < 0) return false;
  stats_.proved_radius = view_->bits;
  if (last_.k > 0 && wanted() == 0) return false;
  start_gathering(!has_tables() && come_in_order(sources_, last_.filtered));
  return true;
}

std::int64_t Searcher::wanted() const noexcept { return std::min(last_.k, all_rows_); }

void Searcher::start_gathering(bool in_order) noexcept {
  if (last_.k > 0) {
    gathering_.start_nearest(wanted(), last_.radius, in_order);
    if (codes_are_distinct()) gathering_.expect_distinct_codes();
  } else {
    gathering_.start_within(last_.radius, in_order, last_.count_only);
  }
}

void Searcher::write_hits() noexcept {
  const std::span<const Hit> hits = gathering_.hits();
  std::size_t i = 0;
  for (const Gathering::Row& row : gathering_.rows()) {
    ids_[i] = row.id;
    distances_[i] = hits[static_cast<std::size_t>(row.hit)].distance;
    scores_[i++] = row.score;
  }
}

std::int64_t Searcher::rerank(std::int64_t keep) noexcept {
  const std::span<const Hit> hits = gathering_.hits();
  std::span<Gathering::Row> rows = gathering_.rows();
  std::int32_t scored = -1;
  float score = 0.0F;
  for (Gathering::Row& row : rows) {
    if (row.hit != scored) score = score_of(hits[static_cast<std::size_t>(row.hit)]);
    scored = row.hit;
    row.score = score;
  }
  std::sort(rows.begin(), rows.end(), [](const Gathering::Row& a, const Gathering::Row& b) {
    return a.score != b.score ? a.score < b.score : a.id < b.id;
  });
  write_hits();
  last_hits_ = std::clamp<std::int64_t>(keep, 0, static_cast<std::int64_t>(rows.size()));
  return last_hits_;
}

// Adds in the order of bits, so that every tier gives the same sum.
float Searcher::score_of(const Hit& hit) const noexcept {
  const std::int32_t words = words_for(view_->bits);
  const std::uint64_t* code =
      sources_[static_cast<std::size_t>(hit.source)].codes() + hit.group * words;
  float score = 0.0F;
  for (std::int32_t bit = 0; bit < view_->bits; ++bit) {
    const std::uint64_t place = std::uint64_t{1} << (bit % 64);
    const float projection = projections_[static_cast<std::size_t>(bit)];
    const bool counts = !last_.masked || (mask_[static_cast<std::size_t>(bit / 64)] & place) != 0;
    if (counts && ((code[bit / 64] & place) != 0) != (projection > 0.0F)) {
      score += std::fabs(projection);
    }
  }
  return score >= 0.0F ? score : std::numeric_limits<float>::infinity();  // no order has NaN in it
}

// Through tables, groups come in no order.
bool Searcher::has_tables() const noexcept {
  return !last_.by_scan && std::any_of(probings_.begin(), probings_.end(),
                                       [](const auto& probing) { return probing != nullptr; });
}

void Searcher::gather() noexcept {
  Budget budget;
  if (last_.budgeted) budget = Budget(budget_[0], budget_[1]);
  const QueryCode query = {query_.data(), last_.masked ? mask_.data() : nullptr,
                           words_for(view_->bits)};
  const auto sources = static_cast<std::int32_t>(sources_.size());
  for (std::int32_t i = 0; i < sources && gathering_.bound() >= 0; ++i) {
    if (gather_from(i, query, budget)) continue;
    stats_.exact = false;
    if (i + 1 < sources) stats_.proved_radius = -1;  // the other sources were not seen
    return;
  }
  // Enough rows at distance 0 end a search before it has seen all codes.
  if (gathering_.bound() < 0) stats_.proved_radius = codes_are_distinct() ? 0 : -1;
}

// Whether at most one of the codes to come is the query's own.
bool Searcher::codes_are_distinct() const noexcept {
  return !last_.masked && view_->segments.size() == 1 && view_->deltas.empty();
}

bool Searcher::gather_from(std::int32_t source, const QueryCode& query, Budget& budget) noexcept {
  const Source::Gate gate = sources_[static_cast<std::size_t>(source)].gate(last_.filtered);
  Probing* probing = probings_[static_cast<std::size_t>(source)].get();
  const Prober* begun = nullptr;
  if (probing != nullptr && !last_.by_scan && (last_.by_probing || !gate.is_sparse())) {
    Probing::Weigh weigh = Probing::Weigh::kOnTheWay;
    if (view_->strategy == Strategy::kChoose) weigh = Probing::Weigh::kFromTheStart;
    if (last_.by_probing) weigh = Probing::Weigh::kNever;
    const Probing::End end = probing->run(gate, source, query, last_, weigh, budget, gathering_);
    const Prober::Counters& counters = probing->prober().counters();
    stats_.compared += counters.codes;
    stats_.probes += counters.probes;
    stats_.duplicates += counters.duplicates;
    if (counters.probes > 0) ++stats_.probed;
    const std::int32_t proved = probing->prober().proved();
    if (end != Probing::End::kScanIsBetter) {
      stats_.proved_radius = std::min(stats_.proved_radius, proved);
      return end == Probing::End::kProved;
    }
    if (proved >= 0) begun = &probing->prober();
  }
  // What tables find is in no order; but they have found nothing.
  if (probing != nullptr && begun == nullptr && come_in_order(sources_, last_.filtered)) {
    start_gathering(true);
  }
  if (guesses_ && begun == nullptr) {
    narrow_by_sample(gate, query, last_.k, radius_, found_.data(), gathering_);
    guesses_ = false;  // the sources that follow find bounds that are close enough
  }
  const ScanOutcome outcome = scan(gate, source, query, begun, budget, found_.data(), gathering_);
  stats_.compared += outcome.compared;
  ++stats_.scanned;
  if (!outcome.complete) {
    const std::int32_t proved = begun == nullptr ? -1 : begun->proved();
    stats_.proved_radius = std::min(stats_.proved_radius, proved);
  }
  return outcome.complete;
}

bool Searcher::prefers_tables(const SearchRequest& request, double share) noexcept {
  const QueryCode query = {query_.data(), request.masked ? mask_.data() : nullptr,
                           words_for(view_->bits)};
  double scans = 0;
  double tables = 0;
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    if (probings_[i] == nullptr) continue;
    const Plan plan = probings_[i]->expect(sources_[i].gate(request.filtered), query, request);
    scans += plan.scan_ns;
    tables += std::min(plan.scan ? plan.scan_ns : plan.tables_ns, plan.scan_ns);
  }
  return tables < share * scans;
}

std::string Searcher::explain() const {
  std::string text;
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    text += "part=" + std::to_string(i) + "\n";
    text += "codes=" + std::to_string(sources_[i].groups()) + "\n";
    text += probings_[i] == nullptr ? "plan=scan\n" : probings_[i]->explain();
  }
  return text;
}

bool Searcher::verify() const {
  const QueryCode query = {query_.data(), last_.masked ? mask_.data() : nullptr,
                           words_for(view_->bits)};
  const bool listed = !last_.count_only && last_hits_ <= static_cast<std::int64_t>(ids_.size());
  const auto hits = static_cast<std::size_t>(listed ? last_hits_ : 0);
  return is_right_answer(*view_, query, last_, last_.filtered ? filter_.get() : nullptr,
                         {stats_, last_hits_, {ids_.data(), hits}, {distances_.data(), hits}});
}

}  // namespace orthant
