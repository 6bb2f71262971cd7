// Many searches at once. Threads come from the caller: each that calls `work` claims chunks of
// queries by an atomic counter until none is left, so nobody waits for a thread that has not
// started, and answers do not depend on the number of threads.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "data/packed_codes.h"
#include "data/row_filter.h"
#include "search/batch_scan.h"
#include "search/request.h"
#include "search/searcher.h"
#include "search/view.h"

namespace orthant {

class BatchSearch {
 public:
  // A mask of words_for(bits) words, empty: all bits count. Budgets are not heeded. Throws
  // std::bad_alloc.
  BatchSearch(std::shared_ptr<const SearchView> view, PackedCodes queries,
              std::span<const std::uint64_t> mask, std::shared_ptr<const RowFilter> filter,
              const SearchRequest& request);

  // Searches chunks until none is left to claim. Throws std::bad_alloc; the queries of the chunk it
  // had claimed are then without hits.
  void work();

  // Of a query whose chunk is done.
  [[nodiscard]] std::int64_t hits(std::int64_t query) const noexcept { return at(query).hits; }
  [[nodiscard]] const std::int64_t* ids(std::int64_t query) const noexcept {
    return at(query).ids.data();
  }
  [[nodiscard]] const std::int32_t* distances(std::int64_t query) const noexcept {
    return at(query).distances.data();
  }

 private:
  struct Worker;
  struct Found {
    std::int64_t hits = 0;
    std::vector<std::int64_t> ids = {};
    std::vector<std::int32_t> distances = {};
  };

  [[nodiscard]] const Found& at(std::int64_t query) const noexcept {
    return found_[static_cast<std::size_t>(query)];
  }
  [[nodiscard]] bool one_by_one(Worker& worker, std::int64_t first);
  void scan_chunk(Worker& worker, std::int64_t first, std::int64_t count);
  void search_one(Worker& worker, std::int64_t query);
  void keep(std::int64_t query, Gathering& gathering, std::int64_t hits);

  std::shared_ptr<const SearchView> view_;
  PackedCodes queries_;
  std::vector<std::uint64_t> mask_;
  std::shared_ptr<const RowFilter> filter_;
  SearchRequest request_;
  std::int64_t chunk_;  // queries
  std::vector<Found> found_;
  std::atomic<std::int64_t> next_{0};
};

}  // namespace orthant
