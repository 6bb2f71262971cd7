// Codes of several kinds for the tests of tables and probers.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "base/rng.h"
#include "data/packed_codes.h"
#include "testing/codes.h"

namespace orthant::testing {

inline void flip(std::uint64_t* code, std::int32_t bit) {
  code[bit / 64] ^= std::uint64_t{1} << (bit % 64);
}

// Each bit is flipped with this probability.
inline void flip_some(Rng& rng, std::uint64_t* code, std::int32_t bits, double probability) {
  for (std::int32_t bit = 0; bit < bits; ++bit) {
    if (rng.uniform() < probability) flip(code, bit);
  }
}

// "uniform"; "clustered": 12 % of the bits flipped around one of rows / 1000 + 1 centres; "skewed":
// bit i set with a probability that falls with i to nothing; "equal": the first half of the bits
// is the same in all codes.
inline PackedCodes codes_of_kind(const std::string& kind, Rng& rng, std::int64_t rows,
                                 std::int32_t bits) {
  PackedCodes codes(rows, bits);
  const std::int64_t centres = rows / 1000 + 1;
  const std::vector<std::uint64_t> centre = random_codes(rng, centres, bits);
  const std::int32_t words = codes.words();
  for (std::int64_t i = 0; i < rows; ++i) {
    std::uint64_t* code = codes.row(i);
    if (kind == "skewed") {
      for (std::int32_t bit = 0; bit < bits; ++bit) {
        if (rng.uniform() < 0.5 * (bits - 1 - bit) / bits) flip(code, bit);
      }
    } else if (kind == "clustered") {
      const auto c = static_cast<std::int64_t>(rng.below(static_cast<std::uint64_t>(centres)));
      std::copy_n(centre.begin() + c * words, words, code);
      flip_some(rng, code, bits, 0.12);
    } else {
      const std::vector<std::uint64_t> random = random_codes(rng, 1, bits);
      std::copy_n(random.begin(), words, code);
      if (kind == "equal") {
        for (std::int32_t bit = 0; bit < bits / 2; ++bit) {
          code[bit / 64] &= ~(std::uint64_t{1} << (bit % 64));
        }
      }
    }
  }
  return codes;
}

}  // namespace orthant::testing
