#include "search/batch_search.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace orthant {
namespace {

constexpr std::int64_t kFirstRoom = 64;

// What a query takes of a scan that it shares with many, over what it takes alone: 1/6 to 1/10.
constexpr double kShareOfScan = 1.0 / 7;

// Of all queries that share a scan: some 100 bytes each.
constexpr std::int64_t kMostHitsAtOnce = std::int64_t{1} << 20;

// Large chunks share the work on a block of codes among more queries, small ones share the queries
// among more threads, and take less memory where each query has many hits.
std::int64_t chunk_size(std::int64_t queries, std::int64_t hits) {
  const std::int64_t most = queries >= 4 * kernels::kBatchQueries ? kernels::kBatchQueries : 64;
  return std::clamp<std::int64_t>(kMostHitsAtOnce / std::max<std::int64_t>(hits, 1), 1, most);
}

}  // namespace

BatchSearch::BatchSearch(std::shared_ptr<const SearchView> view, PackedCodes queries,
                         std::span<const std::uint64_t> mask,
                         std::shared_ptr<const RowFilter> filter, const SearchRequest& request)
    : view_(std::move(view)),
      queries_(std::move(queries)),
      mask_(mask.begin(), mask.end()),
      filter_(std::move(filter)),
      request_(request),
      chunk_(chunk_size(queries_.rows(), std::min(request.k, view_->rows))),
      found_(static_cast<std::size_t>(queries_.rows())) {
  request_.masked = !mask_.empty();
  request_.filtered = filter_ != nullptr;
  request_.budgeted = false;
}

// The thread's own means to search one query, and to scan for a chunk of them.
struct BatchSearch::Worker {
  explicit Worker(const BatchSearch& batch)
      : scan(*batch.view_, batch.filter_.get(), batch.mask_.empty() ? nullptr : batch.mask_.data(),
             batch.request_, kFirstRoom) {}

  // Made when first needed.
  Searcher& searcher(const BatchSearch& batch) {
    if (!single) {
      single.emplace(batch.view_);
      single->set_filter(batch.filter_);
      std::copy(batch.mask_.begin(), batch.mask_.end(), single->mask());
      single->reserve(batch.request_.k > 0 ? batch.request_.k : kFirstRoom);
    }
    return *single;
  }

  BatchScan scan;
  std::optional<Searcher> single;
};

void BatchSearch::work() {
  std::int64_t first = next_.fetch_add(chunk_);
  if (first >= queries_.rows()) return;
  Worker worker(*this);
  for (; first < queries_.rows(); first = next_.fetch_add(chunk_)) {
    const std::int64_t count = std::min(chunk_, queries_.rows() - first);
    if (one_by_one(worker, first)) {
      for (std::int64_t i = 0; i < count; ++i) search_one(worker, first + i);
    } else {
      scan_chunk(worker, first, count);
    }
  }
}

// Whether the queries of the chunk that starts with this one are better searched one by one.
// Queries of a batch are taken to be alike.
bool BatchSearch::one_by_one(Worker& worker, std::int64_t first) {
  if (request_.by_scan) return false;
  if (worker.scan.is_sparse() || request_.by_probing) return true;
  if (view_->strategy == Strategy::kScan) return false;
  Searcher& searcher = worker.searcher(*this);
  std::copy_n(queries_.row(first), queries_.words(), searcher.query());
  return searcher.prefers_tables(request_, kShareOfScan);
}

void BatchSearch::scan_chunk(Worker& worker, std::int64_t first, std::int64_t count) {
  worker.scan.search(queries_.row(first), static_cast<std::int32_t>(count));
  for (std::int32_t i = 0; i < static_cast<std::int32_t>(count); ++i) {
    if (!worker.scan.proved(i)) {
      search_one(worker, first + i);
      continue;
    }
    const std::int64_t hits = worker.scan.finish(i);
    if (hits > worker.scan.gathering(i).room() && !request_.count_only) {
      search_one(worker, first + i);
    } else {
      keep(first + i, worker.scan.gathering(i), hits);
    }
  }
}

void BatchSearch::search_one(Worker& worker, std::int64_t query) {
  Searcher& searcher = worker.searcher(*this);
  std::copy_n(queries_.row(query), queries_.words(), searcher.query());
  std::int64_t hits = searcher.search(request_);
  if (hits > searcher.room() && !request_.count_only) {
    searcher.reserve(hits);
    hits = searcher.search(request_);
  }
  keep(query, searcher.gathering(), hits);
}

void BatchSearch::keep(std::int64_t query, Gathering& gathering, std::int64_t hits) {
  Found& found = found_[static_cast<std::size_t>(query)];
  found.hits = hits;
  const std::span<const Gathering::Row> rows = gathering.rows();
  found.ids.reserve(rows.size());
  found.distances.reserve(rows.size());
  for (const Gathering::Row& row : rows) {
    found.ids.push_back(row.id);
    found.distances.push_back(gathering.hits()[static_cast<std::size_t>(row.hit)].distance);
  }
}

}  // namespace orthant
