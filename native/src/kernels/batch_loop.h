// The batch kernel as plain loops: for each query all codes of the block. Popcount is the one thing
// that the tiers which use it do not share.
#pragma once

#include "kernels/batch_scratch.h"

namespace orthant::kernels {

static inline std::int64_t loop_batch_scratch(std::int32_t words, std::int32_t queries) noexcept {
  constexpr std::int64_t kHead = sizeof(BatchHead);
  return kHead + round_to_line(std::int64_t{8} * words * queries);
}

static inline void loop_prepare_batch(const std::uint64_t* queries, std::int32_t count,
                                      std::int32_t words, const std::uint64_t* mask,
                                      void* scratch) noexcept {
  write_head(count, words, mask, scratch);
  std::memcpy(
      part_of<std::uint64_t>(scratch, sizeof(BatchHead)), queries,
      sizeof(std::uint64_t) * static_cast<std::size_t>(count) * static_cast<std::size_t>(words));
}

// kWords == 0: known at run time only.
template <typename Popcount, int kWords, bool kMasked>
static inline std::int64_t loop_collect_words(const std::uint64_t* codes, std::int64_t count,
                                              const std::int32_t* bounds, void* scratch,
                                              BatchCandidate* found) noexcept {
  const BatchHead& head = head_of(scratch);
  const std::int32_t words = kWords != 0 ? kWords : head.words;
  const std::uint64_t* query = part_of<std::uint64_t>(scratch, sizeof(BatchHead));
  std::int64_t hits = 0;
  for (std::int32_t q = 0; q < head.queries; ++q, query += words) {
    const std::int32_t bound = bounds[q];
    for (std::int64_t i = 0; i < count; ++i) {
      std::int32_t distance = 0;
      for (std::int32_t w = 0; w < words; ++w) {
        std::uint64_t differing = codes[i * words + w] ^ query[w];
        if constexpr (kMasked) differing &= head.mask[w];
        distance += Popcount::of(differing);
      }
      if (distance <= bound) [[unlikely]] {
        found[hits++] = {q, static_cast<std::int32_t>(i), distance};
      }
    }
  }
  return hits;
}

template <typename Popcount, bool kMasked>
static inline std::int64_t loop_collect(const std::uint64_t* codes, std::int64_t count,
                                        const std::int32_t* bounds, void* scratch,
                                        BatchCandidate* found) noexcept {
  switch (head_of(scratch).words) {
    case 1:
      return loop_collect_words<Popcount, 1, kMasked>(codes, count, bounds, scratch, found);
    case 2:
      return loop_collect_words<Popcount, 2, kMasked>(codes, count, bounds, scratch, found);
    case 4:
      return loop_collect_words<Popcount, 4, kMasked>(codes, count, bounds, scratch, found);
    default:
      return loop_collect_words<Popcount, 0, kMasked>(codes, count, bounds, scratch, found);
  }
}

// Popcount::of(word) counts its bits. Popcount has internal linkage, hence this has it too.
template <typename Popcount>
static inline std::int64_t loop_collect_batch(const std::uint64_t* codes, std::int64_t count,
                                              const std::int32_t* bounds, void* scratch,
                                              BatchCandidate* found) noexcept {
  return head_of(scratch).masked
             ? loop_collect<Popcount, true>(codes, count, bounds, scratch, found)
             : loop_collect<Popcount, false>(codes, count, bounds, scratch, found);
}

}  // namespace orthant::kernels
