#include "read_kernels.h"

#include "kernels/kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define ORTHANT_TARGET(isa) __attribute__((target(isa)))
#if defined(__GNUC__) && !defined(__clang__)
// GCC 12 takes the undefined operand of its own intrinsics for an uninitialised variable.
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#pragma GCC diagnostic ignored "-Wuninitialized"
#endif
#else
#define ORTHANT_TARGET(isa)
#endif

namespace orthant::bench {
namespace {

std::uint64_t read_words(const std::uint64_t* words, std::int64_t count) {
  constexpr std::int64_t kUnroll = 8;
  std::uint64_t sums[kUnroll] = {};
  std::int64_t i = 0;
  for (; i + kUnroll <= count; i += kUnroll) {
    for (std::int64_t j = 0; j < kUnroll; ++j) sums[j] += words[i + j];
  }
  for (; i < count; ++i) sums[0] += words[i];
  std::uint64_t sum = 0;
  for (const std::uint64_t part : sums) sum += part;
  return sum;
}

#if defined(__x86_64__)
// Some processors read faster when asked early, which costs nothing elsewhere: the bound must know
// it.
constexpr std::int64_t kAhead = 2048;
void prefetch(const std::uint64_t* words) {
  const auto ahead = reinterpret_cast<std::uintptr_t>(words) + kAhead;
  _mm_prefetch(reinterpret_cast<const char*>(ahead), _MM_HINT_T1);
}

template <bool kPrefetch>
ORTHANT_TARGET("avx2")
std::uint64_t read_avx2(const std::uint64_t* words, std::int64_t count) {
  constexpr std::int64_t kStep = 16;
  __m256i any[4] = {};
  const std::int64_t whole = count / kStep * kStep;
  for (std::int64_t i = 0; i < whole; i += kStep) {
    if constexpr (kPrefetch) {
      prefetch(words + i);
      prefetch(words + i + 8);
    }
    for (int j = 0; j < 4; ++j) {
      const auto* part = reinterpret_cast<const __m256i*>(words + i + 4 * j);
      any[j] = _mm256_or_si256(any[j], _mm256_loadu_si256(part));
    }
  }
  const __m256i all =
      _mm256_or_si256(_mm256_or_si256(any[0], any[1]), _mm256_or_si256(any[2], any[3]));
  alignas(32) std::uint64_t lanes[4];
  _mm256_store_si256(reinterpret_cast<__m256i*>(lanes), all);
  return (lanes[0] | lanes[1] | lanes[2] | lanes[3]) + read_words(words + whole, count - whole);
}

template <bool kPrefetch>
ORTHANT_TARGET("avx512f")
std::uint64_t read_avx512(const std::uint64_t* words, std::int64_t count) {
  constexpr std::int64_t kStep = 32;
  __m512i any[4] = {};
  const std::int64_t whole = count / kStep * kStep;
  for (std::int64_t i = 0; i < whole; i += kStep) {
    for (int j = 0; j < 4; ++j) {
      if constexpr (kPrefetch) prefetch(words + i + 8 * j);
      any[j] = _mm512_or_si512(any[j], _mm512_loadu_si512(words + i + 8 * j));
    }
  }
  const __m512i all =
      _mm512_or_si512(_mm512_or_si512(any[0], any[1]), _mm512_or_si512(any[2], any[3]));
  alignas(64) std::uint64_t lanes[8];
  _mm512_store_si512(lanes, all);
  std::uint64_t bits = 0;
  for (const std::uint64_t lane : lanes) bits |= lane;
  return bits + read_words(words + whole, count - whole);
}

// Four places of the buffer at once, which keeps more requests to memory in flight.
ORTHANT_TARGET("avx512f")
std::uint64_t read_avx512_streams(const std::uint64_t* words, std::int64_t count) {
  constexpr int kStreams = 4;
  constexpr std::int64_t kStep = 16;
  const std::int64_t stretch = count / kStreams / kStep * kStep;
  __m512i any[kStreams] = {};
  for (std::int64_t i = 0; i < stretch; i += kStep) {
    for (int s = 0; s < kStreams; ++s) {
      const std::uint64_t* at = words + s * stretch + i;
      prefetch(at);
      prefetch(at + 8);
      any[s] = _mm512_or_si512(any[s],
                               _mm512_or_si512(_mm512_loadu_si512(at), _mm512_loadu_si512(at + 8)));
    }
  }
  const __m512i all =
      _mm512_or_si512(_mm512_or_si512(any[0], any[1]), _mm512_or_si512(any[2], any[3]));
  alignas(64) std::uint64_t lanes[8];
  _mm512_store_si512(lanes, all);
  std::uint64_t bits = 0;
  for (const std::uint64_t lane : lanes) bits |= lane;
  return bits + read_words(words + kStreams * stretch, count - kStreams * stretch);
}
#endif

}  // namespace

std::vector<ReadKernel> read_kernels() {
  std::vector<ReadKernel> kernels = {{"words", read_words}};
#if defined(__x86_64__)
  if (kernels::by_name("avx2") != nullptr) {
    kernels.push_back({"avx2", read_avx2<false>});
    kernels.push_back({"avx2, prefetch", read_avx2<true>});
  }
  if (kernels::by_name("avx512_vpopcntdq") != nullptr) {
    kernels.push_back({"avx512", read_avx512<false>});
    kernels.push_back({"avx512, prefetch", read_avx512<true>});
    kernels.push_back({"avx512, 4 streams", read_avx512_streams});
  }
#endif
  return kernels;
}

}  // namespace orthant::bench
