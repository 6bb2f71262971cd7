// The batch kernel that every processor has, and that the others are compared with.
#include <cstdint>

#include "kernels/batch_loop.h"
#include "kernels/tiers.h"

namespace orthant::kernels {
namespace {

struct BitTricks {
  // Sums of 2, 4 and 8 neighbouring bits; the product gathers the byte sums in the top byte.
  static std::int32_t of(std::uint64_t v) noexcept {
    v -= (v >> 1) & 0x5555555555555555U;
    v = (v & 0x3333333333333333U) + ((v >> 2) & 0x3333333333333333U);
    v = (v + (v >> 4)) & 0x0F0F0F0F0F0F0F0FU;
    return static_cast<std::int32_t>((v * 0x0101010101010101U) >> 56);
  }
};

}  // namespace

std::int64_t scalar_batch_scratch(std::int32_t words, std::int32_t queries) noexcept {
  return loop_batch_scratch(words, queries);
}

void scalar_prepare_batch(const std::uint64_t* queries, std::int32_t count, std::int32_t words,
                          const std::uint64_t* mask, void* scratch) noexcept {
  loop_prepare_batch(queries, count, words, mask, scratch);
}

std::int64_t scalar_collect_batch(const std::uint64_t* codes, std::int64_t count,
                                  const std::int32_t* bounds, void* scratch,
                                  BatchCandidate* found) noexcept {
  return loop_collect_batch<BitTricks>(codes, count, bounds, scratch, found);
}

}  // namespace orthant::kernels
