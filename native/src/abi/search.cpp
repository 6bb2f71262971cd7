// The C interface: searchers, filters and batches.
#include <algorithm>
#include <limits>
#include <string>

#include "abi/error_guard.h"
#include "abi/handles.h"
#include "index/checks.h"

using orthant::SearchRequest;
using orthant::abi::guard;
using orthant::abi::guard_handle;
using orthant::abi::require;
using orthant::abi::require_between;

namespace {

bool has(int32_t flags, orthant_search_flag flag) { return (flags & flag) != 0; }

// Of a batch, which heeds no budget.
constexpr int32_t kBatchFlags =
    ORTHANT_MASKED | ORTHANT_FILTERED | ORTHANT_COUNT_ONLY | ORTHANT_BY_SCAN | ORTHANT_BY_PROBING;

void require_batch_flags(int32_t flags) {
  if ((flags & ~kBatchFlags) == 0) return;
  orthant::refuse("flags must be a sum of those of a batch, within " + std::to_string(kBatchFlags) +
                  ", got " + std::to_string(flags));
}

SearchRequest request_of(int64_t k, int32_t radius, int32_t flags) {
  return {.k = k,
          .radius = radius,
          .masked = has(flags, ORTHANT_MASKED),
          .filtered = has(flags, ORTHANT_FILTERED),
          .budgeted = has(flags, ORTHANT_BUDGETED),
          .count_only = has(flags, ORTHANT_COUNT_ONLY),
          .by_scan = has(flags, ORTHANT_BY_SCAN),
          .by_probing = has(flags, ORTHANT_BY_PROBING)};
}

orthant_filter* new_filter(orthant::RowFilter filter) {
  return new orthant_filter{std::make_shared<const orthant::RowFilter>(std::move(filter))};
}

orthant::RowFilter::Sense sense_of(int32_t allow) {
  require_between("allow", allow, 0, 1);
  return allow == 1 ? orthant::RowFilter::Sense::kAllow : orthant::RowFilter::Sense::kDeny;
}

// Elements of `value_bytes` bytes at `data`, of which there may be none.
void require_array(const void* data, const char* name, int64_t count, std::size_t value_bytes) {
  require_between("count", count, 0, std::numeric_limits<int64_t>::max());
  orthant::abi::require_countable(count, 1, value_bytes);
  if (count > 0) require(data, name);
}

}  // namespace

