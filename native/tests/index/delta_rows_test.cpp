#include "index/delta_rows.h"

#include <map>
#include <vector>

#include <gtest/gtest.h>

#include "base/rng.h"

namespace orthant {
namespace {

TEST(DeltaRows, FindsTheNewestRowOfEachKey) {
  Rng rng(1);
  for (const std::int64_t capacity : {1, 2, 7, 1000}) {
    DeltaRows rows(capacity, 2);
    std::map<std::int64_t, std::int64_t> newest;
    for (std::int64_t row = 0; row < capacity; ++row) {
      const auto key = static_cast<std::int64_t>(rng.below(300)) << (rng.below(2) * 55);
      const std::uint64_t code[2] = {rng.next(), rng.next()};
      const std::int64_t before = newest.count(key) > 0 ? newest[key] : -1;
      rows.write(row, {&key, 1}, code);
      ASSERT_EQ(rows.find(key), before) << "a row that is written is not yet found";
      rows.index(row, 1);
      newest[key] = row;
      ASSERT_EQ(rows.keys()[row], key);
      ASSERT_EQ(rows.codes()[2 * row + 1], code[1]);
    }
    for (const auto& [key, row] : newest) ASSERT_EQ(rows.find(key), row);
    EXPECT_EQ(rows.find(-5), -1);
    const DeltaRows grown(2 * capacity, rows, capacity);
    for (const auto& [key, row] : newest) ASSERT_EQ(grown.find(key), row);
    EXPECT_EQ(grown.codes()[0], rows.codes()[0]);
    EXPECT_EQ(grown.capacity(), 2 * capacity);
  }
}

TEST(DeltaRows, RowsThatWereNotIndexedCanBeOverwritten) {
  DeltaRows rows(4, 1);
  const std::vector<std::int64_t> refused = {1, 2};
  const std::vector<std::int64_t> taken = {2, 3};
  const std::uint64_t codes[2] = {0, 0};
  rows.write(0, refused, codes);
  rows.write(0, taken, codes);
  rows.index(0, 2);
  EXPECT_EQ(rows.find(1), -1);
  EXPECT_EQ(rows.find(2), 0);
  EXPECT_EQ(rows.find(3), 1);
}

}  // namespace
}  // namespace orthant
