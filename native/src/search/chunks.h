// Chunks: pieces of a code that serve as keys of hash tables (multi-index hashing: Norouzi, Punjani
// and Fleet, "Fast exact search in Hamming space with multi-index hashing", TPAMI 2014).
#pragma once

#include <cstdint>
#include <vector>

namespace orthant {

// The bits first .. first + width - 1 of a code, 1 <= width <= kWidestChunk.
struct Chunk {
  std::int32_t first;
  std::int32_t width;
};

// A table is addressed by the chunk's value, so a wider chunk would be mostly empty addresses.
inline constexpr std::int32_t kWidestChunk = 26;

// The value of a chunk: its first bit is the lowest.
[[nodiscard]] inline std::uint32_t value_of(Chunk chunk, const std::uint64_t* code) noexcept {
  const std::int32_t shift = chunk.first % 64;
  const std::uint64_t* word = code + chunk.first / 64;
  std::uint64_t value = *word >> shift;
  if (shift + chunk.width > 64) value |= word[1] << (64 - shift);
  return static_cast<std::uint32_t>(value & ((std::uint64_t{1} << chunk.width) - 1));
}

// The bits of a chunk's value that are set: by tricks, for the baseline processor has no
// instruction and the compiler calls a table look-up instead.
[[nodiscard]] constexpr std::int32_t weight_of(std::uint32_t value) noexcept {
  value -= (value >> 1) & 0x55555555U;
  value = (value & 0x33333333U) + ((value >> 2) & 0x33333333U);
  value = (value + (value >> 4)) & 0x0F0F0F0FU;
  return static_cast<std::int32_t>((value * 0x01010101U) >> 24);
}

// Cuts `bits` bits into `chunks` nearly equal pieces and makes the first `width` bits of each a
// chunk, all of them if it has fewer. Chunks need not cover the code: codes within distance r agree
// in some chunk up to floor(r / chunks) bits all the same.
// 1 <= chunks <= bits, 1 <= width <= kWidestChunk.
[[nodiscard]] std::vector<Chunk> cut(std::int32_t bits, std::int32_t chunks, std::int32_t width);

// The number of values at distance `radius` from a value of `width` bits, as a floating-point
// number.
[[nodiscard]] double shell_size(std::int32_t width, std::int32_t radius) noexcept;

}  // namespace orthant
