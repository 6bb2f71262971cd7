#include "index/segment_merge.h"

#include <algorithm>
#include <numeric>
#include <queue>
#include <string>
#include <utility>

#include "base/error.h"
#include "data/packed_codes.h"
#include "index/seal.h"

namespace orthant {
namespace {

constexpr std::int64_t kRowsBetweenLooks = 4096;  // at the sign to stop

bool is_mostly_dead(const Segment& segment) noexcept {
  return 2 * segment.live_rows() < segment.codes->rows();
}

std::int64_t live_rows(const Delta& delta) noexcept {
  return delta.rows - (delta.live == nullptr ? 0 : delta.live->dead_count());
}

// The live rows of one part by ascending key, one at a time.
class Cursor {
 public:
  Cursor(const Segment& segment, std::int32_t words) : segment_(&segment), words_(words) {
    group_of_row_.resize(static_cast<std::size_t>(segment.codes->rows()));
    segment.codes->group_of_rows(group_of_row_);
    skip_dead();
  }
  Cursor(const Delta& delta, std::int32_t words) : delta_(&delta), words_(words) {
    for (std::int64_t row = 0; row < delta.rows; ++row) {
      if (delta.is_live(row)) order_.push_back(row);
    }
    std::sort(order_.begin(), order_.end(),
              [&](std::int64_t a, std::int64_t b) { return delta.keys[a] < delta.keys[b]; });
  }

  [[nodiscard]] bool at_end() const noexcept {
    return segment_ != nullptr ? at_ == segment_->codes->rows()
                               : at_ == static_cast<std::int64_t>(order_.size());
  }
  [[nodiscard]] std::int64_t key() const noexcept {
    return segment_ != nullptr ? segment_->id(at_) : delta_->keys[delta_row()];
  }
  [[nodiscard]] const std::uint64_t* code() const noexcept {
    if (segment_ == nullptr) return delta_->codes + delta_row() * words_;
    return segment_->codes->codes().row(group_of_row_[static_cast<std::size_t>(at_)]);
  }
  void advance() noexcept {
    ++at_;
    if (segment_ != nullptr) skip_dead();
  }

 private:
  [[nodiscard]] std::int64_t delta_row() const noexcept {
    return order_[static_cast<std::size_t>(at_)];
  }
  void skip_dead() noexcept {
    while (at_ < segment_->codes->rows() && !segment_->is_live(at_)) ++at_;
  }

