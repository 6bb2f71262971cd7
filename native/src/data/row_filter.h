// A set of ids that a search may return (allow) or must not (deny): a bitmap over the ids from 0,
// or a sorted list of any 64-bit ids. Immutable; shared by any number of threads.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>

#include "base/aligned_buffer.h"

namespace orthant {

class RowFilter {
 public:
  enum class Sense { kAllow, kDeny };

  // Bit i % 64 of word i / 64: id i is in the set. Ids beyond the words are not. Copied.
  static RowFilter of_bits(std::span<const std::uint64_t> words, Sense sense);
  // Any ids, in any order; throws orthant::Error (ORTHANT_INVALID_ARGUMENT) if one is there twice.
  static RowFilter of_ids(std::span<const std::int64_t> ids, Sense sense);

  [[nodiscard]] bool passes(std::int64_t id) const noexcept {
    return contains(id) == (sense_ == Sense::kAllow);
  }
  [[nodiscard]] std::int64_t bytes() const noexcept {
    return static_cast<std::int64_t>(8 * (bits_.size() + ids_.size()));
  }

 private:
  RowFilter(AlignedBuffer<std::uint64_t> bits, AlignedBuffer<std::int64_t> ids, Sense sense)
      : bits_(std::move(bits)), ids_(std::move(ids)), sense_(sense) {}

  [[nodiscard]] bool contains(std::int64_t id) const noexcept {
    if (ids_.size() > 0) return std::binary_search(ids_.begin(), ids_.end(), id);
    const auto i = static_cast<std::uint64_t>(id);
    return i / 64 < bits_.size() && ((bits_[i / 64] >> (i % 64)) & 1) != 0;
  }

  AlignedBuffer<std::uint64_t> bits_;
  AlignedBuffer<std::int64_t> ids_;  // ascending
  Sense sense_;
};

}  // namespace orthant