extern "C" {

orthant_filter* orthant_filter_of_bits(const uint64_t* words, int64_t count, int32_t allow,
                                       orthant_error* error) {
  return guard_handle<orthant_filter>(error, [&] {
    require_array(words, "words", count, sizeof(uint64_t));
    const auto size = static_cast<std::size_t>(count);
    return new_filter(orthant::RowFilter::of_bits({words, size}, sense_of(allow)));
  });
}

orthant_filter* orthant_filter_of_ids(const int64_t* ids, int64_t count, int32_t allow,
                                      orthant_error* error) {
  return guard_handle<orthant_filter>(error, [&] {
    require_array(ids, "ids", count, sizeof(int64_t));
    const auto size = static_cast<std::size_t>(count);
    return new_filter(orthant::RowFilter::of_ids({ids, size}, sense_of(allow)));
  });
}

void orthant_filter_free(orthant_filter* filter) { delete filter; }

orthant_searcher* orthant_searcher_new(const orthant_index* index, orthant_error* error) {
  return guard_handle<orthant_searcher>(error, [&] {
    require(index, "index");
    return new orthant_searcher{index->index.searcher()};
  });
}

int32_t orthant_searcher_reserve(orthant_searcher* searcher, int64_t hits, orthant_error* error) {
  return guard(error, [&] {
    require(searcher, "searcher");
    require_between("hits", hits, 0, std::numeric_limits<int64_t>::max());
    searcher->searcher.reserve(hits);
  });
}

int32_t orthant_searcher_set_filter(orthant_searcher* searcher, const orthant_filter* filter,
                                    orthant_error* error) {
  return guard(error, [&] {
    require(searcher, "searcher");
    searcher->searcher.set_filter(filter == nullptr ? nullptr : filter->filter);
  });
}

uint64_t* orthant_searcher_query(orthant_searcher* searcher) { return searcher->searcher.query(); }

uint64_t* orthant_searcher_mask(orthant_searcher* searcher) { return searcher->searcher.mask(); }

int64_t* orthant_searcher_budget(orthant_searcher* searcher) { return searcher->searcher.budget(); }

const int64_t* orthant_searcher_ids(const orthant_searcher* searcher) {
  return searcher->searcher.ids();
}

const int32_t* orthant_searcher_distances(const orthant_searcher* searcher) {
  return searcher->searcher.distances();
}

const int64_t* orthant_searcher_stats(const orthant_searcher* searcher) { return searcher->stats; }

int64_t orthant_search(orthant_searcher* searcher, int64_t k, int32_t radius, int32_t flags) {
  const int64_t hits = searcher->searcher.search(request_of(k, radius, flags));
  const orthant::SearchStats& stats = searcher->searcher.stats();
  searcher->stats[ORTHANT_STAT_EXACT] = stats.exact ? 1 : 0;
  searcher->stats[ORTHANT_STAT_PROVED_RADIUS] = stats.proved_radius;
  searcher->stats[ORTHANT_STAT_COMPARED] = stats.compared;
  searcher->stats[ORTHANT_STAT_PROBES] = stats.probes;
  searcher->stats[ORTHANT_STAT_DUPLICATES] = stats.duplicates;
  searcher->stats[ORTHANT_STAT_SCANNED] = stats.scanned;
  searcher->stats[ORTHANT_STAT_PROBED] = stats.probed;
  return hits;
}

float* orthant_searcher_projections(orthant_searcher* searcher) {
  return searcher->searcher.projections();
}

int64_t orthant_searcher_rerank(orthant_searcher* searcher, int64_t keep) {
  return searcher->searcher.rerank(keep);
}

const float* orthant_searcher_scores(const orthant_searcher* searcher) {
  return searcher->searcher.scores();
}

int32_t orthant_searcher_verify(const orthant_searcher* searcher, orthant_error* error) {
  int32_t right = -1;
  guard(error, [&] {
    require(searcher, "searcher");
    right = searcher->searcher.verify() ? 1 : 0;
  });
  return right;
}

const char* orthant_searcher_explain(orthant_searcher* searcher, orthant_error* error) {
  const char* text = nullptr;
  guard(error, [&] {
    require(searcher, "searcher");
    searcher->explanation = searcher->searcher.explain();
    text = searcher->explanation.c_str();
  });
  return text;
}

void orthant_searcher_free(orthant_searcher* searcher) { delete searcher; }

orthant_batch* orthant_batch_new(const orthant_index* index, const uint64_t* queries, int64_t rows,
                                 int64_t k, int32_t radius, int32_t flags, const uint64_t* mask,
                                 const orthant_filter* filter, orthant_error* error) {
  return guard_handle<orthant_batch>(error, [&] {
    require(index, "index");
    if (rows > 0) require(queries, "queries");
    require_batch_flags(flags);
    const SearchRequest request = request_of(k, radius, flags);
    require_between("k", k, 0, std::numeric_limits<int64_t>::max());
    if (request.masked) require(mask, "mask");
    if (request.filtered) require(filter, "filter");
    const int32_t bits = index->index.bits();
    const auto mask_words = static_cast<std::size_t>(request.masked ? orthant::words_for(bits) : 0);
    if (mask_words > 0 && (mask[mask_words - 1] & ~orthant::tail_mask(bits)) != 0) {
      orthant::refuse("the mask has bits set beyond the index's " + std::to_string(bits) + " bits");
    }
    return new orthant_batch{{index->index.view(),
                              orthant::checked_copy(queries, rows, bits),
                              {mask, mask_words},
                              request.filtered ? filter->filter : nullptr,
                              request}};
  });
}

int32_t orthant_batch_work(orthant_batch* batch, orthant_error* error) {
  return guard(error, [&] {
    require(batch, "batch");
    batch->batch.work();
  });
}

int64_t orthant_batch_hits(const orthant_batch* batch, int64_t query) {
  return batch->batch.hits(query);
}

const int64_t* orthant_batch_ids(const orthant_batch* batch, int64_t query) {
  return batch->batch.ids(query);
}

const int32_t* orthant_batch_distances(const orthant_batch* batch, int64_t query) {
  return batch->batch.distances(query);
}

void orthant_batch_free(orthant_batch* batch) { delete batch; }

}  // extern "C"
