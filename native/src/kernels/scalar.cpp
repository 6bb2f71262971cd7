// The tier that every processor has: plain C++, counted by bit tricks. The others are compared with
// it.
#include <cstdint>

#include "kernels/tiers.h"

namespace orthant::kernels {
namespace {

// Sums of 2, 4 and 8 neighbouring bits; the product gathers the byte sums in the top byte.
std::int32_t popcount(std::uint64_t v) noexcept {
  v -= (v >> 1) & 0x5555555555555555U;
  v = (v & 0x3333333333333333U) + ((v >> 2) & 0x3333333333333333U);
  v = (v + (v >> 4)) & 0x0F0F0F0F0F0F0F0FU;
  return static_cast<std::int32_t>((v * 0x0101010101010101U) >> 56);
}

template <bool kMasked>
std::int32_t distance(const std::uint64_t* code, std::int32_t words, const std::uint64_t* query,
                      const std::uint64_t* mask) noexcept {
  std::int32_t sum = 0;
  for (std::int32_t w = 0; w < words; ++w) {
    std::uint64_t differing = code[w] ^ query[w];
    if constexpr (kMasked) differing &= mask[w];
    sum += popcount(differing);
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
  for (std::int64_t i = 0; i < count; ++i) {
    const std::int32_t d = distance<kMasked>(codes + i * words, words, query, mask);
    if (d <= bound) found[hits++] = {static_cast<std::int32_t>(i), d};
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

const KernelTable kScalarTable = {.name = "scalar",
                                  .collect = collect,
                                  .collect_runs = collect_runs_scalar,
                                  .batch_scratch = scalar_batch_scratch,
                                  .prepare_batch = scalar_prepare_batch,
                                  .collect_batch = scalar_collect_batch,
                                  .sweep_bits = scalar_sweep_bits,
                                  .fix_targets = scalar_fix_targets,
                                  .load_signs = scalar_load_signs,
                                  .store_signs = scalar_store_signs,
                                  .count_differing = scalar_count_differing};

}  // namespace orthant::kernels
