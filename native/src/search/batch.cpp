#include "search/batch.h"

#include <algorithm>
#include <utility>

namespace orthant {
namespace {

constexpr std::int64_t kChunk = 64;
constexpr std::int64_t kFirstRoom = 64;

}  // namespace

Batch::Batch(std::shared_ptr<const SearchView> view, PackedCodes queries,
             std::span<const std::uint64_t> mask, std::shared_ptr<const RowFilter> filter,
             const SearchRequest& request)
    : view_(std::move(view)),
      queries_(std::move(queries)),
      mask_(mask.begin(), mask.end()),
      filter_(std::move(filter)),
      request_(request),
      found_(static_cast<std::size_t>(queries_.rows())) {
  request_.masked = !mask_.empty();
  request_.filtered = filter_ != nullptr;
  request_.budgeted = false;
}

void Batch::work() {
  std::int64_t first = next_.fetch_add(kChunk);
  if (first >= queries_.rows()) return;
  Searcher searcher(view_);
  searcher.set_filter(filter_);
  searcher.reserve(request_.k > 0 ? request_.k : kFirstRoom);
  if (request_.masked) std::copy(mask_.begin(), mask_.end(), searcher.mask());
  for (; first < queries_.rows(); first = next_.fetch_add(kChunk)) {
    const std::int64_t last = std::min(first + kChunk, queries_.rows());
    for (std::int64_t query = first; query < last; ++query) search_one(searcher, query);
  }
}

void Batch::search_one(Searcher& searcher, std::int64_t query) {
  std::copy_n(queries_.row(query), queries_.words(), searcher.query());
  std::int64_t hits = searcher.search(request_);
  const bool listed = request_.k > 0 || !request_.count_only;
  if (listed && hits > searcher.room()) {
    searcher.reserve(hits);
    hits = searcher.search(request_);
  }
  Found& found = found_[static_cast<std::size_t>(query)];
  if (listed) {
    found.ids.assign(searcher.ids(), searcher.ids() + hits);
    found.distances.assign(searcher.distances(), searcher.distances() + hits);
  }
  found.hits = hits;
}

}  // namespace orthant
