// The C interface: indexes.
#include "abi/error_guard.h"
#include "abi/handles.h"
#include "index/checks.h"
#include "store/index_file.h"

using orthant::abi::guard;
using orthant::abi::guard_handle;
using orthant::abi::require;
using orthant::abi::require_threads;

namespace {

orthant::GroupedCodes grouped(const uint64_t* codes, int64_t rows, int32_t bits) {
  if (rows > 0) require(codes, "codes");
  return orthant::GroupedCodes(orthant::checked_copy(codes, rows, bits));
}

orthant_index* new_index(orthant::HammingIndex index) {
  return new orthant_index(std::move(index));
}

orthant_index* opened(const char* path, int32_t threads, orthant::Access access,
                      orthant_error* error) {
  return guard_handle<orthant_index>(error, [&] {
    require(path, "path");
    require_threads(threads);
    return new_index(orthant::load_index(path, threads, access));
  });
}

}  // namespace

extern "C" {

orthant_index* orthant_linear_scan_new(const uint64_t* codes, int64_t rows, int32_t bits,
                                       orthant_error* error) {
  return guard_handle<orthant_index>(error, [&] {
    return new_index(orthant::HammingIndex::linear_scan(grouped(codes, rows, bits)));
  });
}

orthant_index* orthant_multi_index_new(const uint64_t* codes, int64_t rows, int32_t bits,
                                       int32_t chunks, int32_t threads, orthant_error* error) {
  return guard_handle<orthant_index>(error, [&] {
    require_threads(threads);
    return new_index(orthant::HammingIndex::over(grouped(codes, rows, bits),
                                                 orthant::Strategy::kProbe, chunks, threads));
  });
}

orthant_index* orthant_auto_index_new(const uint64_t* codes, int64_t rows, int32_t bits,
                                      int32_t threads, orthant_error* error) {
  return guard_handle<orthant_index>(error, [&] {
    require_threads(threads);
    return new_index(orthant::HammingIndex::over(grouped(codes, rows, bits),
                                                 orthant::Strategy::kChoose, 0, threads));
  });
}

int64_t orthant_index_rows(const orthant_index* index) { return index->index.rows(); }

int32_t orthant_index_bits(const orthant_index* index) { return index->index.bits(); }

const char* orthant_index_describe(const orthant_index* index) {
  return index->description.c_str();
}

int32_t orthant_index_save(const orthant_index* index, const char* path, orthant_error* error) {
  return guard(error, [&] {
    require(index, "index");
    require(path, "path");
    orthant::save_index(index->index, path);
  });
}

orthant_index* orthant_index_load(const char* path, int32_t threads, orthant_error* error) {
  return opened(path, threads, orthant::Access::kRead, error);
}

orthant_index* orthant_index_map(const char* path, int32_t threads, orthant_error* error) {
  return opened(path, threads, orthant::Access::kMap, error);
}

void orthant_index_free(orthant_index* index) { delete index; }

}  // extern "C"
