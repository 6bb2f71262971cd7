#include "encode/pack_signs.h"

#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "base/rng.h"

namespace orthant {
namespace {

TEST(PackSigns, SetsTheBitsOfWhatIsAboveZeroAndNoOther) {
  Rng rng(1);
  for (const std::int64_t count : {0, 1, 2, 63, 64, 65, 127, 128, 130}) {
    for (const std::int64_t first : {0, 1, 5, 63, 64, 70}) {
      std::vector<float> values(static_cast<std::size_t>(count));
      for (float& value : values) value = static_cast<float>(rng.normal());
      std::vector<std::uint64_t> code(4);
      pack_signs(values.data(), count, first, code.data());
      for (std::int64_t bit = 0; bit < 256; ++bit) {
        const bool inside = bit >= first && bit < first + count;
        const bool expected = inside && values[static_cast<std::size_t>(bit - first)] > 0.0F;
        EXPECT_EQ((code[static_cast<std::size_t>(bit / 64)] >> (bit % 64)) & 1, expected ? 1U : 0U);
      }
    }
  }
}

TEST(PackSigns, ZeroAndWhatIsNoNumberAreNotSet) {
  const float values[] = {0.0F, -0.0F, std::numeric_limits<float>::quiet_NaN(), 1e-45F};
  std::uint64_t code = 0;
  pack_signs(values, 4, 0, &code);
  EXPECT_EQ(code, 8U);
}

}  // namespace
}  // namespace orthant
