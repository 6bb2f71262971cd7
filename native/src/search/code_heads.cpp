#include "search/code_heads.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <vector>

namespace orthant {
namespace {

constexpr std::int32_t kFewestWords = 4;     // of codes that get heads
constexpr std::int64_t kFewestRows = 16384;  // below, all codes are in the cache
constexpr std::int64_t kSampleRows = 8192;
constexpr std::int64_t kSampleQueries = 32;
constexpr std::int64_t kNeighbours = 10;  // that a search typically wants

std::int32_t distance(const std::uint64_t* a, const std::uint64_t* b, std::int32_t words) noexcept {
  std::int32_t sum = 0;
  for (std::int32_t w = 0; w < words; ++w) sum += std::popcount(a[w] ^ b[w]);
  return sum;
}

// The distance of the neighbour of a code that stands in the sample where the tenth one stands
// among all codes.
std::int32_t neighbour_distance(const PackedCodes& codes, std::int64_t query,
                                std::vector<std::int32_t>& distances) {
  const std::int64_t step = std::max<std::int64_t>(1, codes.rows() / kSampleRows);
  distances.clear();
  for (std::int64_t i = 0; i < codes.rows(); i += step) {
    if (i != query) distances.push_back(distance(codes.row(i), codes.row(query), codes.words()));
  }
  const auto rank = static_cast<std::ptrdiff_t>(kNeighbours / step);
  std::nth_element(distances.begin(), distances.begin() + rank, distances.end());
  return distances[static_cast<std::size_t>(rank)];
}

}  // namespace

CodeHeads::CodeHeads(const PackedCodes& codes, std::int32_t words)
    : heads_(codes.rows(), words * 64) {
  for (std::int64_t i = 0; i < codes.rows(); ++i) std::copy_n(codes.row(i), words, heads_.row(i));
}

// 2.3 standard deviations: one head in a hundred is nearer by chance.
std::int32_t largest_bound_for_heads(std::int32_t bits) noexcept {
  const double p = bits;
  const auto bound = static_cast<std::int32_t>(std::floor(p / 2 - 2.3 * std::sqrt(p) / 2));
  return bound > 0 ? bound : -1;
}

std::shared_ptr<const CodeHeads> heads_worth_having(const PackedCodes& codes) {
  if (codes.words() < kFewestWords || codes.rows() < kFewestRows) return nullptr;
  std::vector<std::int32_t> scratch;
  std::vector<std::int32_t> radii;
  for (std::int64_t q = 0; q < kSampleQueries; ++q) {
    radii.push_back(neighbour_distance(codes, q * (codes.rows() / kSampleQueries), scratch));
  }
  const auto middle = radii.begin() + kSampleQueries / 2;
  std::nth_element(radii.begin(), middle, radii.end());
  const std::int32_t most_words = codes.words() * 5 / 8;  // with more there is little to gain
  for (std::int32_t words = 1; words <= most_words; ++words) {
    if (*middle <= largest_bound_for_heads(64 * words)) {
      return std::make_shared<const CodeHeads>(codes, words);
    }
  }
  return nullptr;
}

}  // namespace orthant
