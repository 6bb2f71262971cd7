// The C interface: indexes and searchers.
#include <limits>

#include "abi/error_guard.h"
#include "abi/handles.h"
#include "store/index_file.h"

using orthant::abi::guard;
using orthant::abi::guard_handle;
using orthant::abi::require;
using orthant::abi::require_between;

extern "C" {

orthant_index* orthant_linear_scan_new(const uint64_t* codes, int64_t rows, int32_t bits,
                                       orthant_error* error) {
  return guard_handle<orthant_index>(error, [&] {
    if (rows > 0) require(codes, "codes");
    return new orthant_index{std::make_shared<const orthant::LinearScan>(codes, rows, bits)};
  });
}

int64_t orthant_index_rows(const orthant_index* index) { return index->index->rows(); }

int32_t orthant_index_bits(const orthant_index* index) { return index->index->bits(); }

int32_t orthant_index_save(const orthant_index* index, const char* path, orthant_error* error) {
  return guard(error, [&] {
    require(index, "index");
    require(path, "path");
    orthant::save_index(*index->index, path);
  });
}

orthant_index* orthant_index_load(const char* path, orthant_error* error) {
  return guard_handle<orthant_index>(error, [&] {
    require(path, "path");
    return new orthant_index{orthant::load_index(path)};
  });
}

void orthant_index_free(orthant_index* index) { delete index; }

orthant_searcher* orthant_searcher_new(const orthant_index* index, orthant_error* error) {
  return guard_handle<orthant_searcher>(error, [&] {
    require(index, "index");
    return new orthant_searcher{index->index->searcher()};
  });
}

int32_t orthant_searcher_reserve(orthant_searcher* searcher, int64_t hits, orthant_error* error) {
  return guard(error, [&] {
    require(searcher, "searcher");
    require_between("hits", hits, 0, std::numeric_limits<int64_t>::max());
    searcher->searcher.reserve(hits);
  });
}

uint64_t* orthant_searcher_query(orthant_searcher* searcher) { return searcher->searcher.query(); }

uint64_t* orthant_searcher_mask(orthant_searcher* searcher) { return searcher->searcher.mask(); }

const int64_t* orthant_searcher_ids(const orthant_searcher* searcher) {
  return searcher->searcher.ids();
}

const int32_t* orthant_searcher_distances(const orthant_searcher* searcher) {
  return searcher->searcher.distances();
}

int64_t orthant_search_nearest(orthant_searcher* searcher, int64_t k) {
  return searcher->searcher.nearest(k);
}

int64_t orthant_search_nearest_masked(orthant_searcher* searcher, int64_t k) {
  return searcher->searcher.nearest_masked(k);
}

int64_t orthant_search_within(orthant_searcher* searcher, int32_t radius) {
  return searcher->searcher.within(radius);
}

int64_t orthant_search_within_masked(orthant_searcher* searcher, int32_t radius) {
  return searcher->searcher.within_masked(radius);
}

void orthant_searcher_free(orthant_searcher* searcher) { delete searcher; }

}  // extern "C"
