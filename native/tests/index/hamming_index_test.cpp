#include "index/hamming_index.h"

#include <gtest/gtest.h>

#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/rng.h"
#include "testing/codes.h"

namespace orthant {
namespace {

using orthant::testing::random_codes;

std::string refusal(const std::uint64_t* codes, std::int64_t rows, std::int32_t bits) {
  try {
    (void)HammingIndex::linear_scan(codes, rows, bits);
  } catch (const Error& error) {
    EXPECT_EQ(error.status(), ORTHANT_INVALID_ARGUMENT);
    return error.what();
  }
  return "accepted";
}

TEST(HammingIndexTest, CopiesItsCodes) {
  Rng rng(5);
  for (const std::int32_t bits : {1, 63, 64, 65, 1024}) {
    std::vector<std::uint64_t> words = random_codes(rng, 20, bits);
    const std::vector<std::uint64_t> original = words;
    const HammingIndex index = HammingIndex::linear_scan(words.data(), 20, bits);
    words.assign(words.size(), 0);
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
  const HammingIndex index = HammingIndex::linear_scan(nullptr, 0, 64);
  EXPECT_EQ(index.rows(), 0);
  Searcher searcher = index.searcher();
  searcher.reserve(10);
  EXPECT_EQ(searcher.search({.k = 10, .radius = 64}), 0);
  EXPECT_EQ(searcher.search({.radius = 64}), 0);
}

TEST(HammingIndexTest, RefusesCodeLengthsOutOfBounds) {
  const std::uint64_t code = 0;
  EXPECT_EQ(refusal(&code, 1, 0), "bits must be between 1 and 1024, got 0");
  EXPECT_EQ(refusal(&code, 1, -3), "bits must be between 1 and 1024, got -3");
  EXPECT_EQ(refusal(&code, 1, 1025), "bits must be between 1 and 1024, got 1025");
}

TEST(HammingIndexTest, RefusesRowCountsThatCannotBe) {
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  EXPECT_EQ(refusal(nullptr, -1, 64), "rows must be between 0 and 4294967295, got -1");
  EXPECT_EQ(refusal(nullptr, kMost, 1024),
            "rows must be between 0 and 4294967295, got 9223372036854775807");
}

TEST(HammingIndexTest, RefusesUnusedBitsAndNamesTheRow) {
  for (const std::int32_t bits : {1, 10, 63, 65, 130, 1023}) {
    const auto words = static_cast<std::size_t>(words_for(bits));
    std::vector<std::uint64_t> codes(4 * words, 0);
    codes[3 * words - 1] = std::uint64_t{1} << (bits % 64);
    EXPECT_EQ(refusal(codes.data(), 4, bits),
              "the code of row 2 has bits set beyond its " + std::to_string(bits) + " bits");
    codes[3 * words - 1] >>= 1;
    EXPECT_EQ(refusal(codes.data(), 4, bits), "accepted");
  }
}

TEST(HammingIndexTest, TakesCodesOverWithTheSameChecks) {
  PackedCodes codes(2, 70);
  codes.row(1)[1] = std::uint64_t{1} << 6;
  EXPECT_THROW((void)HammingIndex::linear_scan(std::move(codes)), Error);
  PackedCodes sound(2, 70);
  sound.row(1)[1] = std::uint64_t{1} << 5;
  const std::uint64_t* data = sound.data();
  const HammingIndex index = HammingIndex::linear_scan(std::move(sound));
  EXPECT_EQ(index.codes().codes().data(), data) << "distinct codes are not copied";
  EXPECT_THROW((void)HammingIndex::linear_scan(PackedCodes()), Error);
}

TEST(HammingIndexTest, ASearcherOutlivesItsIndex) {
  const std::vector<std::uint64_t> words = {7, 6, 4, 0};
  std::optional<HammingIndex> index(HammingIndex::linear_scan(words.data(), 4, 3));
  Searcher searcher = index->searcher();
  index.reset();
  searcher.reserve(2);
  ASSERT_EQ(searcher.search({.k = 2, .radius = 3}), 2);
  EXPECT_EQ(searcher.ids()[0], 3);
  EXPECT_EQ(searcher.ids()[1], 2);
}

TEST(HammingIndexTest, SaysWhatGroupingSaves) {
  const std::vector<std::uint64_t> words = {7, 6, 7, 7, 1, 6};
  const HammingIndex index = HammingIndex::linear_scan(words.data(), 6, 64);
  // Three codes of 8 bytes, a word of marks; 3 first rows, 1 count, 3 starts, 3 further rows.
  EXPECT_EQ(index.describe(),
            "kind=linear-scan\nrows=6\nbits=64\ndistinct=3\nlargest_group=3\nbytes=72\n"
            "bytes_ungrouped=48\n");
}

}  // namespace
}  // namespace orthant
