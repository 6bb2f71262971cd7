// What the scratch of every tier's batch kernel begins with. The functions are static: an inline
// one, compiled for AVX-512 and chosen by the linker, would end other processors.
#pragma once

#include <cstring>

#include "kernels/kernels.h"

namespace orthant::kernels {

struct alignas(64) BatchHead {
  std::int32_t queries;
  std::int32_t words;
  bool masked;
  std::uint64_t mask[kMaxWords];  // all ones if it is not masked
};

static inline std::int64_t round_to_line(std::int64_t bytes) noexcept {
  return (bytes + 63) / 64 * 64;
}

// The part of the scratch that starts so many bytes in.
template <typename T>
static inline T* part_of(void* scratch, std::int64_t bytes) noexcept {
  return reinterpret_cast<T*>(static_cast<unsigned char*>(scratch) + bytes);
}

static inline BatchHead& head_of(void* scratch) noexcept { return *part_of<BatchHead>(scratch, 0); }

static inline void write_head(std::int32_t queries, std::int32_t words, const std::uint64_t* mask,
                              void* scratch) noexcept {
  BatchHead& head = head_of(scratch);
  head.queries = queries;
  head.words = words;
  head.masked = mask != nullptr;
  for (std::int32_t w = 0; w < kMaxWords; ++w) {
    head.mask[w] = mask != nullptr && w < words ? mask[w] : ~std::uint64_t{0};
  }
}

// The distance of one code to a query that has been masked.
template <typename Simd>
static inline std::int32_t masked_distance(const std::uint64_t* code, const std::uint64_t* query,
                                           const BatchHead& head) noexcept {
  std::int32_t sum = 0;
  for (std::int32_t w = 0; w < head.words; ++w) {
    sum += Simd::popcount((code[w] & head.mask[w]) ^ query[w]);
  }
  return sum;
}

}  // namespace orthant::kernels
