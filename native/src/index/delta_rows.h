// The rows of one delta: keys and codes in the order of arrival, written once and never moved, so
// that a view of the first n rows stays valid while its writer appends beyond them; and a table
// that finds a key's newest row. The table is the writer's alone: readers never touch it. All
// memory is taken at construction, so that appending cannot fail.
#pragma once

#include <cstdint>
#include <span>

#include "base/aligned_buffer.h"

namespace orthant {

class DeltaRows {
 public:
  // 1 <= capacity < 2^31 rows of `words` words.
  DeltaRows(std::int64_t capacity, std::int32_t words);
  // A larger one with the first `rows` rows of `smaller`.
  DeltaRows(std::int64_t capacity, const DeltaRows& smaller, std::int64_t rows);

  [[nodiscard]] std::int64_t capacity() const noexcept { return capacity_; }
  [[nodiscard]] const std::int64_t* keys() const noexcept { return keys_.data(); }
  [[nodiscard]] const std::uint64_t* codes() const noexcept { return codes_.data(); }

  // Writes rows from `first` on, which no view has yet; they can be overwritten until then.
  void write(std::int64_t first, std::span<const std::int64_t> keys,
             const std::uint64_t* codes) noexcept;
  // Lets `find` find these rows; for each key, the row that was indexed last.
  void index(std::int64_t first, std::int64_t count) noexcept;
  // The newest indexed row of the key, live or not; -1: none.
  [[nodiscard]] std::int64_t find(std::int64_t key) const noexcept;

 private:
  // The slot that holds the key, or the empty one where it belongs.
  [[nodiscard]] std::size_t slot_of(std::int64_t key) const noexcept;

  std::int64_t capacity_;
  std::int32_t words_;
  AlignedBuffer<std::int64_t> keys_;
  AlignedBuffer<std::uint64_t> codes_;
  AlignedBuffer<std::uint32_t> slots_;  // row + 1; 0: empty; at most half full
};

}  // namespace orthant
