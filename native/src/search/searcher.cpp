#include "search/searcher.h"

#include <algorithm>
#include <utility>

namespace orthant {
namespace {

// Small blocks first: the bound falls fast while the first rows come in, and only whole blocks see
// it.
constexpr std::int64_t kFirstBlock = 64;

}  // namespace

Searcher::Searcher(std::shared_ptr<const PackedCodes> codes)
    : codes_(std::move(codes)),
      kernels_(&kernels::active()),
      query_(static_cast<std::size_t>(codes_->words())),
      mask_(static_cast<std::size_t>(codes_->words())),
      found_(static_cast<std::size_t>(kernels::kBlockCodes)),
      places_(static_cast<std::size_t>(codes_->bits()) + 1) {
  std::fill(mask_.begin(), mask_.end(), ~std::uint64_t{0});
  mask_[mask_.size() - 1] = tail_mask(codes_->bits());
}

void Searcher::reserve(std::int64_t hits) {
  if (hits <= room_) return;
  const std::int64_t most_hits = std::min(hits, codes_->rows());
  const auto size = static_cast<std::size_t>(most_hits);
  if (size > ids_.size() || room_ == 0) {
    TopK top_k(most_hits, codes_->rows(), codes_->bits());
    AlignedBuffer<Hit> hits_within(size);
    AlignedBuffer<std::int64_t> ids(size);
    AlignedBuffer<std::int32_t> distances(size);
    top_k_ = std::move(top_k);
    hits_ = std::move(hits_within);
    ids_ = std::move(ids);
    distances_ = std::move(distances);
  }
  room_ = hits;
}

std::int64_t Searcher::collect(std::int64_t first, std::int64_t count, const std::uint64_t* mask,
                               std::int32_t bound) noexcept {
  return kernels_->collect(codes_->row(first), count, codes_->words(), query_.data(), mask, bound,
                           found_.data());
}

std::int64_t Searcher::nearest_in(const std::uint64_t* mask, std::int64_t k) noexcept {
  const std::int64_t rows = codes_->rows();
  const std::int64_t wanted = std::min({k, room_, rows});
  if (wanted <= 0) return 0;
  top_k_.start(wanted);
  std::int64_t block = kFirstBlock;
  for (std::int64_t first = 0; first < rows && top_k_.bound() >= 0; first += block) {
    if (first > 0) block = std::min(2 * block, kernels::kBlockCodes);
    const std::int64_t count = std::min(block, rows - first);
    const std::int64_t near = collect(first, count, mask, top_k_.bound());
    for (std::int64_t i = 0; i < near; ++i) {
      const kernels::Candidate& candidate = found_[static_cast<std::size_t>(i)];
      top_k_.push(first + candidate.offset, candidate.distance);
    }
  }
  return top_k_.finish(ids_.data(), distances_.data());
}

std::int64_t Searcher::within_in(const std::uint64_t* mask, std::int32_t radius) noexcept {
  const std::int64_t rows = codes_->rows();
  if (radius < 0) return 0;
  const std::int32_t bound = std::min(radius, codes_->bits());
  const auto held = static_cast<std::int64_t>(hits_.size());
  std::int64_t total = 0;
  for (std::int64_t first = 0; first < rows; first += kernels::kBlockCodes) {
    const std::int64_t count = std::min(kernels::kBlockCodes, rows - first);
    const std::int64_t near = collect(first, count, mask, bound);
    for (std::int64_t i = 0; i < near && total + i < held; ++i) {
      const kernels::Candidate& candidate = found_[static_cast<std::size_t>(i)];
      hits_[static_cast<std::size_t>(total + i)] = {first + candidate.offset, candidate.distance};
    }
    total += near;
  }
  if (total <= held) {
    sort_by_distance(hits_.data(), total, places_.data(), codes_->bits() + 1, ids_.data(),
                     distances_.data());
  }
  return total;
}

}  // namespace orthant
