#include "search/batch_scan.h"

#include <algorithm>

namespace orthant {
namespace {

constexpr auto kMostQueries = static_cast<std::size_t>(kernels::kBatchQueries);
constexpr auto kBlock = static_cast<std::size_t>(kernels::kBatchCodes);

// If one query in so many has to be searched again, all are, and no more radii are guessed.
constexpr std::int32_t kManyFailed = 8;

}  // namespace

BatchScan::BatchScan(const SearchView& view, const RowFilter* filter, const std::uint64_t* mask,
                     const SearchRequest& request, std::int64_t room)
    : view_(view),
      kernels_(kernels::active()),
      mask_(mask),
      request_(request),
      room_(room),
      sources_(sources_of(view)),
      bounds_(kMostQueries),
      scratch_(static_cast<std::size_t>(
          kernels_.batch_scratch(words_for(view.bits), kernels::kBatchQueries) / 8 + 1)),
      found_(std::make_unique_for_overwrite<kernels::BatchCandidate[]>(kMostQueries * kBlock)) {
  for (Source& source : sources_) {
    source.set_filter(filter);
    all_rows_ += source.rows();
    sparse_ = sparse_ || source.gate(filter != nullptr).is_sparse();
  }
  request_.radius = std::min(request.radius, view.bits);
}

void BatchScan::search(const std::uint64_t* queries, std::int32_t count) {
  kernels_.prepare_batch(queries, count, words_for(view_.bits), mask_, scratch_.data());
  scan_all(count);
  std::int32_t failed = 0;
  for (std::int32_t q = 0; q < count; ++q) failed += proved(q) ? 0 : 1;
  if (failed * kManyFailed < count) return;
  guesses_ = false;  // near codes lie side by side
  scan_all(count);
}

void BatchScan::scan_all(std::int32_t count) {
  start(count);
  if (guesses_ && request_.k > 0 && request_.radius >= 0) narrow(count);
  for (std::size_t i = 0; i < sources_.size(); ++i) scan(static_cast<std::int32_t>(i), count);
}

// By a sample of the largest source: with the others there are only more rows within a radius.
void BatchScan::narrow(std::int32_t count) {
  const auto largest =
      std::max_element(sources_.begin(), sources_.end(),
                       [](const Source& a, const Source& b) { return a.groups() < b.groups(); });
  if (largest == sources_.end()) return;
  const RadiusSample sample(largest->groups(), request_.k);
  if (sample.pieces() == 0) return;
  while (radii_.size() < static_cast<std::size_t>(count)) radii_.emplace_back(view_.bits);
  for (std::int32_t q = 0; q < count; ++q) {
    const auto at = static_cast<std::size_t>(q);
    radii_[at].start(sample.needed(), request_.radius);
    bounds_[at] = request_.radius;
  }
  const Source::Gate gate = largest->gate(request_.filtered);
  for (std::int32_t i = 0; i < sample.pieces(); ++i) {
    const std::int64_t first = sample.first(i);
    const std::int64_t near =
        kernels_.collect_batch(largest->codes() + first * words_for(view_.bits), sample.size(i),
                               bounds_.data(), scratch_.data(), found_.get());
    for (std::int64_t c = 0; c < near; ++c) {
      const kernels::BatchCandidate& candidate = found_[static_cast<std::size_t>(c)];
      const auto at = static_cast<std::size_t>(candidate.query);
      if (!gate.passes_first(first + candidate.offset)) continue;
      radii_[at].count(candidate.distance);
      bounds_[at] = radii_[at].radius();
    }
  }
  for (std::int32_t q = 0; q < count; ++q) {
    const auto at = static_cast<std::size_t>(q);
    gathering(q).narrow(radii_[at].radius());
    bounds_[at] = gathering(q).bound();
  }
}

void BatchScan::start(std::int32_t count) {
  const bool in_order = come_in_order(sources_, request_.filtered);
  const std::int64_t wanted = std::min(request_.k, all_rows_);
  const bool distinct = mask_ == nullptr && view_.segments.size() == 1 && view_.deltas.empty();
  for (std::int32_t q = 0; q < count; ++q) {
    if (gatherings_.size() == static_cast<std::size_t>(q)) gatherings_.emplace_back(view_.bits);
    Gathering& query = gathering(q);
    query.reserve(request_.k > 0 ? wanted : room_, all_rows_);
    if (wanted > 0 && request_.radius >= 0) {
      query.start_nearest(wanted, request_.radius, in_order);
      if (distinct) query.expect_distinct_codes();
    } else {
      query.start_within(request_.radius, in_order, request_.count_only);
    }
    bounds_[static_cast<std::size_t>(q)] = query.bound();
  }
}

void BatchScan::scan(std::int32_t source, std::int32_t count) noexcept {
  const Source::Gate gate = sources_[static_cast<std::size_t>(source)].gate(request_.filtered);
  const std::uint64_t* pass = gate.group_bits();
  const std::int64_t groups = gate.source->groups();
  const std::int32_t words = words_for(view_.bits);
  for (std::int64_t first = 0; first < groups; first += kernels::kBatchCodes) {
    if (std::all_of(bounds_.begin(), bounds_.begin() + count, [](auto b) { return b < 0; })) return;
    const std::int64_t block = std::min(kernels::kBatchCodes, groups - first);
    const std::int64_t near = kernels_.collect_batch(gate.source->codes() + first * words, block,
                                                     bounds_.data(), scratch_.data(), found_.get());
    for (std::int64_t i = 0; i < near; ++i) {
      const kernels::BatchCandidate& candidate = found_[static_cast<std::size_t>(i)];
      const std::int64_t group = first + candidate.offset;
      if (pass != nullptr && ((pass[group / 64] >> (group % 64)) & 1) == 0) continue;
      std::int32_t& bound = bounds_[static_cast<std::size_t>(candidate.query)];
      if (candidate.distance > bound) continue;
      Gathering& query = gathering(candidate.query);
      query.take(gate, source, group, candidate.distance);
      bound = query.bound();
    }
  }
}

std::int64_t BatchScan::finish(std::int32_t query) noexcept {
  return gathering(query).finish(sources_, request_.filtered);
}

}  // namespace orthant