  const Segment* segment_ = nullptr;
  const Delta* delta_ = nullptr;
  std::int32_t words_;
  std::int64_t at_ = 0;
  std::vector<std::uint32_t> group_of_row_;  // of a segment
  std::vector<std::int64_t> order_;          // the live rows of a delta by key
};

std::vector<Cursor> cursors_of(const SearchView& view, const std::vector<std::size_t>& chosen) {
  const std::int32_t words = words_for(view.bits);
  std::vector<Cursor> cursors;
  for (const std::size_t i : chosen) cursors.emplace_back(view.segments[i], words);
  for (const Delta& delta : view.deltas) cursors.emplace_back(delta, words);
  return cursors;
}

}  // namespace

std::vector<std::size_t> segments_to_merge(const SearchView& view) {
  std::vector<std::size_t> by_rows(view.segments.size());
  std::iota(by_rows.begin(), by_rows.end(), std::size_t{0});
  std::sort(by_rows.begin(), by_rows.end(), [&](std::size_t a, std::size_t b) {
    return view.segments[a].live_rows() < view.segments[b].live_rows();
  });
  std::int64_t taken = 0;
  for (const Delta& delta : view.deltas) taken += live_rows(delta);
  for (const Segment& segment : view.segments) {
    if (is_mostly_dead(segment)) taken += segment.live_rows();
  }
  std::vector<std::size_t> chosen;
  for (const std::size_t i : by_rows) {
    const Segment& segment = view.segments[i];
    const std::int64_t rows = segment.live_rows();
    if (is_mostly_dead(segment)) {
      chosen.push_back(i);
    } else if (rows <= 2 * taken && rows + taken <= GroupedCodes::kMostRows) {
      chosen.push_back(i);
      taken += rows;
    }
  }
  std::sort(chosen.begin(), chosen.end());
  return chosen;
}

bool has_mostly_dead_segment(const SearchView& view) noexcept {
  return std::any_of(view.segments.begin(), view.segments.end(), is_mostly_dead);
}

Segment keyed_segment(GroupedCodes codes, AlignedBuffer<std::int64_t> keys, Strategy strategy) {
  Segment segment = sealed_segment(std::move(codes), strategy, 0, 1);
  segment.keys = std::make_shared<const AlignedBuffer<std::int64_t>>(std::move(keys));
  return segment;
}

std::optional<Segment> merge_parts(const SearchView& view, const std::vector<std::size_t>& chosen,
                                   const std::atomic<bool>& cancelled) {
  std::int64_t rows = 0;
  for (const std::size_t i : chosen) rows += view.segments[i].live_rows();
  for (const Delta& delta : view.deltas) rows += live_rows(delta);
  if (rows == 0) return std::nullopt;
  if (rows > GroupedCodes::kMostRows) {
    refuse("a merge of " + std::to_string(rows) + " rows; a segment holds at most " +
           std::to_string(GroupedCodes::kMostRows));
  }
  std::vector<Cursor> cursors = cursors_of(view, chosen);
  const auto later = [](const Cursor* a, const Cursor* b) { return a->key() > b->key(); };
  std::priority_queue<Cursor*, std::vector<Cursor*>, decltype(later)> heads(later);
  for (Cursor& cursor : cursors) {
    if (!cursor.at_end()) heads.push(&cursor);
  }
  AlignedBuffer<std::int64_t> keys(static_cast<std::size_t>(rows));
  PackedCodes codes(rows, view.bits);
  for (std::int64_t row = 0; row < rows; ++row) {
    if (row % kRowsBetweenLooks == 0 && cancelled.load()) {
      throw Error(ORTHANT_CANCELLED, "the merge was cancelled");
    }
    Cursor* head = heads.top();
    heads.pop();
    keys[static_cast<std::size_t>(row)] = head->key();
    std::copy_n(head->code(), codes.words(), codes.row(row));
    head->advance();
    if (!head->at_end()) heads.push(head);
  }
  return keyed_segment(GroupedCodes(std::move(codes)), std::move(keys), view.strategy);
}

Segment without_later_deaths(Segment merged, const SearchView& then,
                             const std::vector<std::size_t>& chosen, const SearchView& now) {
  std::vector<std::int64_t> dead;
  for (const std::size_t i : chosen) {
    const Segment& segment = now.segments[i];
    for (const std::int64_t row :
         LiveRows::deaths_between(then.segments[i].live.get(), segment.live.get())) {
      dead.push_back(find_row(merged, segment.id(row)));
    }
  }
  for (std::size_t d = 0; d < then.deltas.size(); ++d) {
    const Delta& delta = now.deltas[d];
    for (const std::int64_t row :
         LiveRows::deaths_between(then.deltas[d].live.get(), delta.live.get())) {
      dead.push_back(find_row(merged, delta.keys[row]));
    }
  }
  if (!dead.empty()) merged.live = LiveRows(merged.codes->rows()).without(dead);
  return merged;
}

std::int64_t find_row(const Segment& segment, std::int64_t key) noexcept {
  const AlignedBuffer<std::int64_t>& keys = *segment.keys;
  if (keys.size() == 0 || key < keys[0] || key > keys[keys.size() - 1]) return -1;
  const std::int64_t* found = std::lower_bound(keys.begin(), keys.end(), key);
  return *found == key ? found - keys.begin() : -1;
}

}  // namespace orthant
