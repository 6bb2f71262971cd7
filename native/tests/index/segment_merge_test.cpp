#include "index/segment_merge.h"
#include "index/seal.h"

#include <atomic>
#include <bit>

#include <gtest/gtest.h>

#include "testing/errors.h"
#include "testing/key_model.h"

namespace orthant {
namespace {

const std::atomic<bool> kGoOn{false};

using testing::contents;
using testing::KeyModel;

// Keys first, first + step, ...
Segment segment_of(Rng& rng, std::int64_t first, std::int64_t step, std::int64_t rows,
                   std::int32_t bits) {
  PackedCodes codes(rows, bits);
  AlignedBuffer<std::int64_t> keys(static_cast<std::size_t>(rows));
  for (std::int64_t row = 0; row < rows; ++row) {
    *codes.row(row) = rng.below(9);
    keys[static_cast<std::size_t>(row)] = first + row * step;
  }
  return keyed_segment(GroupedCodes(std::move(codes)), std::move(keys), Strategy::kScan);
}

void kill(Segment& segment, std::vector<std::int64_t> rows) {
  const LiveRows all(segment.codes->rows());
  segment.live = (segment.live == nullptr ? all : *segment.live).without(rows);
}

SearchView view_of(std::vector<Segment> segments) {
  SearchView view{.bits = 64, .segments = std::move(segments)};
  for (const Segment& segment : view.segments) view.rows += segment.live_rows();
  return view;
}

TEST(SegmentMerge, FindsRowsByKey) {
  Rng rng(1);
  const Segment segment = segment_of(rng, -4, 2, 5, 64);
  const std::vector<std::int64_t> rows = {-1, 0, -1, 1, -1, 2, -1, 3, -1, 4, -1, -1};
  for (std::int64_t key = -5; key <= 6; ++key) {
    EXPECT_EQ(find_row(segment, key), rows[static_cast<std::size_t>(key + 5)]) << key;
  }
}

TEST(SegmentMerge, KeepsTheLiveRowsInOrderOfKeys) {
  Rng rng(2);
  SearchView view = view_of({segment_of(rng, 0, 3, 100, 64), segment_of(rng, 1, 3, 50, 64),
                             segment_of(rng, 2, 3, 9, 64)});
  kill(view.segments[0], {0, 50, 99});
  kill(view.segments[1], {0, 1, 2});
  view.rows -= 6;
  KeyModel expected = contents(view);
  const auto merged = merge_parts(view, {0, 1, 2}, kGoOn);
  ASSERT_TRUE(merged.has_value());
  EXPECT_EQ(contents(view_of({*merged})), expected);

  SearchView later = view;
  kill(later.segments[0], {1, 98});
  kill(later.segments[2], {0});
  for (const std::int64_t key : {3, 294, 2}) expected.erase(key);
  const Segment survivors = without_later_deaths(*merged, view, {0, 1, 2}, later);
  EXPECT_EQ(contents(view_of({survivors})), expected);
}

TEST(SegmentMerge, NothingIsLeftOfDeadSegments) {
  Rng rng(3);
  SearchView view = view_of({segment_of(rng, 0, 1, 3, 64)});
  kill(view.segments[0], {0, 1, 2});
  EXPECT_EQ(segments_to_merge(view), std::vector<std::size_t>{0});
  EXPECT_FALSE(merge_parts(view, {0}, kGoOn).has_value());
}

TEST(SegmentMerge, StopsWhenItIsCancelled) {
  Rng rng(6);
  const SearchView view = view_of({segment_of(rng, 0, 1, 3, 64)});
  const std::atomic<bool> stop{true};
  testing::expect_error(ORTHANT_CANCELLED, "the merge was cancelled",
                        [&] { (void)merge_parts(view, {0}, stop); });
}

TEST(SegmentMerge, TakesSegmentsThatAreMostlyDead) {
  Rng rng(4);
  SearchView view = view_of({segment_of(rng, 0, 1, 4, 64), segment_of(rng, 10, 1, 100, 64)});
  kill(view.segments[0], {0, 1});
  EXPECT_FALSE(has_mostly_dead_segment(view));
  EXPECT_TRUE(segments_to_merge(view).empty());
  kill(view.segments[0], {2});
  EXPECT_TRUE(has_mostly_dead_segment(view));
  EXPECT_EQ(segments_to_merge(view), std::vector<std::size_t>{0});
}

TEST(SegmentMerge, RefusesMoreRowsThanASegmentHolds) {
  SearchView view = view_of({});
  view.deltas.resize(2);
  for (Delta& delta : view.deltas) delta.rows = GroupedCodes::kMostRows / 2 + 1;
  testing::expect_error(ORTHANT_INVALID_ARGUMENT, "4294967296 rows",
                        [&] { static_cast<void>(merge_parts(view, {}, kGoOn)); });
}

TEST(SegmentMerge, KeepsTheNumberOfSegmentsLogarithmicAndTheWorkToo) {
  const std::vector<std::uint64_t> codes(4, 1);
  SearchView view = view_of({});
  std::int64_t moved = 0;
  constexpr std::int64_t kDeltas = 500;
  for (std::int64_t d = 0; d < kDeltas; ++d) {
    const std::vector<std::int64_t> keys = {4 * d + 3, 4 * d, 4 * d + 2, 4 * d + 1};
    view.deltas = {{.owner = nullptr, .codes = codes.data(), .keys = keys.data(), .rows = 4}};
    const std::vector<std::size_t> chosen = segments_to_merge(view);
    const Segment merged = *merge_parts(view, chosen, kGoOn);
    moved += merged.codes->rows();
    std::vector<Segment> next;
    for (std::size_t s = 0; s < view.segments.size(); ++s) {
      if (std::find(chosen.begin(), chosen.end(), s) == chosen.end()) {
        next.push_back(view.segments[s]);
      }
    }
    next.push_back(merged);
    view = view_of(std::move(next));
    ASSERT_EQ(view.rows, 4 * (d + 1));
    const auto log2 = std::bit_width(static_cast<std::uint64_t>(d + 1));
    ASSERT_LE(view.segments.size(), static_cast<std::size_t>(log2)) << d;
  }
  EXPECT_EQ(contents(view).size(), 4 * kDeltas);
  EXPECT_LE(moved, 4 * kDeltas * 3 * 9) << "each row moves at most about 3 times per doubling";
}

}  // namespace
}  // namespace orthant
