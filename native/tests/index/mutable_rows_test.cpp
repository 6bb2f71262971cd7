#include "index/mutable_rows.h"

#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "index/segment_merge.h"
#include "testing/errors.h"
#include "testing/few_allocations.h"
#include "testing/key_model.h"

namespace orthant {
namespace {

const std::atomic<bool> kGoOn{false};

using testing::contents;
using testing::expect_error;
using testing::KeyModel;
using testing::OwnedBatch;

void change(MutableRows& rows, const OwnedBatch& batch) { rows.apply(rows.prepare(batch.view())); }

struct Merge {
  std::shared_ptr<const SearchView> then;
  std::vector<std::size_t> chosen;
  Segment merged;
};

Merge begin_merge(MutableRows& rows) {
  Merge merge{rows.seal(), {}, {}};
  merge.chosen = segments_to_merge(*merge.then);
  if (auto merged = merge_parts(*merge.then, merge.chosen, kGoOn)) merge.merged = *merged;
  return merge;
}

TEST(MutableRows, EqualAMapUnderRandomChangesAndMergesAndSnapshotsStay) {
  for (const auto& [bits, delta_rows] : {std::pair{64, 8}, {65, 50}, {1, 1}, {200, 3000}}) {
    Rng rng(static_cast<std::uint64_t>(bits));
    MutableRows rows(bits, delta_rows);
    KeyModel model;
    std::vector<std::pair<std::shared_ptr<const SearchView>, KeyModel>> snapshots;
    std::optional<Merge> merge;
    for (int step = 0; step < 600; ++step) {
      const OwnedBatch batch = testing::random_batch(rng, model, bits, 400, 40);
      change(rows, batch);
      testing::apply(batch, model);
      if (!merge && (rows.merge_due() || rng.below(20) == 0)) merge = begin_merge(rows);
      if (merge && rng.below(3) == 0) {
        rows.swap(merge->merged, *merge->then, merge->chosen);
        merge.reset();
      }
      if (rng.below(10) == 0) snapshots.emplace_back(rows.snapshot(), model);
      ASSERT_EQ(contents(*rows.snapshot()), model) << "step " << step;
      ASSERT_EQ(rows.rows(), static_cast<std::int64_t>(model.size()));
    }
    for (const auto& [view, then] : snapshots) ASSERT_EQ(contents(*view), then);
  }
}

TEST(MutableRows, DeltasHaveABoundAndAMergeIsDueWhenOneIsFull) {
  MutableRows rows(64, 10);
  OwnedBatch batch{BatchKind::kAdd, 64, {}, std::vector<std::uint64_t>(25)};
  for (std::int64_t key = 0; key < 25; ++key) batch.keys.push_back(-key);
  EXPECT_FALSE(rows.merge_due());
  change(rows, batch);
  const auto view = rows.snapshot();
  ASSERT_EQ(view->deltas.size(), 3U);
  EXPECT_EQ(view->deltas[0].rows, 10);
  EXPECT_EQ(view->deltas[2].rows, 5);
  EXPECT_TRUE(rows.merge_due());
  EXPECT_EQ(rows.snapshot(), view) << "an unchanged index lists its parts once";
  const Merge merge = begin_merge(rows);
  rows.swap(merge.merged, *merge.then, merge.chosen);
  EXPECT_FALSE(rows.merge_due());
  EXPECT_EQ(rows.snapshot()->segments.size(), 1U);
  EXPECT_TRUE(rows.snapshot()->deltas.empty());
  EXPECT_EQ(contents(*rows.snapshot()), contents(*view));
}

TEST(MutableRows, ARefusedBatchChangesNothing) {
  MutableRows rows(8, 4);
  change(rows, {BatchKind::kAdd, 8, {1, 2, 3, 4, 5}, {1, 2, 3, 4, 5}});
  const auto before = rows.snapshot();
  const auto refused = [&](const std::string& part, const OwnedBatch& batch) {
    expect_error(ORTHANT_INVALID_ARGUMENT, part, [&] { change(rows, batch); });
    EXPECT_EQ(rows.snapshot(), before);
  };
  refused("key 3 is in the index already", {BatchKind::kAdd, 8, {6, 3}, {0, 0}});
  refused("key 6 is not in the index", {BatchKind::kRemove, 0, {1, 6}, {}});
  refused("key 7 is not in the index", {BatchKind::kReplace, 8, {1, 7}, {0, 0}});
  refused("key 9 stands twice", {BatchKind::kAdd, 8, {9, 9}, {0, 0}});
  refused("beyond the index's 8 bits", {BatchKind::kAdd, 8, {9}, {256}});
  change(rows, {BatchKind::kRemove, 0, {3}, {}});
  expect_error(ORTHANT_INVALID_ARGUMENT, "key 3 is not in the index", [&] {
    change(rows, {BatchKind::kReplace, 8, {3}, {0}});
  });
  change(rows, {BatchKind::kAdd, 8, {3}, {9}});
  EXPECT_EQ(contents(*rows.snapshot()).at(3), std::vector<std::uint64_t>{9});
}

// Allocation number i fails, for every i: the rows are as they were, and usable.
TEST(MutableRows, ExhaustedMemoryChangesNothing) {
  MutableRows rows(64, 4);
  change(rows, {BatchKind::kAdd, 64, {1, 2, 3}, {1, 2, 3}});
  OwnedBatch batch{BatchKind::kReplace, 64, {2, 1, 3}, {7, 8, 9}};
  const KeyModel before = contents(*rows.snapshot());
  for (int allowed = 0;; ++allowed) {
    ASSERT_LT(allowed, 100);
    try {
      const testing::FewAllocations few(allowed);
      change(rows, batch);
      break;
    } catch (const std::bad_alloc&) {
      ASSERT_EQ(contents(*rows.snapshot()), before) << allowed;
    }
  }
  EXPECT_EQ(contents(*rows.snapshot()).at(1), std::vector<std::uint64_t>{8});
}

// Every row's code is its key, so that a reader knows a torn row.
TEST(MutableRows, ReadersSeeWholeBatchesWhileOneWriterWorks) {
  MutableRows rows(64, 64);
  constexpr std::int64_t kBatch = 10;
  std::atomic<bool> done{false};
  std::atomic<std::int64_t> views{0};
  const auto read = [&] {
    std::int64_t least = 0;
    while (!done.load()) {
      const KeyModel seen = contents(*rows.snapshot());
      ASSERT_EQ(seen.size() % kBatch, 0U);
      ASSERT_GE(static_cast<std::int64_t>(seen.size()), least);
      least = static_cast<std::int64_t>(seen.size());
      for (const auto& [key, code] : seen) {
        ASSERT_EQ(code[0], static_cast<std::uint64_t>(key));
      }
      ++views;
    }
  };
  std::thread first(read);
  std::thread second(read);
  for (std::int64_t b = 0; b < 300 || views.load() < 20; ++b) {
    OwnedBatch batch{BatchKind::kAdd, 64, {}, {}};
    for (std::int64_t i = 0; i < kBatch; ++i) {
      batch.keys.push_back(b * kBatch + i);
      batch.codes.push_back(static_cast<std::uint64_t>(b * kBatch + i));
    }
    change(rows, batch);
    batch.kind = BatchKind::kReplace;
    change(rows, batch);
    if (rows.merge_due()) {
      const Merge merge = begin_merge(rows);
      rows.swap(merge.merged, *merge.then, merge.chosen);
    }
  }
  done = true;
  first.join();
  second.join();
}

}  // namespace
}  // namespace orthant
