// Codes of `bits` bits in little-endian 64-bit words, row-major; the unused bits of a code's last
// word are zero. Bit i of a code is bit i % 64 of its word i / 64: set for +1, clear for -1.
#pragma once

#include <cstdint>
#include <memory>
#include <utility>

#include "base/aligned_buffer.h"

namespace orthant {

[[nodiscard]] constexpr std::int32_t words_for(std::int32_t bits) noexcept {
  return (bits + 63) / 64;
}

// The bits of the last word that belong to the code.
[[nodiscard]] constexpr std::uint64_t tail_mask(std::int32_t bits) noexcept {
  return bits % 64 == 0 ? ~std::uint64_t{0} : (std::uint64_t{1} << (bits % 64)) - 1;
}

class PackedCodes {
 public:
  PackedCodes() = default;
  PackedCodes(std::int64_t rows, std::int32_t bits)
      : words_(static_cast<std::size_t>(rows) * static_cast<std::size_t>(words_for(bits))),
        data_(words_.data()),
        rows_(rows),
        bits_(bits) {}
  // Codes in memory of someone else, such as a mapped file: kept alive, never written to.
  PackedCodes(std::shared_ptr<const void> owner, const std::uint64_t* words, std::int64_t rows,
              std::int32_t bits)
      : owner_(std::move(owner)), data_(words), rows_(rows), bits_(bits) {}

  [[nodiscard]] std::int64_t rows() const noexcept { return rows_; }
  [[nodiscard]] std::int32_t bits() const noexcept { return bits_; }
  [[nodiscard]] std::int32_t words() const noexcept { return words_for(bits_); }
  // To write to: only codes in memory of their own.
  [[nodiscard]] std::uint64_t* data() noexcept { return words_.data(); }
  [[nodiscard]] const std::uint64_t* data() const noexcept { return data_; }
  [[nodiscard]] std::uint64_t* row(std::int64_t i) noexcept { return data() + i * words(); }
  [[nodiscard]] const std::uint64_t* row(std::int64_t i) const noexcept {
    return data() + i * words();
  }

 private:
  AlignedBuffer<std::uint64_t> words_;  // empty: the memory is the owner's
  std::shared_ptr<const void> owner_;
  const std::uint64_t* data_ = nullptr;
  std::int64_t rows_ = 0;
  std::int32_t bits_ = 0;
};

}  // namespace orthant
