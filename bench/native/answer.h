// The searches that users make, as the benchmarks call them, and what comes back.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "data/packed_codes.h"
#include "search/batch_search.h"
#include "search/request.h"
#include "search/searcher.h"
#include "search/view.h"

namespace orthant::bench {

// The hits of one query by (distance, id).
struct Answer {
  std::vector<std::int64_t> ids = {};
  std::vector<std::int32_t> distances = {};

  bool operator==(const Answer&) const = default;
};

[[nodiscard]] SearchRequest nearest(std::int64_t k);

// Searches queries one by one, as a user's thread does.
class OneByOne {
 public:
  OneByOne(std::shared_ptr<const SearchView> view, const SearchRequest& request);

  void run(const PackedCodes& queries, std::int64_t first, std::int64_t count);
  [[nodiscard]] Answer find(const std::uint64_t* query);
  // For each query, if the request is budgeted.
  void allow_seconds(double seconds) {
    searcher_.budget()[1] = static_cast<std::int64_t>(1e9 * seconds);
  }
  [[nodiscard]] const Searcher& searcher() const noexcept { return searcher_; }

 private:
  std::int64_t search(const std::uint64_t* query);

  Searcher searcher_;
  SearchRequest request_;
  std::int32_t words_;
};

// All queries in one batch, on `threads` threads.
void run_batch(const std::shared_ptr<const SearchView>& view, const PackedCodes& queries,
               const SearchRequest& request, int threads);
[[nodiscard]] std::vector<Answer> find_batch(const std::shared_ptr<const SearchView>& view,
                                             const PackedCodes& queries,
                                             const SearchRequest& request);

// Ends the program if the answers differ.
void require_equal(const std::vector<Answer>& actual, const std::vector<Answer>& expected,
                   const std::string& what);

}  // namespace orthant::bench
