// A radius that is all but sure to hold the k nearest of many codes, from the distances of a few.
//
// A search that starts with it keeps little that is pushed out later: some k codes instead of
// k ln(n / k). It is a guess, hence to be proved: a search that found k rows within it is exact,
// one that found fewer has to be done again without it. If x of the k nearest are expected in a
// sample, but x + 3 sqrt(x) + 3 of its codes lie within the radius, it holds fewer than k with a
// probability below 0.001; more only if near codes lie side by side.
#pragma once

#include <cstdint>
#include <vector>

namespace orthant {

// Which codes are looked at: pieces spread evenly, for codes may be sorted. The first ones are
// short, so that the radius has shrunk before much is found.
class RadiusSample {
 public:
  // For k of `codes` codes, more of them for a larger k, which saves more; empty where there are
  // too few codes for a sample to pay.
  RadiusSample(std::int64_t codes, std::int64_t k) noexcept;

  [[nodiscard]] std::int32_t pieces() const noexcept { return pieces_; }
  [[nodiscard]] std::int64_t first(std::int32_t piece) const noexcept { return piece * step_; }
  // At most kernels::kBatchCodes.
  [[nodiscard]] std::int64_t size(std::int32_t piece) const noexcept;
  // How many codes of the sample have to lie within the radius.
  [[nodiscard]] std::int64_t needed() const noexcept { return needed_; }

 private:
  std::int32_t pieces_ = 0;
  std::int64_t step_ = 0;
  std::int64_t needed_ = 0;
};

// The radius of one query while its sample comes in.
class SampledRadius {
 public:
  explicit SampledRadius(std::int32_t bits) : counts_(static_cast<std::size_t>(bits) + 1) {}

  // 0 <= radius <= bits: nothing farther is wanted.
  void start(std::int64_t needed, std::int32_t radius) noexcept;
  // The smallest radius that holds as many as needed, so far; at first the one it started with.
  [[nodiscard]] std::int32_t radius() const noexcept { return radius_; }
  // One more code of the sample. Those farther than radius() do not matter.
  void count(std::int32_t distance) noexcept;

 private:
  std::vector<std::int32_t> counts_;  // per distance, exact up to radius_
  std::int64_t needed_ = 0;
  std::int64_t within_ = 0;  // radius_
  std::int32_t radius_ = 0;
};

}  // namespace orthant
