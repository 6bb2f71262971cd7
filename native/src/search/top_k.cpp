#include "search/top_k.h"

#include <algorithm>

namespace orthant {
namespace {

// Enough losers between two drops that dropping costs O(1) per push, and never more than there are
// rows.
std::int64_t buffer_size(std::int64_t most_hits, std::int64_t rows) {
  constexpr std::int64_t kFewest = 1024;
  const std::int64_t slack = std::max(most_hits, kFewest);
  return most_hits >= rows - slack ? rows : most_hits + slack;
}

}  // namespace

std::int64_t sort_by_distance(const Hit* hits, std::int64_t count, std::int64_t* places,
                              std::int32_t levels, std::int64_t* ids,
                              std::int32_t* distances) noexcept {
  std::fill(places, places + levels, 0);
  for (std::int64_t i = 0; i < count; ++i) ++places[hits[i].distance];
  std::int64_t first = 0;
  for (std::int32_t d = 0; d < levels; ++d) {
    const std::int64_t at_level = places[d];
    places[d] = first;
    first += at_level;
  }
  for (std::int64_t i = 0; i < count; ++i) {
    const std::int64_t place = places[hits[i].distance]++;
    ids[place] = hits[i].id;
    distances[place] = hits[i].distance;
  }
  return count;
}

TopK::TopK(std::int64_t most_hits, std::int64_t rows, std::int32_t bits)
    : kept_(static_cast<std::size_t>(buffer_size(most_hits, rows))),
      counts_(static_cast<std::size_t>(bits) + 1),
      bits_(bits) {}

void TopK::start(std::int64_t k) noexcept {
  std::fill(counts_.begin(), counts_.end(), 0);
  kept_count_ = 0;
  k_ = k;
  within_ = 0;
  bound_ = bits_;
}

void TopK::push(std::int64_t id, std::int32_t distance) noexcept {
  if (distance > bound_) return;
  if (kept_count_ == static_cast<std::int64_t>(kept_.size())) drop_losers();
  kept_[static_cast<std::size_t>(kept_count_++)] = {id, distance};
  ++counts_[static_cast<std::size_t>(distance)];
  ++within_;
  while (within_ >= k_) within_ -= counts_[static_cast<std::size_t>(bound_--)];
}

// All rows within the bound have won; of those one beyond it, the first ones that fill up k.
void TopK::drop_losers() noexcept {
  std::int64_t places = k_ - within_;
  std::int64_t kept = 0;
  for (std::int64_t i = 0; i < kept_count_; ++i) {
    const Hit hit = kept_[static_cast<std::size_t>(i)];
    const bool last_level = hit.distance == bound_ + 1;
    if (hit.distance > bound_ + 1 || (last_level && places == 0)) continue;
    if (last_level) --places;
    kept_[static_cast<std::size_t>(kept++)] = hit;
  }
  kept_count_ = kept;
}

std::int64_t TopK::finish(std::int64_t* ids, std::int32_t* distances) noexcept {
  drop_losers();
  return sort_by_distance(kept_.data(), kept_count_, counts_.data(), bits_ + 1, ids, distances);
}

}  // namespace orthant
