#include "index/hamming_index.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/rng.h"
#include "index/checks.h"
#include "testing/codes.h"

namespace orthant {
namespace {

using orthant::testing::random_codes;

HammingIndex index_of(const std::uint64_t* codes, std::int64_t rows, std::int32_t bits) {
  return HammingIndex::linear_scan(GroupedCodes(checked_copy(codes, rows, bits)));
}

TEST(HammingIndexTest, HoldsTheCodesOfAllRows) {
  Rng rng(5);
  for (const std::int32_t bits : {1, 63, 64, 65, 1024}) {
    const std::vector<std::uint64_t> original = random_codes(rng, 20, bits);
    const HammingIndex index = index_of(original.data(), 20, bits);
    EXPECT_EQ(index.rows(), 20);
    EXPECT_EQ(index.bits(), bits);
    const GroupedCodes& codes = index.codes();
    std::vector<std::uint32_t> groups(20);
    codes.group_of_rows(groups);
    const auto size = static_cast<std::size_t>(codes.words());
    for (std::size_t i = 0; i < original.size(); ++i) {
      ASSERT_EQ(codes.codes().row(groups[i / size])[i % size], original[i]);
    }
  }
}

TEST(HammingIndexTest, MayBeEmpty) {
  const HammingIndex index = index_of(nullptr, 0, 64);
  EXPECT_EQ(index.rows(), 0);
  Searcher searcher = index.searcher();
  searcher.reserve(10);
  EXPECT_EQ(searcher.search({.k = 10, .radius = 64}), 0);
  EXPECT_EQ(searcher.search({.radius = 64}), 0);
}

TEST(HammingIndexTest, ASearcherOutlivesItsIndex) {
  const std::vector<std::uint64_t> words = {7, 6, 4, 0};
  std::optional<HammingIndex> index(index_of(words.data(), 4, 3));
  Searcher searcher = index->searcher();
  index.reset();
  searcher.reserve(2);
  ASSERT_EQ(searcher.search({.k = 2, .radius = 3}), 2);
  EXPECT_EQ(searcher.ids()[0], 3);
  EXPECT_EQ(searcher.ids()[1], 2);
}

TEST(HammingIndexTest, SaysWhatGroupingSaves) {
  const std::vector<std::uint64_t> words = {7, 6, 7, 7, 1, 6};
  const HammingIndex index = index_of(words.data(), 6, 64);
  // Three codes of 8 bytes, a word of marks; 3 first rows, 1 count, 3 starts, 3 further rows.
  EXPECT_EQ(index.describe(),
            "kind=linear-scan\nrows=6\nbits=64\ndistinct=3\nlargest_group=3\nbytes=72\n"
            "bytes_tables=0\nbytes_ungrouped=48\nchunks=0\n");
}

// Around 500 centres, with one bit in eight flipped.
PackedCodes clustered_codes(std::int64_t rows) {
  Rng rng(9);
  PackedCodes centres(500, 256);
  for (std::int64_t i = 0; i < 500 * 4; ++i) centres.data()[i] = rng.next();
  PackedCodes codes(rows, 256);
  for (std::int64_t i = 0; i < rows * 4; ++i) {
    codes.data()[i] = centres.row(i / 4 % 500)[i % 4] ^ (rng.next() & rng.next() & rng.next());
  }
  return codes;
}

TEST(HammingIndexTest, OnlyCodesThatOutgrowTheCacheGetHeads) {
  const auto heads_of = [](std::int64_t rows) {
    return HammingIndex::linear_scan(GroupedCodes(clustered_codes(rows)))
        .view()
        ->segments.front()
        .heads;
  };
  EXPECT_EQ(heads_of(100'000), nullptr);
  EXPECT_NE(heads_of(600'000), nullptr);
}

}  // namespace
}  // namespace orthant
