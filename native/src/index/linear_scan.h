// The index without a structure: the codes themselves, read once per query. Immutable once built;
// shared by any number of searchers. Memory: rows * words_for(bits) words of 8 bytes.
#pragma once

#include <cstdint>
#include <memory>

#include "data/packed_codes.h"
#include "search/searcher.h"

namespace orthant {

// The first row that has bits set beyond `codes.bits()`; -1: none.
[[nodiscard]] std::int64_t first_row_with_unused_bits(const PackedCodes& codes) noexcept;

class LinearScan {
 public:
  // Copies `rows` codes. Throws orthant::Error (ORTHANT_INVALID_ARGUMENT) unless 1 <= bits <=
  // ORTHANT_MAX_BITS, 0 <= rows and the codes' bytes can be counted, and all unused bits are zero.
  LinearScan(const std::uint64_t* codes, std::int64_t rows, std::int32_t bits);
  // Takes the codes over, with the same checks.
  explicit LinearScan(PackedCodes codes);

  [[nodiscard]] std::int64_t rows() const noexcept { return codes_->rows(); }
  [[nodiscard]] std::int32_t bits() const noexcept { return codes_->bits(); }
  [[nodiscard]] const PackedCodes& codes() const noexcept { return *codes_; }

  // A searcher for one thread; it keeps the codes alive, not the index.
  [[nodiscard]] Searcher searcher() const { return Searcher(codes_); }

 private:
  std::shared_ptr<const PackedCodes> codes_;
};

}  // namespace orthant
