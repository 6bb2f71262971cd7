// All ways to search the same rows.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "campaigns/differential_data.h"
#include "index/hamming_index.h"
#include "store/index_file.h"
#include "store/mutable_index.h"
#include "testing/temp_folder.h"

namespace orthant::testing {

struct Engine {
  std::string what;
  std::shared_ptr<const SearchView> view;
  bool by_number = false;  // ids are the numbers of the rows, not their keys
  bool by_scan = false;
  bool by_probing = false;
};

// Each row for itself, in any order: nothing is grouped, nothing comes by ascending ids.
inline std::shared_ptr<const SearchView> row_by_row(Rng& rng, const DataSet& data) {
  struct Rows {
    std::vector<std::uint64_t> codes;
    std::vector<std::int64_t> keys;
  };
  auto rows = std::make_shared<Rows>();
  std::vector<std::int64_t> order(data.keys.size());
  std::iota(order.begin(), order.end(), 0);
  for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[rng.below(i)]);
  for (const std::int64_t i : order) {
    rows->keys.push_back(data.keys[static_cast<std::size_t>(i)]);
    rows->codes.insert(rows->codes.end(), data.row(i), data.row(i) + data.words());
  }
  SearchView view = {.bits = data.bits, .rows = data.rows()};
  view.deltas.push_back({rows, rows->codes.data(), rows->keys.data(), data.rows()});
  return std::make_shared<const SearchView>(std::move(view));
}

// One segment with keys, and with heads or tables.
inline std::shared_ptr<const SearchView> keyed_view(const DataSet& data, Strategy strategy,
                                                    std::int32_t heads) {
  SearchView view = {.bits = data.bits, .rows = data.rows(), .strategy = strategy};
  AlignedBuffer<std::int64_t> keys(data.keys.size());
  std::ranges::copy(data.keys, keys.begin());
  Segment segment = {
      .codes = std::make_shared<const GroupedCodes>(packed(data.codes, data.rows(), data.bits)),
      .keys = std::make_shared<const AlignedBuffer<std::int64_t>>(std::move(keys))};
  const PackedCodes& codes = segment.codes->codes();
  if (heads > 0) segment.heads = std::make_shared<const CodeHeads>(codes, heads);
  if (strategy != Strategy::kScan) {
    segment.tables = std::make_shared<const ChunkTables>(codes, 0, Parallel(1));
  }
  view.segments.push_back(std::move(segment));
  return std::make_shared<const SearchView>(std::move(view));
}

// What is left of a life of additions, removals, replacements and merges.
inline std::shared_ptr<const SearchView> changed_view(Rng& rng, const DataSet& data) {
  const std::int64_t rows = data.rows();
  const std::int64_t least = 1 + rows / 9;
  const MutableIndexOptions options = {
      .delta_rows = least + static_cast<std::int64_t>(rng.below(static_cast<std::uint64_t>(least))),
      .strategy = one_of<Strategy>(rng, {Strategy::kScan, Strategy::kProbe, Strategy::kChoose})};
  const auto index = MutableIndex::in_memory(data.bits, options);
  const std::int64_t batch = std::min<std::int64_t>(rows / 5 + 1, 50000);
  for (std::int64_t first = 0; first < rows; first += batch) {
    const auto count = static_cast<std::size_t>(std::min(batch, rows - first));
    const std::span<const std::int64_t> keys(data.keys.data() + first, count);
    const std::uint64_t life = rng.below(4);
    if (life == 0) {
      index->add(keys, data.row(first), data.bits);
    } else {  // codes that must not be found
      const std::vector<std::uint64_t> stale =
          random_codes(rng, static_cast<std::int64_t>(count), data.bits);
      index->add(keys, stale.data(), data.bits);
      if (life == 1) index->merge_all();
      if (life == 2) {
        index->remove(keys);
        index->add(keys, data.row(first), data.bits);
      } else {
        index->replace(keys, data.row(first), data.bits);
      }
    }
    if (rng.below(2) == 0) index->merge();
  }
  return index->snapshot();
}

// Saved, and mapped into memory: nothing stands behind the last code.
inline std::shared_ptr<const SearchView> mapped_view(const HammingIndex& index) {
  const TempFolder folder;
  save_index(index, folder.file("index"));
  return load_index(folder.file("index"), 1, Access::kMap).view();
}

inline std::vector<Engine> engines_over(Rng& rng, const DataSet& data) {
  constexpr std::int64_t kMostChangedRows = 200000;
  const auto grouped = [&] { return GroupedCodes(packed(data.codes, data.rows(), data.bits)); };
  const auto most_chunks = static_cast<std::uint64_t>(std::min(data.bits, 12));
  const auto chunks = static_cast<std::int32_t>(rng.below(2) == 0 ? 0 : 1 + rng.below(most_chunks));
  const auto longest_head = static_cast<std::uint64_t>(data.words()) - 1;
  const auto heads = static_cast<std::int32_t>(longest_head > 0 ? 1 + rng.below(longest_head) : 0);
  const auto probe = HammingIndex::over(grouped(), Strategy::kProbe, chunks, 1).view();
  std::vector<Engine> engines = {
      {"row by row", row_by_row(rng, data)},
      {"groups", keyed_view(data, Strategy::kScan, heads)},
      {"LinearScan", HammingIndex::linear_scan(grouped()).view(), true},
      {"MultiIndexHash", probe, true},
      {"MultiIndexHash, probing", probe, true, false, true},
      {"MultiIndexHash, scanning", probe, true, true, false},
      {"tables where they pay", keyed_view(data, Strategy::kChoose, 0)},
      {"AutoIndex", HammingIndex::over(grouped(), Strategy::kChoose, 0, 1).view(), true},
      {"parts", data.parts},
      {"parts, probing", data.parts, false, false, true}};
  if (data.rows() <= kMostChangedRows) {
    engines.push_back({"MutableIndex", changed_view(rng, data)});
  }
  if (rng.below(8) == 0) {
    engines.push_back({"a mapped file", mapped_view(HammingIndex::linear_scan(grouped())), true});
  }
  return engines;
}

}  // namespace orthant::testing
