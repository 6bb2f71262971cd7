#include "search/gathering.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace orthant {
namespace {

// The lowest `limit` ids of one level, kept in place while they are added.
class LowestIds {
 public:
  LowestIds(std::int64_t* ids, std::int64_t limit) noexcept : ids_(ids), limit_(limit) {}

  [[nodiscard]] std::int64_t count() const noexcept { return count_; }
  // Whether an id, and with it every higher one, is too high.
  [[nodiscard]] bool refuses(std::int64_t id) const noexcept {
    return count_ == limit_ && id > highest_;
  }
  void add(std::int64_t id) noexcept {
    if (count_ < limit_) {
      ascending_ = ascending_ && (count_ == 0 || id > highest_);
      highest_ = count_ == 0 ? id : std::max(highest_, id);
      ids_[count_++] = id;
      return;
    }
    if (!heap_) std::make_heap(ids_, ids_ + count_);
    heap_ = true;
    ascending_ = false;
    std::pop_heap(ids_, ids_ + count_);
    ids_[count_ - 1] = id;
    std::push_heap(ids_, ids_ + count_);
    highest_ = ids_[0];
  }
  void sort() noexcept {
    if (!ascending_) std::sort(ids_, ids_ + count_);
  }

 private:
  std::int64_t* ids_;
  std::int64_t limit_;
  std::int64_t count_ = 0;
  std::int64_t highest_ = 0;
  bool ascending_ = true;
  bool heap_ = false;
};

}  // namespace

Gathering::Gathering(std::int32_t bits)
    : places_(static_cast<std::size_t>(bits) + 1), bits_(bits) {}

void Gathering::reserve(std::int64_t hits, std::int64_t rows) {
  if (hits <= room_) return;
  const std::int64_t held = std::min(hits, rows);
  if (held > held_ || room_ == 0) {
    const auto size = static_cast<std::size_t>(held);
    TopK top_k(held, rows, bits_);
    AlignedBuffer<Hit> found(size);
    AlignedBuffer<Hit> sorted(size);
    top_k_ = std::move(top_k);
    hits_ = std::move(found);
    sorted_ = std::move(sorted);
    held_ = held;
  }
  room_ = hits;
}

void Gathering::start_nearest(std::int64_t k, std::int32_t radius, bool in_order) noexcept {
  aim_ = Aim::kNearest;
  k_ = k;
  top_k_.start(k, radius, in_order);
}

void Gathering::start_within(std::int32_t radius, bool in_order, bool count_only) noexcept {
  in_order_ = in_order;
  aim_ = count_only ? Aim::kCount : Aim::kWithin;
  radius_ = radius;
  hit_count_ = 0;
  total_ = 0;
}

void Gathering::take(const Source::Gate& gate, std::int32_t source, std::int64_t group,
                     std::int32_t distance) noexcept {
  const GroupRows rows = gate.source->rows_of(group);
  std::int64_t first = 0;
  std::int64_t count = rows.size();
  if (!gate.is_open()) {
    while (first < count && !gate.passes(rows[first])) ++first;
    if (first == count) return;
    const std::int64_t end = aim_ == Aim::kNearest ? first + 1 : count;
    count = 1;
    for (std::int64_t i = first + 1; i < end; ++i) count += gate.passes(rows[i]) ? 1 : 0;
  }
  const Hit hit = {gate.source->id(rows[first]), group, source, distance};
  if (aim_ == Aim::kNearest) {
    top_k_.push(hit, count);
    return;
  }
  total_ += count;
  if (aim_ == Aim::kWithin && hit_count_ < held_) {
    hits_[static_cast<std::size_t>(hit_count_++)] = hit;
  }
}

std::int64_t Gathering::finish(std::span<const Source> sources, bool filtered, std::int64_t* ids,
                               std::int32_t* distances) noexcept {
  if (aim_ == Aim::kNearest) {
    return expand(top_k_.finish(), sources, filtered, k_, ids, distances);
  }
  if (aim_ == Aim::kCount || total_ > held_) return total_;
  const std::span<const Hit> found(hits_.data(), static_cast<std::size_t>(hit_count_));
  sort_by_distance(found, in_order_, places_.data(), bits_ + 1, sorted_.data());
  return expand({sorted_.data(), found.size()}, sources, filtered, total_, ids, distances);
}

std::int64_t Gathering::expand(std::span<const Hit> hits, std::span<const Source> sources,
                               bool filtered, std::int64_t limit, std::int64_t* ids,
                               std::int32_t* distances) const noexcept {
  std::int64_t done = 0;
  for (std::size_t i = 0; i < hits.size() && done < limit;) {
    const std::int32_t distance = hits[i].distance;
    LowestIds level(ids + done, limit - done);
    for (; i < hits.size() && hits[i].distance == distance; ++i) {
      const Source& source = sources[static_cast<std::size_t>(hits[i].source)];
      const Source::Gate gate = source.gate(filtered);
      const bool open = gate.is_open();
      const GroupRows rows = source.rows_of(hits[i].group);
      for (std::int64_t r = 0; r < rows.size(); ++r) {
        const std::int64_t id = source.id(rows[r]);
        if (level.refuses(id)) break;
        if (open || gate.passes(rows[r])) level.add(id);
      }
    }
    level.sort();
    std::fill(distances + done, distances + done + level.count(), distance);
    done += level.count();
  }
  return done;
}

}  // namespace orthant
