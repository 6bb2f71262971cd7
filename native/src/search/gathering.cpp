#include "search/gathering.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace orthant {
namespace {

bool comes_before(const Gathering::Row& a, const Gathering::Row& b) noexcept { return a.id < b.id; }

// The `limit` rows of one level that have the lowest ids, kept in place while they are added.
class LowestRows {
 public:
  LowestRows(Gathering::Row* rows, std::int64_t limit) noexcept : rows_(rows), limit_(limit) {}

  [[nodiscard]] std::int64_t count() const noexcept { return count_; }
  // Whether an id, and with it every higher one, is too high.
  [[nodiscard]] bool refuses(std::int64_t id) const noexcept {
    return count_ == limit_ && id > highest_;
  }
  void add(const Gathering::Row& row) noexcept {
    if (count_ < limit_) {
      ascending_ = ascending_ && (count_ == 0 || row.id > highest_);
      highest_ = count_ == 0 ? row.id : std::max(highest_, row.id);
      rows_[count_++] = row;
      return;
    }
    if (!heap_) std::make_heap(rows_, rows_ + count_, comes_before);
    heap_ = true;
    ascending_ = false;
    std::pop_heap(rows_, rows_ + count_, comes_before);
    rows_[count_ - 1] = row;
    std::push_heap(rows_, rows_ + count_, comes_before);
    highest_ = rows_[0].id;
  }
  void sort() noexcept {
    if (!ascending_) std::sort(rows_, rows_ + count_, comes_before);
  }

 private:
  Gathering::Row* rows_;
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
    AlignedBuffer<Row> row_room(size);
    top_k_ = std::move(top_k);
    hits_ = std::move(found);
    sorted_ = std::move(sorted);
    rows_ = std::move(row_room);
    row_count_ = 0;
    answer_ = {};
    held_ = held;
  }
  room_ = hits;
}

void Gathering::start_nearest(std::int64_t k, std::int32_t radius, bool in_order) noexcept {
  aim_ = Aim::kNearest;
  k_ = k;
  row_count_ = 0;
  top_k_.start(k, radius, in_order);
}

void Gathering::start_within(std::int32_t radius, bool in_order, bool count_only) noexcept {
  in_order_ = in_order;
  aim_ = count_only ? Aim::kCount : Aim::kWithin;
  radius_ = radius;
  hit_count_ = 0;
  total_ = 0;
  row_count_ = 0;
  answer_ = {};
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

std::int64_t Gathering::finish(std::span<const Source> sources, bool filtered) noexcept {
  row_count_ = 0;
  answer_ = {};
  if (aim_ == Aim::kNearest) {
    answer_ = top_k_.finish();
    expand(sources, filtered, k_);
    return row_count_;
  }
  if (aim_ == Aim::kCount || total_ > held_) return total_;
  const std::span<const Hit> found(hits_.data(), static_cast<std::size_t>(hit_count_));
  sort_by_distance(found, in_order_, places_.data(), bits_ + 1, sorted_.data());
  answer_ = {sorted_.data(), found.size()};
  expand(sources, filtered, total_);
  return row_count_;
}

void Gathering::expand(std::span<const Source> sources, bool filtered,
                       std::int64_t limit) noexcept {
  for (std::size_t i = 0; i < answer_.size() && row_count_ < limit;) {
    const std::int32_t distance = answer_[i].distance;
    LowestRows level(rows_.data() + row_count_, limit - row_count_);
    for (; i < answer_.size() && answer_[i].distance == distance; ++i) {
      const Hit& hit = answer_[i];
      const Source& source = sources[static_cast<std::size_t>(hit.source)];
      if (source.all_distinct()) {  // its one row has passed
        if (level.refuses(hit.order)) continue;
        level.add({hit.order, static_cast<std::int32_t>(i), 0.0F});
        continue;
      }
      const Source::Gate gate = source.gate(filtered);
      const bool open = gate.is_open();
      const GroupRows rows = source.rows_of(hit.group);
      for (std::int64_t r = 0; r < rows.size(); ++r) {
        const std::int64_t id = source.id(rows[r]);
        if (level.refuses(id)) break;
        if (open || gate.passes(rows[r])) level.add({id, static_cast<std::int32_t>(i), 0.0F});
      }
    }
    level.sort();
    row_count_ += level.count();
  }
}

}  // namespace orthant
