#include "search/top_k.h"

#include <algorithm>

namespace orthant {
namespace {

// Enough losers between two drops that dropping costs O(1) per push, and never more than there are
// groups.
std::int64_t buffer_size(std::int64_t most_hits, std::int64_t groups) {
  constexpr std::int64_t kFewest = 128;
  const std::int64_t slack = std::max(most_hits, kFewest);
  return most_hits >= groups - slack ? groups : most_hits + slack;
}

bool comes_before(const Hit& a, const Hit& b) noexcept { return a.order < b.order; }

}  // namespace

void sort_by_distance(std::span<const Hit> hits, bool in_order, std::int64_t* places,
                      std::int32_t levels, Hit* sorted) noexcept {
  std::fill(places, places + levels, 0);
  for (const Hit& hit : hits) ++places[hit.distance];
  std::int64_t first = 0;
  for (std::int32_t d = 0; d < levels; ++d) {
    const std::int64_t at_level = places[d];
    places[d] = first;
    first += at_level;
  }
  for (const Hit& hit : hits) sorted[places[hit.distance]++] = hit;
  if (in_order) return;
  for (std::int32_t d = 0; d < levels; ++d) {  // places[d] is now where level d ends
    Hit* begin = sorted + (d == 0 ? 0 : places[d - 1]);
    std::sort(begin, sorted + places[d], comes_before);
  }
}

TopK::TopK(std::int64_t most_hits, std::int64_t groups, std::int32_t bits)
    : kept_(static_cast<std::size_t>(buffer_size(most_hits, groups))),
      sorted_(static_cast<std::size_t>(most_hits)),
      groups_at_(static_cast<std::size_t>(bits) + 1),
      rows_at_(static_cast<std::size_t>(bits) + 1),
      bits_(bits) {}

void TopK::start(std::int64_t k, std::int32_t radius, bool in_order) noexcept {
  std::fill(groups_at_.begin(), groups_at_.end(), 0);
  std::fill(rows_at_.begin(), rows_at_.end(), 0);
  kept_count_ = 0;
  k_ = k;
  groups_within_ = 0;
  rows_within_ = 0;
  groups_bound_ = radius;
  rows_bound_ = radius;
  radius_ = radius;
  in_order_ = in_order;
  narrowed_ = false;
  distinct_ = false;
  update_bound();
}

void TopK::narrow(std::int32_t radius) noexcept {
  if (radius >= radius_) return;
  narrowed_ = true;
  radius_ = radius;
  while (groups_bound_ > radius) {
    groups_within_ -= groups_at_[static_cast<std::size_t>(groups_bound_--)];
  }
  while (rows_bound_ > radius) rows_within_ -= rows_at_[static_cast<std::size_t>(rows_bound_--)];
  update_bound();
}

void TopK::update_bound() noexcept {
  bound_ = std::min(rows_bound_ + 1, in_order_ ? groups_bound_ : radius_);
  if (distinct_ && rows_bound_ < 0) bound_ = -1;  // the group at distance 0 is found, and suffices
}

void TopK::push(const Hit& hit, std::int64_t rows) noexcept {
  if (hit.distance > bound_) return;
  if (kept_count_ == static_cast<std::int64_t>(kept_.size())) drop_losers();
  kept_[static_cast<std::size_t>(kept_count_++)] = hit;
  const auto d = static_cast<std::size_t>(hit.distance);
  ++groups_at_[d];
  rows_at_[d] += rows;
  if (hit.distance <= groups_bound_) ++groups_within_;
  if (hit.distance <= rows_bound_) rows_within_ += rows;
  while (groups_within_ >= k_) {
    groups_within_ -= groups_at_[static_cast<std::size_t>(groups_bound_--)];
  }
  while (rows_within_ >= k_) rows_within_ -= rows_at_[static_cast<std::size_t>(rows_bound_--)];
  update_bound();
}

// All groups within groups_bound_ have won against the others; of those one beyond it, the first
// k - groups_within_ by order. What lies beyond rows_bound_ + 1 has k nearer rows before it.
void TopK::drop_losers() noexcept {
  const std::int32_t last_level = groups_bound_ + 1;
  const std::int32_t farthest = std::min(last_level, rows_bound_ + 1);
  std::int64_t places = k_ - groups_within_;
  Hit* const begin = kept_.data();
  Hit* end = begin;
  for (const Hit* from = begin; from != begin + kept_count_;
       ++from) {  // no branch: none is foreseen
    const Hit hit = *from;
    const bool in_turn = in_order_ && hit.distance == last_level;
    const bool lost = hit.distance > farthest || (in_turn && places <= 0);
    places -= static_cast<std::int64_t>(in_turn);
    *end = hit;
    end += static_cast<std::ptrdiff_t>(!lost);
  }
  if (!in_order_) {
    const auto has_won = [&](const Hit& hit) { return hit.distance < last_level; };
    Hit* const level = std::partition(begin, end, has_won);
    if (end - level > places) {
      std::nth_element(level, level + places, end, comes_before);
      end = level + places;
    }
  }
  kept_count_ = end - begin;
}

std::span<const Hit> TopK::finish() noexcept {
  drop_losers();
  const auto count = static_cast<std::size_t>(kept_count_);
  // The counts are not needed any more: scratch of the sort.
  sort_by_distance({kept_.data(), count}, in_order_, groups_at_.data(), bits_ + 1, sorted_.data());
  return {sorted_.data(), count};
}

}  // namespace orthant
