#include "search/searcher.h"

#include <algorithm>
#include <cmath>
#include <utility>

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
      projections_(static_cast<std::size_t>(view_->bits)) {
  std::fill(mask_.begin(), mask_.end(), ~std::uint64_t{0});
  mask_[mask_.size() - 1] = tail_mask(view_->bits);
  for (const Source& source : sources_) all_rows_ += source.rows();
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

std::int64_t Searcher::search(const SearchRequest& request) noexcept {
  last_ = request;
  last_.radius = std::min(request.radius, view_->bits);
  last_.filtered = request.filtered && filter_ != nullptr;
  stats_ = {};
  stats_.proved_radius = view_->bits;
  last_hits_ = 0;
  gathering_.start_within(-1, true, true);  // forgets the last hits
  if (last_.radius < 0 || last_.k < 0) return 0;
  const bool in_order = come_in_order(sources_, last_.filtered);
  if (last_.k > 0) {
    const std::int64_t wanted = std::min({last_.k, room(), all_rows_});
    if (wanted == 0) return 0;
    gathering_.start_nearest(wanted, last_.radius, in_order);
  } else {
    gathering_.start_within(last_.radius, in_order, last_.count_only);
  }
  gather(last_);
  last_hits_ = gathering_.finish(sources_, last_.filtered);
  write_hits();
  return last_hits_;
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
  return score;
}

void Searcher::gather(const SearchRequest& request) noexcept {
  Budget budget;
  if (request.budgeted) budget = Budget(budget_[0], budget_[1]);
  const QueryCode query = {query_.data(), request.masked ? mask_.data() : nullptr,
                           words_for(view_->bits)};
  for (std::size_t i = 0; i < sources_.size() && gathering_.bound() >= 0; ++i) {
    const ScanOutcome outcome =
        scan(sources_[i].gate(request.filtered), static_cast<std::int32_t>(i), query, budget,
             found_.data(), gathering_);
    stats_.compared += outcome.compared;
    ++stats_.scanned;
    if (!outcome.complete) {
      stats_.exact = false;
      stats_.proved_radius = -1;
      return;
    }
  }
}

std::string Searcher::explain() const {
  return "plan=scan\ncompared=" + std::to_string(stats_.compared) + "\n";
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
