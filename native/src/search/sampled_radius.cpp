#include "search/sampled_radius.h"

#include <algorithm>
#include <cmath>

#include "kernels/kernels.h"

namespace orthant {
namespace {

constexpr std::int64_t kFirstSize = 32;
constexpr std::int32_t kShortPieces = 4;  // before they have their full size
constexpr std::int64_t kFullSize = kernels::kBatchCodes;
static_assert(kFirstSize << kShortPieces == kFullSize);

constexpr std::int64_t kShare = 64;  // at most one code in so many is looked at
constexpr std::int64_t kMostPieces = 64;
constexpr std::int64_t kNeighboursPerPiece = 2;

}  // namespace

RadiusSample::RadiusSample(std::int64_t codes, std::int64_t k) noexcept {
  const std::int64_t worth = std::clamp<std::int64_t>(k / kNeighboursPerPiece, 1, kMostPieces);
  const std::int64_t full = std::min(codes / kShare / kFullSize, worth);
  if (full == 0) return;
  pieces_ = kShortPieces + static_cast<std::int32_t>(full);
  step_ = codes / pieces_;
  std::int64_t sampled = 0;
  for (std::int32_t i = 0; i < pieces_; ++i) sampled += size(i);
  const double expected =
      static_cast<double>(k) * static_cast<double>(sampled) / static_cast<double>(codes);
  needed_ = static_cast<std::int64_t>(std::ceil(expected + 3 * std::sqrt(expected) + 3));
}

std::int64_t RadiusSample::size(std::int32_t piece) const noexcept {
  return kFirstSize << std::min(piece, kShortPieces);
}

void SampledRadius::start(std::int64_t needed, std::int32_t radius) noexcept {
  std::fill(counts_.begin(), counts_.end(), 0);
  needed_ = needed;
  within_ = 0;
  radius_ = radius;
}

void SampledRadius::count(std::int32_t distance) noexcept {
  if (distance > radius_) return;
  ++counts_[static_cast<std::size_t>(distance)];
  ++within_;
  while (within_ - counts_[static_cast<std::size_t>(radius_)] >= needed_) {
    within_ -= counts_[static_cast<std::size_t>(radius_--)];
  }
}

}  // namespace orthant
