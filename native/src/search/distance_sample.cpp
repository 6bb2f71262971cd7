#include "search/distance_sample.h"

#include <algorithm>
#include <vector>

#include "base/rng.h"
#include "kernels/kernels.h"

namespace orthant {
namespace {

constexpr std::int64_t kMostPairs = 4096;
constexpr std::uint64_t kSeed = 0x9A1B5;

}  // namespace

DistanceSample::DistanceSample(const PackedCodes& codes, const Parallel& parallel)
    : rows_(codes.rows()), queries_(std::min(codes.rows(), kMostQueries)), bits_(codes.bits()) {
  counts_ = AlignedBuffer<std::int32_t>(static_cast<std::size_t>(queries_ * (bits_ + 1)));
  parallel.for_each_chunk(queries_, [&](std::int64_t query) { count_neighbours(codes, query); });
  draw_pairs(codes);
}

// Spread evenly over the rows.
std::int64_t DistanceSample::row_of(std::int64_t query) const noexcept {
  return rows_ / queries_ * query + rows_ % queries_ * query / queries_;
}

void DistanceSample::count_neighbours(const PackedCodes& codes, std::int64_t query) {
  const kernels::KernelTable& tier = kernels::active();
  std::vector<kernels::Candidate> found(static_cast<std::size_t>(kernels::kBlockCodes));
  std::int32_t* counts = counts_.data() + query * (bits_ + 1);
  std::int32_t bound = bits_;
  std::int64_t within = 0;  // codes seen at distances <= bound
  for (std::int64_t first = 0; first < rows_; first += kernels::kBlockCodes) {
    const std::int64_t count = std::min(kernels::kBlockCodes, rows_ - first);
    const std::int64_t near = tier.collect(codes.row(first), count, codes.words(),
                                           codes.row(row_of(query)), nullptr, bound, found.data());
    for (std::int64_t i = 0; i < near; ++i) ++counts[found[static_cast<std::size_t>(i)].distance];
    within += near;
    while (bound > 0 && within - counts[bound] > kMostNeighbours) within -= counts[bound--];
  }
  std::fill(counts + bound + 1, counts + bits_ + 1, 0);
}

std::int32_t DistanceSample::kth_distance(std::int64_t query, std::int64_t k) const noexcept {
  const std::int32_t* counts = counts_.data() + query * (bits_ + 1);
  std::int64_t within = -1;  // the query itself
  for (std::int32_t d = 0; d < bits_; ++d) {
    within += counts[d];
    if (within >= k) return d;
  }
  return bits_;
}

void DistanceSample::draw_pairs(const PackedCodes& codes) {
  if (rows_ < 2) return;
  const std::int32_t words = codes.words();
  pairs_ = std::min(kMostPairs, 4 * rows_);
  differing_ = AlignedBuffer<std::uint64_t>(static_cast<std::size_t>(pairs_ * words));
  Rng rng(kSeed);
  const auto rows = static_cast<std::uint64_t>(rows_);
  for (std::int64_t i = 0; i < pairs_; ++i) {
    const std::uint64_t a = rng.below(rows);
    const std::uint64_t b = (a + 1 + rng.below(rows - 1)) % rows;
    const std::uint64_t* left = codes.row(static_cast<std::int64_t>(a));
    const std::uint64_t* right = codes.row(static_cast<std::int64_t>(b));
    for (std::int32_t w = 0; w < words; ++w) {
      differing_[static_cast<std::size_t>(i * words + w)] = left[w] ^ right[w];
    }
  }
}

}  // namespace orthant
