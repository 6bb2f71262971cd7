// Codes for tests, and the naive Hamming distance that everything fast is compared with.
#pragma once

#include <bit>
#include <cstdint>
#include <vector>

#include "base/rng.h"
#include "data/packed_codes.h"

namespace orthant::testing {

// Random codes; unused bits are zero.
inline std::vector<std::uint64_t> random_codes(Rng& rng, std::int64_t rows, std::int32_t bits) {
  const std::int32_t words = words_for(bits);
  std::vector<std::uint64_t> codes(static_cast<std::size_t>(rows * words));
  for (std::size_t i = 0; i < codes.size(); ++i) {
    const bool last = (i + 1) % static_cast<std::size_t>(words) == 0;
    codes[i] = rng.next() & (last ? tail_mask(bits) : ~std::uint64_t{0});
  }
  return codes;
}

// mask == nullptr: all bits count.
inline std::int32_t naive_distance(const std::uint64_t* a, const std::uint64_t* b,
                                   std::int32_t words, const std::uint64_t* mask) {
  std::int32_t distance = 0;
  for (std::int32_t w = 0; w < words; ++w) {
    const std::uint64_t counted = mask == nullptr ? ~std::uint64_t{0} : mask[w];
    distance += std::popcount((a[w] ^ b[w]) & counted);
  }
  return distance;
}

}  // namespace orthant::testing
