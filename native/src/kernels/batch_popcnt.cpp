// The batch kernel with the POPCNT instruction.
#if defined(__x86_64__)
#include <immintrin.h>

#include <cstdint>

#include "kernels/batch_loop.h"
#include "kernels/tiers.h"

namespace orthant::kernels {
namespace {

struct Instruction {
  static std::int32_t of(std::uint64_t word) noexcept {
    return static_cast<std::int32_t>(_mm_popcnt_u64(word));
  }
};

}  // namespace

std::int64_t popcnt_batch_scratch(std::int32_t words, std::int32_t queries) noexcept {
  return loop_batch_scratch(words, queries);
}

void popcnt_prepare_batch(const std::uint64_t* queries, std::int32_t count, std::int32_t words,
                          const std::uint64_t* mask, void* scratch) noexcept {
  loop_prepare_batch(queries, count, words, mask, scratch);
}

std::int64_t popcnt_collect_batch(const std::uint64_t* codes, std::int64_t count,
                                  const std::int32_t* bounds, void* scratch,
                                  BatchCandidate* found) noexcept {
  return loop_collect_batch<Instruction>(codes, count, bounds, scratch, found);
}

}  // namespace orthant::kernels

#endif  // __x86_64__
