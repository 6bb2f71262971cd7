#include "data/grouped_codes.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>
#include <vector>

namespace orthant {
namespace {

// Multiplies and folds word by word; only spreads, the codes themselves are compared.
std::uint64_t hash_of(const std::uint64_t* code, std::int32_t words) noexcept {
  std::uint64_t hash = 0x9E3779B97F4A7C15U;
  for (std::int32_t w = 0; w < words; ++w) {
    hash = (hash ^ code[w]) * 0xD6E8FEB86659FD93U;
    hash ^= hash >> 32;
  }
  return hash * 0xD6E8FEB86659FD93U;
}

// Finds equal codes among the groups seen so far: open addressing, at most half full.
class GroupFinder {
 public:
  explicit GroupFinder(const PackedCodes& codes) : codes_(codes), slots_(kFirstSlots, kNone) {}

  // The group that has this code, or else `next`, which it then is.
  std::uint32_t find_or_add(const std::uint64_t* code, std::uint32_t next) {
    if (2 * static_cast<std::size_t>(next) >= slots_.size()) grow(next);
    std::uint32_t& slot = slot_of(code);
    if (slot == kNone) slot = next;
    return slot;
  }

 private:
  static constexpr std::size_t kFirstSlots = 1024;
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};

  std::uint32_t& slot_of(const std::uint64_t* code) noexcept {
    const auto bytes = static_cast<std::size_t>(codes_.words()) * sizeof(std::uint64_t);
    const int shift = 64 - std::countr_zero(slots_.size());
    auto i = static_cast<std::size_t>(hash_of(code, codes_.words()) >> shift);
    while (slots_[i] != kNone && std::memcmp(codes_.row(slots_[i]), code, bytes) != 0) {
      i = (i + 1) & (slots_.size() - 1);
    }
    return slots_[i];
  }

  void grow(std::uint32_t groups) {
    slots_.assign(2 * slots_.size(), kNone);
    for (std::uint32_t g = 0; g < groups; ++g) slot_of(codes_.row(g)) = g;
  }

  const PackedCodes& codes_;  // groups lie at the front, in order
  std::vector<std::uint32_t> slots_;
};

PackedCodes first_rows(PackedCodes codes, std::int64_t rows) {
  if (rows == codes.rows()) return codes;
  PackedCodes shorter(rows, codes.bits());
  const auto words = static_cast<std::size_t>(rows * codes.words());
  std::copy_n(codes.data(), words, shorter.data());
  return shorter;
}

}  // namespace

GroupedCodes::GroupedCodes(PackedCodes rows) : rows_(rows.rows()) {
  const auto words = static_cast<std::size_t>(rows.words());
  AlignedBuffer<std::uint32_t> group_of_row(static_cast<std::size_t>(rows_));
  GroupFinder finder(rows);
  std::uint32_t groups = 0;
  for (std::int64_t row = 0; row < rows_; ++row) {
    const std::uint32_t group = finder.find_or_add(rows.row(row), groups);
    group_of_row[static_cast<std::size_t>(row)] = group;
    if (group != groups) continue;
    if (row != group) std::copy_n(rows.row(row), words, rows.row(group));
    ++groups;
  }
  codes_ = first_rows(std::move(rows), groups);
  index_rows({group_of_row.data(), group_of_row.size()});
}

GroupedCodes::GroupedCodes(PackedCodes distinct, std::span<const std::uint32_t> group_of_row)
    : codes_(std::move(distinct)),
      rows_(group_of_row.empty() ? codes_.rows() : static_cast<std::int64_t>(group_of_row.size())) {
  index_rows(group_of_row);
}

bool GroupedCodes::is_grouping(std::span<const std::uint32_t> group_of_row,
                               std::int64_t groups) noexcept {
  std::int64_t seen = 0;
  for (const std::uint32_t group : group_of_row) {
    if (group > seen || group >= groups) return false;
    if (group == seen) ++seen;
  }
  return seen == groups;
}

// A counting sort of the rows by group, the first of each set apart.
void GroupedCodes::index_rows(std::span<const std::uint32_t> group_of_row) {
  largest_group_ = rows_ > 0 ? 1 : 0;
  if (all_distinct()) return;
  const auto groups = static_cast<std::size_t>(codes_.rows());
  first_ = AlignedBuffer<std::uint32_t>(groups);
  repeats_ = AlignedBuffer<std::uint64_t>((groups + 63) / 64);
  repeats_before_ = AlignedBuffer<std::uint32_t>(repeats_.size());
  AlignedBuffer<std::uint32_t> places(groups);  // further rows, then where the next one goes
  for (const std::uint32_t group : group_of_row) ++places[group];
  std::uint32_t repeating = 0;
  for (std::size_t g = 0; g < groups; ++g) {
    if (g % 64 == 0) repeats_before_[g / 64] = repeating;
    largest_group_ = std::max<std::int64_t>(largest_group_, places[g]);
    if (--places[g] == 0) continue;
    repeats_[g / 64] |= std::uint64_t{1} << (g % 64);
    ++repeating;
  }
  further_start_ = AlignedBuffer<std::uint32_t>(std::size_t{repeating} + 1);
  std::uint32_t start = 0;
  std::size_t r = 0;
  for (std::size_t g = 0; g < groups; ++g) {
    const std::uint32_t further = std::exchange(places[g], start);
    if (further == 0) continue;
    further_start_[r++] = start;
    start += further;
  }
  further_start_[r] = start;
  further_ = AlignedBuffer<std::uint32_t>(start);
  std::uint32_t seen = 0;
  for (std::size_t row = 0; row < group_of_row.size(); ++row) {
    const std::uint32_t group = group_of_row[row];
    if (group == seen) {
      first_[seen++] = static_cast<std::uint32_t>(row);
    } else {
      further_[places[group]++] = static_cast<std::uint32_t>(row);
    }
  }
}

std::span<const std::uint32_t> GroupedCodes::further_rows(std::size_t group) const noexcept {
  const std::uint64_t before = repeats_[group / 64] & ((std::uint64_t{1} << (group % 64)) - 1);
  const std::size_t r =
      repeats_before_[group / 64] + static_cast<std::size_t>(std::popcount(before));
  const std::size_t start = further_start_[r];
  return {further_.data() + start, further_start_[r + 1] - start};
}

void GroupedCodes::group_of_rows(std::span<std::uint32_t> groups) const noexcept {
  for (std::int64_t g = 0; g < codes_.rows(); ++g) {
    const GroupRows rows = rows_of(g);
    for (std::int64_t i = 0; i < rows.size(); ++i) {
      groups[static_cast<std::size_t>(rows[i])] = static_cast<std::uint32_t>(g);
    }
  }
}

std::int64_t GroupedCodes::bytes() const noexcept {
  const std::size_t words =
      static_cast<std::size_t>(codes_.rows() * codes_.words()) + repeats_.size();
  const std::size_t numbers =
      first_.size() + repeats_before_.size() + further_start_.size() + further_.size();
  return static_cast<std::int64_t>(8 * words + 4 * numbers);
}

}  // namespace orthant
