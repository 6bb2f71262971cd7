#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/rng.h"
#include "orthant/orthant.h"
#include "testing/codes.h"
#include "testing/toy_set.h"

namespace {

using orthant::testing::Owned;

constexpr std::int32_t kBits = 40;
constexpr std::int64_t kRows = 300;

class AbiEvaluate : public ::testing::Test {
 protected:
  std::int32_t count(const std::uint64_t* query, const std::uint64_t* mask) {
    return orthant_count_levels(index_.get(), query, mask, relevant_.data(), items_.data(),
                                hits_.data(), &error_);
  }

  orthant::Rng rng_{4};
  std::vector<std::uint64_t> codes_ = orthant::testing::random_codes(rng_, kRows, kBits);
  std::vector<std::uint8_t> relevant_ = std::vector<std::uint8_t>(kRows);
  std::vector<std::int64_t> items_ = std::vector<std::int64_t>(kBits + 1, -1);
  std::vector<std::int64_t> hits_ = std::vector<std::int64_t>(kBits + 1, -1);
  Owned<orthant_index> index_{orthant_linear_scan_new(codes_.data(), kRows, kBits, nullptr)};
  orthant_error error_{};
};

TEST_F(AbiEvaluate, CountsWhatTheNaiveLoopCounts) {
  for (auto& byte : relevant_) byte = static_cast<std::uint8_t>(rng_.below(3));
  const std::uint64_t query = codes_[7];
  const std::uint64_t some = 0xF0F0F0F0FU;
  for (const std::uint64_t* mask : {static_cast<const std::uint64_t*>(nullptr), &some}) {
    ASSERT_EQ(count(&query, mask), ORTHANT_OK) << error_.message;
    std::vector<std::int64_t> items(kBits + 1);
    std::vector<std::int64_t> hits(kBits + 1);
    for (std::size_t i = 0; i < codes_.size(); ++i) {
      const auto distance =
          static_cast<std::size_t>(orthant::testing::naive_distance(&codes_[i], &query, 1, mask));
      ++items[distance];
      hits[distance] += relevant_[i] != 0 ? 1 : 0;
    }
    EXPECT_EQ(items_, items);
    EXPECT_EQ(hits_, hits);
  }
}

TEST_F(AbiEvaluate, RefusesMisuse) {
  const std::uint64_t query = 1;
  const std::uint64_t high = std::uint64_t{1} << 63;
  EXPECT_EQ(count(&high, nullptr), ORTHANT_INVALID_ARGUMENT);
  EXPECT_NE(std::string(error_.message).find("40 bits"), std::string::npos) << error_.message;
  EXPECT_EQ(count(nullptr, nullptr), ORTHANT_INVALID_ARGUMENT);
  const auto call = [&](const orthant_index* index, const std::uint8_t* relevant,
                        std::int64_t* items, std::int64_t* hits) {
    return orthant_count_levels(index, &query, nullptr, relevant, items, hits, nullptr);
  };
  EXPECT_EQ(call(nullptr, relevant_.data(), items_.data(), hits_.data()), ORTHANT_INVALID_ARGUMENT);
  EXPECT_EQ(call(index_.get(), nullptr, items_.data(), hits_.data()), ORTHANT_INVALID_ARGUMENT);
  EXPECT_EQ(call(index_.get(), relevant_.data(), nullptr, hits_.data()), ORTHANT_INVALID_ARGUMENT);
  EXPECT_EQ(call(index_.get(), relevant_.data(), items_.data(), nullptr), ORTHANT_INVALID_ARGUMENT);
}

}  // namespace
