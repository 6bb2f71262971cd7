#include "base/aligned_buffer.h"

#include <gtest/gtest.h>

namespace orthant {
namespace {

TEST(AlignedBuffer, IsZeroedAlignedAndSpare) {
  for (const std::size_t count : {0, 1, 15, 16, 17, 1000}) {
    const AlignedBuffer<float> buffer(count);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(buffer.data()) % 64, 0U);
    EXPECT_EQ(buffer.size(), count);
    for (std::size_t i = 0; i < count + 16; ++i) EXPECT_EQ(buffer.data()[i], 0.0F);
  }
}

TEST(AlignedBuffer, RefusesACountThatOverflows) {
  EXPECT_THROW(AlignedBuffer<double>(std::numeric_limits<std::size_t>::max() / 8), std::bad_alloc);
}

TEST(AlignedBuffer, MovesItsBlock) {
  AlignedBuffer<std::int32_t> from(3);
  from[2] = 7;
  const std::int32_t* block = from.data();
  AlignedBuffer<std::int32_t> to(std::move(from));
  EXPECT_EQ(to.data(), block);
  AlignedBuffer<std::int32_t> other(9);
  other = std::move(to);
  EXPECT_EQ(other.data(), block);
  EXPECT_EQ(other.size(), 3U);
  EXPECT_EQ(other[2], 7);
}

}  // namespace
}  // namespace orthant
