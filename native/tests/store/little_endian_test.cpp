#include "store/little_endian.h"

#include <cstdint>

#include <gtest/gtest.h>

namespace orthant {
namespace {

TEST(LittleEndian, WritesTheLowestByteFirstAndReadsItBack) {
  std::vector<std::byte> bytes;
  append(bytes, std::uint32_t{0x01020304});
  append(bytes, 1.5F);
  append(bytes, std::uint64_t{7});
  ASSERT_EQ(bytes.size(), 16U);
  EXPECT_EQ(bytes[0], std::byte{4});
  EXPECT_EQ(bytes[3], std::byte{1});
  EXPECT_EQ(bytes[7], std::byte{0x3F});
  FieldReader fields(bytes);
  EXPECT_EQ(fields.take<std::uint32_t>(), 0x01020304U);
  EXPECT_EQ(fields.take<float>(), 1.5F);
  EXPECT_EQ(fields.left(), 8U);
  EXPECT_EQ(fields.take_bytes(8)[0], std::byte{7});
  EXPECT_EQ(fields.left(), 0U);
}

}  // namespace
}  // namespace orthant
