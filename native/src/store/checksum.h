// CRC32C (Castagnoli, reflected polynomial 0x82F63B78; RFC 3720 B.4): finds every error burst of up
// to 32 bits and all but 2^-32 of the others. Not a defence against forgery.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace orthant {

// The checksum of what came before (`crc`, 0 at first) followed by `bytes`. Uses the processor's
// instruction where it has one.
[[nodiscard]] std::uint32_t crc32c(std::uint32_t crc, std::span<const std::byte> bytes) noexcept;

// The same by tables, eight bytes a step (Kounavis and Berry, 2005).
[[nodiscard]] std::uint32_t crc32c_portable(std::uint32_t crc,
                                            std::span<const std::byte> bytes) noexcept;

}  // namespace orthant
