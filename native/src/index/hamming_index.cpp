#include "index/hamming_index.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/error.h"
#include "index/checks.h"
#include "index/seal.h"

namespace orthant {

namespace {

const char* name_of(Strategy strategy) {
  switch (strategy) {
    case Strategy::kScan:
      return "linear-scan";
    case Strategy::kProbe:
      return "multi-index";
    case Strategy::kChoose:
      return "auto";
  }
  return "";
}

}  // namespace

HammingIndex HammingIndex::over(GroupedCodes codes, Strategy strategy, std::int32_t chunks,
                                int threads) {
  SearchView view = {.bits = codes.bits(), .rows = codes.rows(), .strategy = strategy};
  view.segments.push_back(sealed_segment(std::move(codes), strategy, chunks, threads));
  HammingIndex index(std::make_shared<const SearchView>(std::move(view)));
  index.wanted_chunks_ = chunks;
  return index;
}

const GroupedCodes& HammingIndex::codes() const {
  if (view_->segments.size() != 1 || !view_->deltas.empty() ||
      view_->segments.front().keys != nullptr) {
    refuse("this is a snapshot of a mutable index: its rows have keys, not numbers");
  }
  return *view_->segments.front().codes;
}

std::int32_t HammingIndex::chunks() const noexcept {
  std::int32_t most = 0;
  for (const Segment& segment : view_->segments) {
    if (segment.tables != nullptr) most = std::max(most, segment.tables->tables());
  }
  return most;
}

std::string HammingIndex::describe() const {
  std::int64_t stored = 0;
  std::int64_t distinct = 0;
  std::int64_t largest = 0;
  std::int64_t bytes = 0;  // without tables
  std::int64_t table_bytes = 0;
  for (const Segment& segment : view_->segments) {
    stored += segment.codes->rows();
    distinct += segment.codes->groups();
    largest = std::max(largest, segment.codes->largest_group());
    bytes += segment.codes->bytes();
    if (segment.heads != nullptr) bytes += segment.heads->bytes();
    if (segment.tables != nullptr) table_bytes += segment.tables->bytes();
  }
  const std::int64_t code_bytes = std::int64_t{8} * words_for(bits());
  for (const Delta& delta : view_->deltas) {
    stored += delta.rows;
    distinct += delta.rows;
    bytes += delta.rows * (code_bytes + 8);
  }
  std::string text;
  const auto add = [&](const char* key, const std::string& value) {
    text += std::string(key) + "=" + value + "\n";
  };
  add("kind", name_of(view_->strategy));
  add("rows", std::to_string(rows()));
  add("bits", std::to_string(bits()));
  add("distinct", std::to_string(distinct));
  add("largest_group", std::to_string(largest));
  add("bytes", std::to_string(bytes + table_bytes));
  add("bytes_tables", std::to_string(table_bytes));
  add("bytes_ungrouped", std::to_string(stored * code_bytes));
  add("chunks", std::to_string(chunks()));
  return text;
}

}  // namespace orthant
