// One pass over all codes for up to kernels::kBatchQueries queries at a time: a block of codes is
// compared with all of them while it is in registers. Belongs to one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/aligned_buffer.h"
#include "data/packed_codes.h"
#include "data/row_filter.h"
#include "kernels/kernels.h"
#include "search/gathering.h"
#include "search/request.h"
#include "search/sampled_radius.h"
#include "search/source.h"
#include "search/view.h"

namespace orthant {

class BatchScan {
 public:
  // All must outlive it. mask == nullptr: all bits count; filter == nullptr: all rows pass. Budgets
  // are not heeded. Within a radius there is room for `room` hits of each query.
  BatchScan(const SearchView& view, const RowFilter* filter, const std::uint64_t* mask,
            const SearchRequest& request, std::int64_t room);

  // Whether so few rows pass the filter that it is faster to compare these one by one.
  [[nodiscard]] bool is_sparse() const noexcept { return sparse_; }

  // Searches 1 <= count <= kernels::kBatchQueries queries, one after the other at `queries`.
  void search(const std::uint64_t* queries, std::int32_t count);

  // Of the last search, 0 <= query < count. False, for a few queries at most: the radius that was
  // guessed is too narrow, so that the query has to be searched by other means.
  [[nodiscard]] bool proved(std::int32_t query) const noexcept {
    return !gatherings_[static_cast<std::size_t>(query)].too_narrow();
  }
  // Of the last search, if it is proved. Within a radius: the number of hits; if that is above the
  // room, none is there.
  [[nodiscard]] std::int64_t finish(std::int32_t query) noexcept;
  [[nodiscard]] Gathering& gathering(std::int32_t query) noexcept {
    return gatherings_[static_cast<std::size_t>(query)];
  }

 private:
  void start(std::int32_t count);
  void narrow(std::int32_t count);
  void scan_all(std::int32_t count);
  void scan(std::int32_t source, std::int32_t count) noexcept;

  const SearchView& view_;
  const kernels::KernelTable& kernels_;
  const std::uint64_t* mask_;
  SearchRequest request_;
  std::int64_t room_;
  std::int64_t all_rows_ = 0;
  std::vector<Source> sources_;
  std::vector<Gathering> gatherings_;  // one per query, made when first needed
  AlignedBuffer<std::int32_t> bounds_;
  AlignedBuffer<std::uint64_t> scratch_;
  std::unique_ptr<kernels::BatchCandidate[]> found_;  // mostly untouched, so not cleared
  std::vector<SampledRadius> radii_;                  // one per query, made when first needed
  bool guesses_ = true;
  bool sparse_ = false;
};

}  // namespace orthant
