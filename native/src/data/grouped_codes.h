// Codes where each distinct one, a group, is kept once, with the rows that have it. Learned codes
// repeat: on real data 12 to 40 of 100 are distinct, so that a search compares far fewer. Groups
// are numbered in the order of their first rows, hence (distance, first row) is (distance, group).
// Immutable once built.
//
// Memory: 8 * words bytes a group. If any code repeats, also 4 bytes a group (its first row), 4 for
// each further row, and for each group that repeats 8 and a bit for each group to find it by.
#pragma once

#include <cstdint>
#include <limits>
#include <span>

#include "base/aligned_buffer.h"
#include "data/packed_codes.h"

namespace orthant {

// The rows of one group, ascending.
struct GroupRows {
  std::int64_t first;
  std::span<const std::uint32_t> further;

  [[nodiscard]] std::int64_t size() const noexcept {
    return 1 + static_cast<std::int64_t>(further.size());
  }
  // 0 <= i < size().
  [[nodiscard]] std::int64_t operator[](std::int64_t i) const noexcept {
    return i == 0 ? first : further[static_cast<std::size_t>(i - 1)];
  }
};

class GroupedCodes {
 public:
  static constexpr std::int64_t kMostRows = std::numeric_limits<std::uint32_t>::max();

  GroupedCodes() = default;
  // Takes the codes of all rows over and groups them: one pass, expected O(rows). At most
  // kMostRows rows.
  explicit GroupedCodes(PackedCodes rows);
  // The distinct codes, and the group of each row: groups are numbered in the order of their first
  // rows (is_grouping). An empty span: each row is a group.
  GroupedCodes(PackedCodes distinct, std::span<const std::uint32_t> group_of_row);

  // Whether the numbers are a grouping into `groups` groups: every group has a row, and a group's
  // first row comes after those of the groups before it.
  [[nodiscard]] static bool is_grouping(std::span<const std::uint32_t> group_of_row,
                                        std::int64_t groups) noexcept;

  [[nodiscard]] std::int64_t rows() const noexcept { return rows_; }
  [[nodiscard]] std::int64_t groups() const noexcept { return codes_.rows(); }
  [[nodiscard]] std::int32_t bits() const noexcept { return codes_.bits(); }
  [[nodiscard]] std::int32_t words() const noexcept { return codes_.words(); }
  // The code of each group.
  [[nodiscard]] const PackedCodes& codes() const noexcept { return codes_; }
  [[nodiscard]] bool all_distinct() const noexcept { return rows_ == codes_.rows(); }

  [[nodiscard]] GroupRows rows_of(std::int64_t group) const noexcept {
    if (first_.size() == 0) return {group, {}};
    const auto g = static_cast<std::size_t>(group);
    const std::int64_t first = first_[g];
    if (((repeats_[g / 64] >> (g % 64)) & 1) == 0) return {first, {}};
    return {first, further_rows(g)};
  }
  // The number of rows of the largest group; 0 without rows.
  [[nodiscard]] std::int64_t largest_group() const noexcept { return largest_group_; }
  // Writes the group of each row.
  void group_of_rows(std::span<std::uint32_t> groups) const noexcept;
  [[nodiscard]] std::int64_t bytes() const noexcept;

 private:
  void index_rows(std::span<const std::uint32_t> group_of_row);
  [[nodiscard]] std::span<const std::uint32_t> further_rows(std::size_t group) const noexcept;

  PackedCodes codes_;
  std::int64_t rows_ = 0;
  std::int64_t largest_group_ = 0;
  // Empty if all codes are distinct.
  AlignedBuffer<std::uint32_t> first_;           // row of each group
  AlignedBuffer<std::uint64_t> repeats_;         // a bit per group: it has further rows
  AlignedBuffer<std::uint32_t> repeats_before_;  // per word of repeats_: set bits before it
  AlignedBuffer<std::uint32_t> further_start_;   // per repeating group, and the end
  AlignedBuffer<std::uint32_t> further_;         // rows
};

}  // namespace orthant
