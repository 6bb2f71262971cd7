// One segment or delta of a view as a search sees it: codes in a row, the rows behind each, and
// which of these rows may be returned.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/aligned_buffer.h"
#include "data/row_filter.h"
#include "search/view.h"

namespace orthant {

class Source {
 public:
  // The view must outlive the source.
  explicit Source(const Segment& segment) noexcept;
  explicit Source(const Delta& delta) noexcept;

  [[nodiscard]] const std::uint64_t* codes() const noexcept { return codes_; }
  // nullptr: none.
  [[nodiscard]] const CodeHeads* heads() const noexcept { return heads_; }
  // The number of codes. A code's number is its group.
  [[nodiscard]] std::int64_t groups() const noexcept { return groups_; }
  // The number of rows, dead ones too.
  [[nodiscard]] std::int64_t rows() const noexcept {
    return grouped_ == nullptr ? groups_ : grouped_->rows();
  }
  // The number of groups of which the filter passes a row; all if there is none.
  [[nodiscard]] std::int64_t passing_groups() const noexcept { return passing_groups_; }
  // Whether a lower group has a lower first id.
  [[nodiscard]] bool in_order() const noexcept { return in_order_; }

  // Prepares the filter for this source: one pass over its rows. nullptr: none. The filter must
  // live as long as it is set. On failure (std::bad_alloc) the source is as it was.
  void set_filter(const RowFilter* filter);

  // What a search that heeds the filter, or not, has to look at.
  struct Gate {
    const Source* source;
    bool filtered;

    // Every row may be returned.
    [[nodiscard]] bool is_open() const noexcept { return !filtered && source->all_live(); }
    [[nodiscard]] bool passes(std::int64_t row) const noexcept {
      return source->is_live(row) &&
             (!filtered || source->filter_ == nullptr || source->filter_->passes(source->id(row)));
    }
    // Whether the first row of a group passes.
    [[nodiscard]] bool passes_first(std::int64_t group) const noexcept {
      return is_open() || passes(source->rows_of(group).first);
    }
    // Few groups pass: these are better compared one by one.
    [[nodiscard]] bool is_sparse() const noexcept {
      constexpr std::int64_t kSparse = 32;
      return filtered && source->passing_groups() * kSparse < source->groups();
    }
    // A bit per group, set if one of its rows passes; nullptr: not known in advance.
    [[nodiscard]] const std::uint64_t* group_bits() const noexcept {
      return filtered && source->filter_ != nullptr ? source->group_bits_.data() : nullptr;
    }
  };
  [[nodiscard]] Gate gate(bool filtered) const noexcept {
    return {this, filtered && filter_ != nullptr};
  }

  [[nodiscard]] GroupRows rows_of(std::int64_t group) const noexcept {
    return grouped_ == nullptr ? GroupRows{group, {}} : grouped_->rows_of(group);
  }
  [[nodiscard]] std::int64_t id(std::int64_t row) const noexcept {
    return keys_ == nullptr ? row : keys_[row];
  }
  [[nodiscard]] bool is_live(std::int64_t row) const noexcept {
    return live_ == nullptr || live_->is_live(row);
  }
  [[nodiscard]] bool all_live() const noexcept { return live_ == nullptr; }
  [[nodiscard]] bool all_distinct() const noexcept {
    return grouped_ == nullptr || grouped_->all_distinct();
  }

 private:
  const std::uint64_t* codes_;
  const std::int64_t* keys_ = nullptr;
  const GroupedCodes* grouped_ = nullptr;  // nullptr: each row is a group
  const LiveRows* live_ = nullptr;         // nullptr: all
  const CodeHeads* heads_ = nullptr;       // nullptr: none
  std::int64_t groups_;
  std::int64_t passing_groups_ = groups_;
  bool in_order_;
  const RowFilter* filter_ = nullptr;
  AlignedBuffer<std::uint64_t> group_bits_;  // of the filter
};

// The sources of a view, segments first. The view must outlive them.
[[nodiscard]] std::vector<Source> sources_of(const SearchView& view);

// Whether a search that takes groups source by source takes them by ascending ids of their first
// rows that pass. A group's may come after those of later groups, unless all rows pass or each
// group is a row.
[[nodiscard]] bool come_in_order(std::span<const Source> sources, bool filtered) noexcept;

}  // namespace orthant
