// Searches a view: the k nearest rows within a radius, or all rows within it, under a mask, a
// filter and a budget; rows come by (distance, id). Belongs to one thread at a time; keeps the view
// alive. Only the constructor, `reserve`, `set_filter` and `follow` allocate or fail.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/aligned_buffer.h"
#include "kernels/kernels.h"
#include "search/budget.h"
#include "search/gathering.h"
#include "search/probing.h"
#include "search/request.h"
#include "search/sampled_radius.h"
#include "search/source.h"
#include "search/view.h"

namespace orthant {

class Searcher {
 public:
  // There is room for no hit at first.
  explicit Searcher(std::shared_ptr<const SearchView> view);

  // Makes room for `hits` hits; never shrinks, moves the lent hits. More than there are rows costs
  // nothing more. On failure (std::bad_alloc) the searcher is as it was.
  void reserve(std::int64_t hits);
  [[nodiscard]] std::int64_t room() const noexcept { return gathering_.room(); }

  // The filter of filtered searches; nullptr: all rows pass. One pass over all rows. On failure
  // (std::bad_alloc) the searcher has no filter.
  void set_filter(std::shared_ptr<const RowFilter> filter);

  // Goes on with another view of codes of the same length (else ORTHANT_INVALID_ARGUMENT), and
  // keeps the caller's blocks, room and filter; moves the lent hits. False: it is the view already.
  // On failure (std::bad_alloc) the searcher is as it was.
  bool follow(std::shared_ptr<const SearchView> view);

  // The caller's blocks of words_for(bits) words; their unused bits must be zero. Mask: all bits at
  // first.
  [[nodiscard]] std::uint64_t* query() noexcept { return query_.data(); }
  [[nodiscard]] std::uint64_t* mask() noexcept { return mask_.data(); }
  // The caller's block of two numbers: codes to compare, nanoseconds. Unlimited at first.
  [[nodiscard]] std::int64_t* budget() noexcept { return budget_; }

  // Returns the number of hits: min(k, rows that pass within the radius), or all of these; if that
  // is more than room(), the hits are not valid. Any k and radius.
  std::int64_t search(const SearchRequest& request) noexcept;

  // Whether this search is expected to take less by tables than `share` of what scans take.
  [[nodiscard]] bool prefers_tables(const SearchRequest& request, double share) noexcept;

  // Of the last search.
  [[nodiscard]] const std::int64_t* ids() const noexcept { return ids_.data(); }
  [[nodiscard]] const std::int32_t* distances() const noexcept { return distances_.data(); }
  [[nodiscard]] const SearchStats& stats() const noexcept { return stats_; }
  [[nodiscard]] Gathering& gathering() noexcept { return gathering_; }

  // The caller's block of `bits` projections of the query: real numbers whose signs are its code.
  // Zero at first.
  [[nodiscard]] float* projections() noexcept { return projections_.data(); }
  // Orders the hits of the last search anew, by (score, id), and keeps the first `keep`: returns
  // how many. A hit's score is its asymmetric distance, the sum of |projection| over the bits in
  // which it differs from the projections' signs (Dong, Charikar and Li, "Asymmetric distance
  // estimation with sketches for similarity search in high-dimensional spaces", SIGIR 2008). Under
  // a mask only its bits count. O(hits * bits).
  std::int64_t rerank(std::int64_t keep) noexcept;
  [[nodiscard]] const float* scores() const noexcept { return scores_.data(); }

  // Whether the last search's answer is the right one, by a plain scan of every row; for an answer
  // that is not exact, whether its hits are right as far as the proved radius. O(rows) time and
  // memory; throws std::bad_alloc.
  // A reranked answer is not right.
  [[nodiscard]] bool verify() const;
  // How the last search was planned, as lines of "key=value".
  [[nodiscard]] std::string explain() const;

 private:
  [[nodiscard]] bool has_tables() const noexcept;
  bool start() noexcept;
  void start_gathering(bool in_order) noexcept;
  // Of the k nearest, how many there can be.
  [[nodiscard]] std::int64_t wanted() const noexcept;
  void gather() noexcept;
  [[nodiscard]] bool codes_are_distinct() const noexcept;
  // False: the budget was spent.
  bool gather_from(std::int32_t source, const QueryCode& query, Budget& budget) noexcept;
  void write_hits() noexcept;
  [[nodiscard]] float score_of(const Hit& hit) const noexcept;

  std::shared_ptr<const SearchView> view_;
  std::vector<Source> sources_;
  std::vector<std::unique_ptr<Probing>> probings_;  // per source; nullptr: it has no tables
  std::shared_ptr<const RowFilter> filter_;
  std::int64_t all_rows_ = 0;  // dead ones too
  AlignedBuffer<std::uint64_t> query_;
  AlignedBuffer<std::uint64_t> mask_;
  std::int64_t budget_[2] = {Budget::kUnlimited, Budget::kUnlimited};
  AlignedBuffer<kernels::Candidate> found_;  // of one block
  Gathering gathering_;
  SampledRadius radius_;
  bool guesses_ = false;  // a radius for the scan that comes next
  AlignedBuffer<std::int64_t> ids_;
  AlignedBuffer<std::int32_t> distances_;
  AlignedBuffer<float> projections_;
  AlignedBuffer<float> scores_;  // of the last rerank
  SearchRequest last_;
  std::int64_t last_hits_ = 0;
  SearchStats stats_;
};

}  // namespace orthant
