// UTF-8 as RFC 3629 has it: neither overlong forms nor surrogates nor points above U+10FFFF.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace orthant {

// The bytes of the character that `text` starts with; 0: it starts with none.
[[nodiscard]] constexpr std::size_t character_bytes(std::string_view text) noexcept {
  constexpr std::uint32_t kLeast[] = {0, 0x80, 0x800, 0x10000};
  if (text.empty()) return 0;
  const auto lead = static_cast<std::uint8_t>(text[0]);
  const auto ones = static_cast<std::size_t>(std::countl_one(lead));
  if (ones == 0) return 1;
  if (ones == 1 || ones > 4 || ones > text.size()) return 0;
  std::uint32_t point = lead & (0x7FU >> ones);
  for (std::size_t i = 1; i < ones; ++i) {
    const auto next = static_cast<std::uint8_t>(text[i]);
    if ((next & 0xC0U) != 0x80U) return 0;
    point = point << 6 | (next & 0x3FU);
  }
  const bool surrogate = point >> 11 == 0x1B;
  return point < kLeast[ones - 1] || point > 0x10FFFF || surrogate ? 0 : ones;
}

[[nodiscard]] constexpr bool is_utf8(std::string_view text) noexcept {
  while (!text.empty()) {
    const std::size_t bytes = character_bytes(text);
    if (bytes == 0) return false;
    text.remove_prefix(bytes);
  }
  return true;
}

}  // namespace orthant
