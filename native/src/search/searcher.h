// Exact search by reading all codes once: the k nearest rows, or all rows within a radius, by
// (distance, id). Belongs to one thread at a time; keeps the codes alive. Only the constructor and
// `reserve` allocate or fail.
#pragma once

#include <cstdint>
#include <memory>

#include "base/aligned_buffer.h"
#include "data/packed_codes.h"
#include "kernels/kernels.h"
#include "search/top_k.h"

namespace orthant {

class Searcher {
 public:
  // The codes must not change while a searcher holds them. There is room for no hit at first.
  explicit Searcher(std::shared_ptr<const PackedCodes> codes);

  // Makes room for `hits` hits; never shrinks, moves the lent hits. More than there are rows costs
  // nothing more. On failure (std::bad_alloc) the searcher is as it was.
  void reserve(std::int64_t hits);
  [[nodiscard]] std::int64_t room() const noexcept { return room_; }

  // The caller's blocks of words_for(bits) words; their unused bits must be zero. Mask: all bits at
  // first.
  [[nodiscard]] std::uint64_t* query() noexcept { return query_.data(); }
  [[nodiscard]] std::uint64_t* mask() noexcept { return mask_.data(); }

  // The hits of the last search.
  [[nodiscard]] const std::int64_t* ids() const noexcept { return ids_.data(); }
  [[nodiscard]] const std::int32_t* distances() const noexcept { return distances_.data(); }

  // The k nearest rows, 1 <= k <= room(); returns min(k, rows).
  std::int64_t nearest(std::int64_t k) noexcept { return nearest_in(nullptr, k); }
  // The same with the distance counted on the mask's bits only.
  std::int64_t nearest_masked(std::int64_t k) noexcept { return nearest_in(mask_.data(), k); }

  // All rows at distance <= radius. Returns their number; if that is more than room(), the hits are
  // not valid.
  std::int64_t within(std::int32_t radius) noexcept { return within_in(nullptr, radius); }
  std::int64_t within_masked(std::int32_t radius) noexcept {
    return within_in(mask_.data(), radius);
  }

 private:
  std::int64_t nearest_in(const std::uint64_t* mask, std::int64_t k) noexcept;
  std::int64_t within_in(const std::uint64_t* mask, std::int32_t radius) noexcept;
  // The rows first .. first + count - 1 within the bound go to found_; returns their number.
  std::int64_t collect(std::int64_t first, std::int64_t count, const std::uint64_t* mask,
                       std::int32_t bound) noexcept;

  std::shared_ptr<const PackedCodes> codes_;
  const kernels::KernelTable* kernels_;
  AlignedBuffer<std::uint64_t> query_;
  AlignedBuffer<std::uint64_t> mask_;
  AlignedBuffer<kernels::Candidate> found_;  // of one block
  AlignedBuffer<std::int64_t> places_;       // scratch of the sort by distance
  TopK top_k_;
  AlignedBuffer<Hit> hits_;  // within a radius, in order of ids
  AlignedBuffer<std::int64_t> ids_;
  AlignedBuffer<std::int32_t> distances_;
  std::int64_t room_ = 0;
};

}  // namespace orthant
