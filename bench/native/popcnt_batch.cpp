#include "popcnt_batch.h"

#include <algorithm>
#include <bit>

#include "measure.h"

#if defined(__x86_64__)
#define ORTHANT_TARGET(isa) __attribute__((target(isa)))
#else
#define ORTHANT_TARGET(isa)
#endif

namespace orthant::bench {
namespace {

constexpr std::int64_t kBlock = 65'536;

template <int kWords>
ORTHANT_TARGET("popcnt")
void push_block(const std::uint64_t* codes, std::int64_t first, std::int64_t end,
                const std::uint64_t* query, TopK& top_k) {
  std::uint64_t wanted[kWords];
  for (int w = 0; w < kWords; ++w) wanted[w] = query[w];
  std::int32_t bound = top_k.bound();
  for (std::int64_t i = first; i < end; ++i) {
    std::int32_t distance = 0;
    for (int w = 0; w < kWords; ++w) distance += std::popcount(codes[i * kWords + w] ^ wanted[w]);
    if (distance <= bound) [[unlikely]] {
      top_k.push(i, distance);
      bound = top_k.bound();
    }
  }
}

template <int kWords>
void push_all(const std::uint64_t* codes, std::int64_t rows, const std::uint64_t* queries,
              std::int64_t count, std::vector<TopK>& top_ks) {
  for (std::int64_t first = 0; first < rows; first += kBlock) {
    const std::int64_t end = std::min(first + kBlock, rows);
    for (std::int64_t q = 0; q < count; ++q) {
      push_block<kWords>(codes, first, end, queries + q * kWords,
                         top_ks[static_cast<std::size_t>(q)]);
    }
  }
}

}  // namespace

void nearest_by_popcnt(const std::uint64_t* codes, std::int64_t rows, std::int32_t words,
                       const std::uint64_t* queries, std::int64_t count,
                       std::vector<TopK>& top_ks) {
  switch (words) {
    case 1:
      return push_all<1>(codes, rows, queries, count, top_ks);
    case 2:
      return push_all<2>(codes, rows, queries, count, top_ks);
    case 4:
      return push_all<4>(codes, rows, queries, count, top_ks);
    case 8:
      return push_all<8>(codes, rows, queries, count, top_ks);
    case 16:
      return push_all<16>(codes, rows, queries, count, top_ks);
    default:
      fail("the baseline takes codes of 64, 128, 256, 512 or 1024 bits");
  }
}

}  // namespace orthant::bench
