#include "popcnt_batch.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <utility>

#include "measure.h"

#if defined(__x86_64__)
#define ORTHANT_TARGET(isa) __attribute__((target(isa)))
#else
#define ORTHANT_TARGET(isa)
#endif

namespace orthant::bench {
namespace {

constexpr std::int64_t kBlock = 65'536;

// The k nearest so far, the farthest in front.
class Heap {
 public:
  explicit Heap(std::int64_t k) : k_(static_cast<std::size_t>(k)) { hits_.reserve(k_); }

  // The distance from which on a later code comes too late.
  [[nodiscard]] std::int32_t limit() const noexcept {
    return hits_.size() < k_ ? std::numeric_limits<std::int32_t>::max() : hits_.front().first;
  }
  void push(std::int64_t id, std::int32_t distance) {
    if (hits_.size() == k_) {
      std::pop_heap(hits_.begin(), hits_.end());
      hits_.pop_back();
    }
    hits_.emplace_back(distance, id);
    std::push_heap(hits_.begin(), hits_.end());
  }
  [[nodiscard]] Answer answer() {
    std::sort_heap(hits_.begin(), hits_.end());
    Answer answer;
    for (const auto& [distance, id] : hits_) {
      answer.ids.push_back(id);
      answer.distances.push_back(distance);
    }
    return answer;
  }

 private:
  std::size_t k_;
  std::vector<std::pair<std::int32_t, std::int64_t>> hits_;  // distance, id
};

template <int kWords>
ORTHANT_TARGET("popcnt")
void push_block(const std::uint64_t* codes, std::int64_t first, std::int64_t end,
                const std::uint64_t* query, Heap& heap) {
  std::uint64_t wanted[kWords];
  for (int w = 0; w < kWords; ++w) wanted[w] = query[w];
  std::int32_t limit = heap.limit();
  for (std::int64_t i = first; i < end; ++i) {
    std::int32_t distance = 0;
    for (int w = 0; w < kWords; ++w) distance += std::popcount(codes[i * kWords + w] ^ wanted[w]);
    if (distance < limit) [[unlikely]] {
      heap.push(i, distance);
      limit = heap.limit();
    }
  }
}

template <int kWords>
void push_all(const PackedCodes& codes, const PackedCodes& queries, std::vector<Heap>& heaps) {
  for (std::int64_t first = 0; first < codes.rows(); first += kBlock) {
    const std::int64_t end = std::min(first + kBlock, codes.rows());
    for (std::int64_t q = 0; q < queries.rows(); ++q) {
      push_block<kWords>(codes.data(), first, end, queries.row(q),
                         heaps[static_cast<std::size_t>(q)]);
    }
  }
}

}  // namespace

std::vector<Answer> nearest_by_popcnt(const PackedCodes& codes, const PackedCodes& queries,
                                      std::int64_t k) {
  std::vector<Heap> heaps(static_cast<std::size_t>(queries.rows()), Heap(k));
  switch (codes.bits()) {
    case 64:
      push_all<1>(codes, queries, heaps);
      break;
    case 128:
      push_all<2>(codes, queries, heaps);
      break;
    case 256:
      push_all<4>(codes, queries, heaps);
      break;
    case 512:
      push_all<8>(codes, queries, heaps);
      break;
    case 1024:
      push_all<16>(codes, queries, heaps);
      break;
    default:
      fail("the baseline takes codes of 64, 128, 256, 512 or 1024 bits");
  }
  std::vector<Answer> answers;
  for (Heap& heap : heaps) answers.push_back(heap.answer());
  return answers;
}

}  // namespace orthant::bench
