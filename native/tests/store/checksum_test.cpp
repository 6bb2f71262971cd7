#include "store/checksum.h"

#include <cstring>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "base/rng.h"

namespace orthant {
namespace {

using Crc = std::uint32_t (*)(std::uint32_t, std::span<const std::byte>);

std::uint32_t of(Crc crc, std::string_view text) {
  return crc(0, std::as_bytes(std::span(text.data(), text.size())));
}

// The vectors of RFC 3720, B.4, and the usual check value.
TEST(Checksum, GivesThePublishedValues) {
  for (const Crc crc : {&crc32c, &crc32c_portable}) {
    EXPECT_EQ(of(crc, ""), 0U);
    EXPECT_EQ(of(crc, "123456789"), 0xE3069283U);
    EXPECT_EQ(of(crc, std::string(32, '\0')), 0x8A9136AAU);
    EXPECT_EQ(of(crc, std::string(32, '\xFF')), 0x62A8AB43U);
    std::string rising;
    for (char c = 0; c < 32; ++c) rising.push_back(c);
    EXPECT_EQ(of(crc, rising), 0x46DD794EU);
  }
}

TEST(Checksum, BothWaysAgreeAtAllLengthsAndOffsets) {
  Rng rng(1);
  std::vector<std::byte> bytes(300);
  for (std::byte& byte : bytes) byte = static_cast<std::byte>(rng.below(256));
  for (std::size_t offset = 0; offset < 9; ++offset) {
    for (std::size_t length = 0; length <= 280; ++length) {
      const auto part = std::span<const std::byte>(bytes).subspan(offset, length);
      EXPECT_EQ(crc32c(5, part), crc32c_portable(5, part));
    }
  }
}

TEST(Checksum, ContinuesWhereItStopped) {
  Rng rng(2);
  std::vector<std::byte> bytes(77);
  for (std::byte& byte : bytes) byte = static_cast<std::byte>(rng.below(256));
  const auto all = std::span<const std::byte>(bytes);
  for (std::size_t cut = 0; cut <= all.size(); ++cut) {
    for (const Crc crc : {&crc32c, &crc32c_portable}) {
      EXPECT_EQ(crc(crc(0, all.first(cut)), all.subspan(cut)), crc(0, all));
    }
  }
}

}  // namespace
}  // namespace orthant
