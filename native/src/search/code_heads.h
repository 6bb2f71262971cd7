// The first words of long codes once more, apart: a scan that reads only them leaves out most of
// the bytes. The distance of two heads is a lower bound of the distance of the codes, so a code
// whose head is beyond the bound is beyond it. With p bits in a head, heads of unrelated codes
// differ in about p / 2 of them, give or take sqrt(p) / 2; once the bound lies well below that,
// hardly any code is read whole. Where bounds stay higher, heads are useless; then they are not
// made, or not used. Immutable. Memory: 8 * words() bytes a code.
#pragma once

#include <cstdint>
#include <memory>

#include "data/packed_codes.h"

namespace orthant {

class CodeHeads {
 public:
  // words: of the codes, fewer than they have.
  CodeHeads(const PackedCodes& codes, std::int32_t words);

  [[nodiscard]] std::int32_t words() const noexcept { return heads_.words(); }
  [[nodiscard]] const std::uint64_t* row(std::int64_t i) const noexcept { return heads_.row(i); }
  [[nodiscard]] std::int64_t bytes() const noexcept { return 8 * heads_.rows() * heads_.words(); }

 private:
  PackedCodes heads_;
};

// The largest bound at which heads of `bits` bits that count leave out most codes; -1: none.
[[nodiscard]] std::int32_t largest_bound_for_heads(std::int32_t bits) noexcept;

// Heads for codes of at least four words, as short as they can be for the nearest neighbours of
// most codes of a sample to lie within that bound; nullptr if they would save little. The sample
// depends on the codes alone.
[[nodiscard]] std::shared_ptr<const CodeHeads> heads_worth_having(const PackedCodes& codes);

}  // namespace orthant
