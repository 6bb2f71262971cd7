// The obvious index: a map from keys to codes, and what views are compared with it by.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "base/rng.h"
#include "index/batch.h"
#include "search/view.h"
#include "testing/codes.h"

namespace orthant::testing {

using Code = std::vector<std::uint64_t>;
using KeyModel = std::map<std::int64_t, Code>;

// The live rows of a view; a key that is live twice fails.
inline KeyModel contents(const SearchView& view) {
  const auto words = static_cast<std::size_t>(words_for(view.bits));
  KeyModel rows;
  const auto put = [&](std::int64_t key, const std::uint64_t* code) {
    EXPECT_TRUE(rows.emplace(key, Code(code, code + words)).second) << "key twice: " << key;
  };
  for (const Segment& segment : view.segments) {
    std::vector<std::uint32_t> groups(static_cast<std::size_t>(segment.codes->rows()));
    segment.codes->group_of_rows(groups);
    for (std::int64_t row = 0; row < segment.codes->rows(); ++row) {
      EXPECT_TRUE(row == 0 || segment.id(row - 1) < segment.id(row)) << "keys in disorder";
      const std::uint32_t group = groups[static_cast<std::size_t>(row)];
      if (segment.is_live(row)) put(segment.id(row), segment.codes->codes().row(group));
    }
  }
  for (const Delta& delta : view.deltas) {
    for (std::int64_t row = 0; row < delta.rows; ++row) {
      if (!delta.is_live(row)) continue;
      put(delta.keys[row], delta.codes + static_cast<std::size_t>(row) * words);
    }
  }
  EXPECT_EQ(view.rows, static_cast<std::int64_t>(rows.size()));
  return rows;
}

// The k nearest by (distance, key).
inline std::vector<std::pair<std::int32_t, std::int64_t>> nearest(const KeyModel& rows,
                                                                  const Code& query,
                                                                  std::size_t k) {
  std::vector<std::pair<std::int32_t, std::int64_t>> hits;
  for (const auto& [key, code] : rows) {
    const auto words = static_cast<std::int32_t>(query.size());
    hits.emplace_back(naive_distance(query.data(), code.data(), words, nullptr), key);
  }
  std::sort(hits.begin(), hits.end());
  hits.resize(std::min(k, hits.size()));
  return hits;
}

// A batch that owns what it holds.
struct OwnedBatch {
  BatchKind kind = BatchKind::kAdd;
  std::int32_t bits = 0;
  std::vector<std::int64_t> keys;
  std::vector<std::uint64_t> codes;

  [[nodiscard]] Batch view() const { return {kind, keys, codes.data(), bits}; }
};

// A batch that the model takes, of up to `most` keys out of [0, key_range). Keys come back after
// they were removed; codes repeat.
inline OwnedBatch random_batch(Rng& rng, const KeyModel& model, std::int32_t bits,
                               std::int64_t key_range, std::uint64_t most) {
  OwnedBatch batch{static_cast<BatchKind>(1 + rng.below(3)), bits, {}, {}};
  const std::uint64_t wanted = 1 + rng.below(most);
  for (std::uint64_t tries = 0; tries < 4 * wanted && batch.keys.size() < wanted; ++tries) {
    const auto key = static_cast<std::int64_t>(rng.below(static_cast<std::uint64_t>(key_range)));
    const bool there = model.count(key) > 0;
    const bool named = std::find(batch.keys.begin(), batch.keys.end(), key) != batch.keys.end();
    if (!named && there == (batch.kind != BatchKind::kAdd)) batch.keys.push_back(key);
  }
  if (batch.kind == BatchKind::kRemove) return batch;
  for (std::size_t i = 0; i < batch.keys.size(); ++i) {
    Rng code_rng(rng.below(200));
    const Code code = random_codes(code_rng, 1, bits);
    batch.codes.insert(batch.codes.end(), code.begin(), code.end());
  }
  return batch;
}

inline void apply(const OwnedBatch& batch, KeyModel& model) {
  const std::size_t words = batch.keys.empty() ? 0 : batch.codes.size() / batch.keys.size();
  for (std::size_t i = 0; i < batch.keys.size(); ++i) {
    if (batch.kind == BatchKind::kRemove) {
      model.erase(batch.keys[i]);
    } else {
      const auto first = batch.codes.begin() + static_cast<std::ptrdiff_t>(i * words);
      model[batch.keys[i]] = Code(first, first + static_cast<std::ptrdiff_t>(words));
    }
  }
}

}  // namespace orthant::testing
