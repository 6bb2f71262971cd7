// What a search reads: sealed segments and flat deltas. Immutable, shared by any number of
// searchers; an index that changes publishes one view after the other.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/aligned_buffer.h"
#include "data/grouped_codes.h"
#include "data/live_rows.h"
#include "search/chunk_tables.h"
#include "search/code_heads.h"
#include "search/effort.h"

namespace orthant {

// Rows that no longer change but may die. With keys, rows stand in ascending order of them, so that
// the order of rows is the order of ids.
struct Segment {
  std::shared_ptr<const GroupedCodes> codes;
  std::shared_ptr<const AlignedBuffer<std::int64_t>> keys =
      {};                                          // nullptr: a row's id is its number
  std::shared_ptr<const LiveRows> live = {};       // nullptr: all
  std::shared_ptr<const CodeHeads> heads = {};     // nullptr: none
  std::shared_ptr<const ChunkTables> tables = {};  // nullptr: none
  Prices prices = {};                              // with tables: of this machine

  [[nodiscard]] std::int64_t id(std::int64_t row) const noexcept {
    return keys == nullptr ? row : (*keys)[static_cast<std::size_t>(row)];
  }
  [[nodiscard]] bool is_live(std::int64_t row) const noexcept {
    return live == nullptr || live->is_live(row);
  }
  [[nodiscard]] std::int64_t live_rows() const noexcept {
    return live == nullptr ? codes->rows() : live->live_count();
  }
};

// The first `rows` rows of a block that its writer appends to, in the order of arrival.
struct Delta {
  std::shared_ptr<const void> owner;  // keeps codes and keys alive
  const std::uint64_t* codes = nullptr;
  const std::int64_t* keys = nullptr;
  std::int64_t rows = 0;
  std::shared_ptr<const LiveRows> live = {};  // nullptr: all; may know more rows than there are

  [[nodiscard]] bool is_live(std::int64_t row) const noexcept {
    return live == nullptr || live->is_live(row);
  }
};

// How a search goes about it: compare all codes, look up chunks, or whichever is expected to be
// faster.
enum class Strategy : std::uint32_t { kScan = 0, kProbe = 1, kChoose = 2 };

struct SearchView {
  std::int32_t bits = 0;
  std::int64_t rows = 0;  // that are live
  Strategy strategy = Strategy::kScan;
  std::vector<Segment> segments = {};
  std::vector<Delta> deltas = {};
};

}  // namespace orthant
