#include "index/mutable_rows.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/error.h"
#include "data/packed_codes.h"
#include "index/segment_merge.h"

namespace orthant {
namespace {

constexpr std::int64_t kFirstCapacity = 1024;

std::shared_ptr<const LiveRows> without(const std::shared_ptr<const LiveRows>& live,
                                        std::int64_t rows, std::span<const std::int64_t> dead) {
  return live == nullptr ? LiveRows(rows).without(dead) : live->without(dead);
}

Delta delta_of(const std::shared_ptr<DeltaRows>& rows, std::int64_t count) {
  return {.owner = rows, .codes = rows->codes(), .keys = rows->keys(), .rows = count};
}

std::int64_t live_rows_of(const SearchView& view) noexcept {
  std::int64_t rows = 0;
  for (const Segment& segment : view.segments) rows += segment.live_rows();
  for (const Delta& delta : view.deltas) {
    rows += delta.rows - (delta.live == nullptr ? 0 : delta.live->dead_count());
  }
  return rows;
}

}  // namespace

MutableRows::MutableRows(std::int32_t bits, std::int64_t delta_rows, Strategy strategy,
                         std::vector<Segment> segments)
    : bits_(bits), delta_rows_(delta_rows) {
  auto parts = std::make_shared<SearchView>();
  parts->bits = bits;
  parts->strategy = strategy;
  parts->segments = std::move(segments);
  parts->rows = live_rows_of(*parts);
  published_ = {parts, parts, 0, parts->rows};
}

MutableRows::Location MutableRows::locate(std::int64_t key) const noexcept {
  const SearchView& parts = *published_.parts;
  for (std::size_t d = deltas_.size(); d-- > 0;) {
    const std::int64_t row = deltas_[d]->find(key);
    if (row >= 0 && parts.deltas[d].is_live(row)) return {false, d, row};
  }
  for (std::size_t s = 0; s < parts.segments.size(); ++s) {
    const std::int64_t row = find_row(parts.segments[s], key);
    if (row >= 0 && parts.segments[s].is_live(row)) return {true, s, row};
  }
  return {};
}

MutableRows::Change MutableRows::prepare(const Batch& batch) {
  check_batch(batch, bits_);
  std::vector<Location> victims;
  for (const std::int64_t key : batch.keys) {
    const Location found = locate(key);
    if (batch.kind == BatchKind::kAdd) {
      if (found.row >= 0) refuse("key " + std::to_string(key) + " is in the index already");
    } else {
      if (found.row < 0) refuse("key " + std::to_string(key) + " is not in the index");
      victims.push_back(found);
    }
  }
  Change change;
  change.open_rows = published_.open_rows;
  change.live_rows = published_.live_rows;
  if (!victims.empty()) bury(victims, change);
  if (batch.has_codes()) place(batch, change);
  return change;
}

// The parts as the change leaves them, to be written to.
SearchView& MutableRows::changed_parts(Change& change) const {
  if (change.parts == nullptr) {
    change.parts = std::make_shared<SearchView>(*published_.parts);
    change.deltas = deltas_;
    if (open_) change.parts->deltas.back().rows = published_.open_rows;
  }
  return *change.parts;
}

void MutableRows::bury(const std::vector<Location>& victims, Change& change) const {
  SearchView& parts = changed_parts(change);
  std::vector<std::vector<std::int64_t>> in_segments(parts.segments.size());
  std::vector<std::vector<std::int64_t>> in_deltas(parts.deltas.size());
  for (const Location& victim : victims) {
    (victim.in_segment ? in_segments : in_deltas)[victim.part].push_back(victim.row);
  }
  for (std::size_t s = 0; s < in_segments.size(); ++s) {
    Segment& segment = parts.segments[s];
    if (in_segments[s].empty()) continue;
    segment.live = without(segment.live, segment.codes->rows(), in_segments[s]);
  }
  for (std::size_t d = 0; d < in_deltas.size(); ++d) {
    Delta& delta = parts.deltas[d];
    if (!in_deltas[d].empty()) delta.live = without(delta.live, delta_rows_, in_deltas[d]);
  }
  change.live_rows -= static_cast<std::int64_t>(victims.size());
}

// Writes the rows where no view looks yet.
void MutableRows::place(const Batch& batch, Change& change) const {
  const auto words = static_cast<std::size_t>(words_for(bits_));
  for (std::size_t done = 0; done < batch.keys.size();) {
    make_room(static_cast<std::int64_t>(batch.keys.size() - done), change);
    DeltaRows& open = *(change.parts == nullptr ? deltas_ : change.deltas).back();
    const std::size_t count = std::min(
        batch.keys.size() - done, static_cast<std::size_t>(open.capacity() - change.open_rows));
    open.write(change.open_rows, batch.keys.subspan(done, count), batch.codes + done * words);
    change.written.push_back({&open, change.open_rows, static_cast<std::int64_t>(count)});
    change.open_rows += static_cast<std::int64_t>(count);
    done += count;
  }
  change.live_rows += static_cast<std::int64_t>(batch.keys.size());
}

// Afterwards the last delta has room for a row: as it is, or grown, or new.
void MutableRows::make_room(std::int64_t wanted, Change& change) const {
  const auto& current = change.parts == nullptr ? deltas_ : change.deltas;
  const bool open = open_ || !change.written.empty();
  if (open && change.open_rows < current.back()->capacity()) return;
  SearchView& parts = changed_parts(change);
  const std::int64_t kept = open && change.open_rows < delta_rows_ ? change.open_rows : 0;
  const std::int64_t capacity =
      std::min(delta_rows_, std::max({kFirstCapacity, 2 * kept, kept + wanted}));
  if (kept > 0) {
    auto grown = std::make_shared<DeltaRows>(capacity, *change.deltas.back(), kept);
    Delta& last = parts.deltas.back();
    const auto live = last.live;
    last = delta_of(grown, kept);
    last.live = live;
    change.deltas.back() = std::move(grown);
  } else {
    if (open) parts.deltas.back().rows = change.open_rows;
    auto added = std::make_shared<DeltaRows>(capacity, words_for(bits_));
    parts.deltas.push_back(delta_of(added, 0));
    change.deltas.push_back(std::move(added));
  }
  change.open_rows = kept;
}

void MutableRows::apply(Change&& change) noexcept {
  for (const Change::Span& span : change.written) span.delta->index(span.first, span.count);
  Published next;
  next.parts = published_.parts;
  if (change.parts != nullptr) {
    next.parts = std::move(change.parts);
    deltas_ = std::move(change.deltas);
  }
  if (!change.written.empty()) open_ = true;
  next.open_rows = change.open_rows;
  next.live_rows = change.live_rows;
  publish(std::move(next));
}

// What goes out of use is freed after the readers' mutex is.
void MutableRows::publish(Published&& next) noexcept {
  const std::lock_guard lock(publishing_);
  std::swap(published_, next);
}

std::shared_ptr<const SearchView> MutableRows::snapshot() const {
  Published now;
  {
    const std::lock_guard lock(publishing_);
    if (published_.built != nullptr) return published_.built;
    now = published_;
  }
  auto built = std::make_shared<SearchView>(*now.parts);
  built->rows = now.live_rows;
  if (!built->deltas.empty()) built->deltas.back().rows = now.open_rows;
  const std::lock_guard lock(publishing_);
  const bool current = published_.parts == now.parts && published_.open_rows == now.open_rows;
  if (current && published_.built == nullptr) published_.built = built;
  return built;
}

bool MutableRows::merge_due() const noexcept {
  const SearchView& parts = *published_.parts;
  const bool last_is_full = open_ && published_.open_rows == delta_rows_;
  return parts.deltas.size() > 1 || last_is_full || has_mostly_dead_segment(parts);
}

std::shared_ptr<const SearchView> MutableRows::seal() {
  std::shared_ptr<const SearchView> all = snapshot();
  open_ = false;
  publish({all, all, published_.open_rows, published_.live_rows});
  return all;
}

void MutableRows::swap(const Segment& merged, const SearchView& then,
                       const std::vector<std::size_t>& chosen) {
  const SearchView& now = *published_.parts;
  auto parts = std::make_shared<SearchView>();
  parts->bits = bits_;
  parts->strategy = now.strategy;
  for (std::size_t s = 0; s < now.segments.size(); ++s) {
    const bool gone = std::binary_search(chosen.begin(), chosen.end(), s);
    if (!gone) parts->segments.push_back(now.segments[s]);
  }
  if (merged.codes != nullptr) {
    parts->segments.push_back(without_later_deaths(merged, then, chosen, now));
  }
  const auto later = static_cast<std::ptrdiff_t>(then.deltas.size());
  parts->deltas.assign(now.deltas.begin() + later, now.deltas.end());
  parts->rows = published_.live_rows;
  std::vector<std::shared_ptr<DeltaRows>> deltas(deltas_.begin() + later, deltas_.end());
  deltas_ = std::move(deltas);
  publish({std::move(parts), nullptr, published_.open_rows, published_.live_rows});
}

}  // namespace orthant
