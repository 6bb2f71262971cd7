// x86-64 with the POPCNT instruction (2008 and later): one word per instruction; floats as in
// scalar.
#if defined(__x86_64__)
#include <immintrin.h>

#include <cstdint>

#include "kernels/tiers.h"

namespace orthant::kernels {
namespace {

template <bool kMasked>
std::int32_t distance(const std::uint64_t* code, std::int32_t words, const std::uint64_t* query,
                      const std::uint64_t* mask) noexcept {
  std::int32_t sum = 0;
  for (std::int32_t w = 0; w < words; ++w) {
    std::uint64_t differing = code[w] ^ query[w];
    if constexpr (kMasked) differing &= mask[w];
    sum += static_cast<std::int32_t>(_mm_popcnt_u64(differing));
  }
  return sum;
}

// kWords == 0: known at run time only.
template <int kWords, bool kMasked>
std::int64_t collect_words(const std::uint64_t* codes, std::int64_t count, std::int32_t run_words,
                           const std::uint64_t* query, const std::uint64_t* mask,
                           std::int32_t bound, Candidate* found) noexcept {
  const std::int32_t words = kWords != 0 ? kWords : run_words;
  std::int64_t hits = 0;
#pragma GCC unroll 8
  for (std::int64_t i = 0; i < count; ++i) {
    const std::int32_t d = distance<kMasked>(codes + i * words, words, query, mask);
    if (d <= bound) [[unlikely]] {
      found[hits++] = {static_cast<std::int32_t>(i), d};
    }
  }
  return hits;
}

template <bool kMasked>
std::int64_t collect_any(const std::uint64_t* codes, std::int64_t count, std::int32_t words,
                         const std::uint64_t* query, const std::uint64_t* mask, std::int32_t bound,
                         Candidate* found) noexcept {
  switch (words) {
    case 1:
      return collect_words<1, kMasked>(codes, count, words, query, mask, bound, found);
    case 2:
      return collect_words<2, kMasked>(codes, count, words, query, mask, bound, found);
    case 4:
      return collect_words<4, kMasked>(codes, count, words, query, mask, bound, found);
    default:
      return collect_words<0, kMasked>(codes, count, words, query, mask, bound, found);
  }
}

std::int64_t collect(const std::uint64_t* codes, std::int64_t count, std::int32_t words,
                     const std::uint64_t* query, const std::uint64_t* mask, std::int32_t bound,
                     Candidate* found) noexcept {
  return mask == nullptr ? collect_any<false>(codes, count, words, query, mask, bound, found)
                         : collect_any<true>(codes, count, words, query, mask, bound, found);
}

}  // namespace

const KernelTable kPopcntTable = {.name = "popcnt",
                                  .collect = collect,
                                  .collect_runs = collect_runs_popcnt,
                                  .batch_scratch = popcnt_batch_scratch,
                                  .prepare_batch = popcnt_prepare_batch,
                                  .collect_batch = popcnt_collect_batch,
                                  .sweep_bits = scalar_sweep_bits,
                                  .fix_targets = scalar_fix_targets,
                                  .load_signs = scalar_load_signs,
                                  .store_signs = scalar_store_signs,
                                  .count_differing = popcnt_count_differing};

}  // namespace orthant::kernels

#endif  // __x86_64__
