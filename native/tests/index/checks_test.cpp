#include "index/checks.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/rng.h"
#include "testing/codes.h"

namespace orthant {
namespace {

std::string refusal(const std::uint64_t* codes, std::int64_t rows, std::int32_t bits) {
  try {
    (void)checked_copy(codes, rows, bits);
  } catch (const Error& error) {
    EXPECT_EQ(error.status(), ORTHANT_INVALID_ARGUMENT);
    return error.what();
  }
  return "accepted";
}

TEST(ChecksTest, RefusesCodeLengthsOutOfBounds) {
  const std::uint64_t code = 0;
  EXPECT_EQ(refusal(&code, 1, 0), "bits must be between 1 and 1024, got 0");
  EXPECT_EQ(refusal(&code, 1, -3), "bits must be between 1 and 1024, got -3");
  EXPECT_EQ(refusal(&code, 1, 1025), "bits must be between 1 and 1024, got 1025");
}

TEST(ChecksTest, RefusesRowCountsThatCannotBe) {
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  EXPECT_EQ(refusal(nullptr, -1, 64), "rows must be between 0 and 4294967295, got -1");
  EXPECT_EQ(refusal(nullptr, kMost, 1024),
            "rows must be between 0 and 4294967295, got 9223372036854775807");
}

TEST(ChecksTest, RefusesUnusedBitsAndNamesTheRow) {
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

TEST(ChecksTest, TheCopyIsACopy) {
  Rng rng(5);
  std::vector<std::uint64_t> words = testing::random_codes(rng, 20, 70);
  const std::vector<std::uint64_t> original = words;
  const PackedCodes copy = checked_copy(words.data(), 20, 70);
  words.assign(words.size(), 0);
  EXPECT_TRUE(std::equal(original.begin(), original.end(), copy.data()));
}

TEST(ChecksTest, CodesWithoutALengthAreRefused) { EXPECT_THROW(check_codes(PackedCodes()), Error); }

}  // namespace
}  // namespace orthant
