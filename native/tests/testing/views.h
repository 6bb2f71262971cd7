// Views of every shape for tests: one plain segment, or segments with keys and dead rows beside
// deltas.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <numeric>
#include <utility>
#include <vector>

#include "base/parallel.h"
#include "base/rng.h"
#include "data/grouped_codes.h"
#include "search/view.h"
#include "testing/codes.h"

namespace orthant::testing {

inline PackedCodes packed(const std::vector<std::uint64_t>& words, std::int64_t rows,
                          std::int32_t bits) {
  PackedCodes codes(rows, bits);
  std::copy(words.begin(), words.end(), codes.data());
  return codes;
}

// Random codes that draw from `distinct` ones.
inline std::vector<std::uint64_t> repeated_codes(Rng& rng, std::int64_t rows, std::int64_t distinct,
                                                 std::int32_t bits) {
  const std::vector<std::uint64_t> pool = random_codes(rng, distinct, bits);
  const std::int32_t words = words_for(bits);
  std::vector<std::uint64_t> codes;
  for (std::int64_t row = 0; row < rows; ++row) {
    const auto pick = static_cast<std::int64_t>(rng.below(static_cast<std::uint64_t>(distinct)));
    codes.insert(codes.end(), pool.begin() + pick * words, pool.begin() + (pick + 1) * words);
  }
  return codes;
}

// One segment whose ids are row numbers.
inline std::shared_ptr<const SearchView> plain_view(const std::vector<std::uint64_t>& words,
                                                    std::int64_t rows, std::int32_t bits) {
  SearchView view = {.bits = bits, .rows = rows};
  view.segments.push_back(
      {.codes = std::make_shared<const GroupedCodes>(packed(words, rows, bits))});
  return std::make_shared<const SearchView>(std::move(view));
}

// The same with tables of its chunks.
inline std::shared_ptr<const SearchView> table_view(const std::vector<std::uint64_t>& words,
                                                    std::int64_t rows, std::int32_t bits,
                                                    Strategy strategy, std::int32_t chunks = 0) {
  SearchView view = {.bits = bits, .rows = rows, .strategy = strategy};
  auto codes = std::make_shared<const GroupedCodes>(packed(words, rows, bits));
  auto tables = std::make_shared<const ChunkTables>(codes->codes(), chunks, Parallel(1));
  view.segments.push_back({.codes = std::move(codes), .tables = std::move(tables)});
  return std::make_shared<const SearchView>(std::move(view));
}

// About one row in `one_in` is dead; nullptr if that is 0.
inline std::shared_ptr<const LiveRows> some_dead(Rng& rng, std::int64_t rows,
                                                 std::uint64_t one_in) {
  if (one_in == 0) return nullptr;
  std::vector<std::int64_t> dead;
  for (std::int64_t row = 0; row < rows; ++row) {
    if (rng.below(one_in) == 0) dead.push_back(row);
  }
  return LiveRows(rows).without(dead);
}

// Segments and deltas of a mutable index: `rows` rows over distinct random keys, dealt out by
// turns.
inline std::shared_ptr<const SearchView> mixed_view(Rng& rng,
                                                    const std::vector<std::uint64_t>& words,
                                                    std::int64_t rows, std::int32_t bits,
                                                    std::int64_t parts, std::uint64_t dead_one_in,
                                                    bool tables = false) {
  struct Block {
    std::vector<std::uint64_t> codes;
    std::vector<std::int64_t> keys;
  };
  std::vector<std::int64_t> keys(static_cast<std::size_t>(rows));
  std::iota(keys.begin(), keys.end(), -rows / 3);
  for (std::size_t i = keys.size(); i > 1; --i) std::swap(keys[i - 1], keys[rng.below(i)]);
  SearchView view = {.bits = bits, .strategy = tables ? Strategy::kProbe : Strategy::kScan};
  const std::int32_t size = words_for(bits);
  for (std::int64_t part = 0; part < parts; ++part) {
    std::vector<std::int64_t> members;
    for (std::int64_t row = part; row < rows; row += parts) members.push_back(row);
    const bool is_delta = part % 3 == 2;
    const auto key_of = [&](std::int64_t row) { return keys[static_cast<std::size_t>(row)]; };
    if (!is_delta) std::ranges::sort(members, {}, key_of);
    auto block = std::make_shared<Block>();
    for (const std::int64_t row : members) {
      block->keys.push_back(key_of(row));
      block->codes.insert(block->codes.end(), words.begin() + row * size,
                          words.begin() + (row + 1) * size);
    }
    const auto count = static_cast<std::int64_t>(members.size());
    auto live = some_dead(rng, count, dead_one_in);
    view.rows += live == nullptr ? count : live->live_count();
    if (is_delta) {
      view.deltas.push_back({block, block->codes.data(), block->keys.data(), count, live});
      continue;
    }
    AlignedBuffer<std::int64_t> sorted_keys(block->keys.size());
    std::ranges::copy(block->keys, sorted_keys.begin());
    Segment segment = {
        .codes = std::make_shared<const GroupedCodes>(packed(block->codes, count, bits)),
        .keys = std::make_shared<const AlignedBuffer<std::int64_t>>(std::move(sorted_keys)),
        .live = live};
    if (tables) {
      segment.tables = std::make_shared<const ChunkTables>(segment.codes->codes(), 0, Parallel(1));
    }
    view.segments.push_back(std::move(segment));
  }
  return std::make_shared<const SearchView>(std::move(view));
}

}  // namespace orthant::testing
