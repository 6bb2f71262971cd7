// The C interface: indexes.
#include "abi/error_guard.h"
#include "abi/handles.h"
#include "store/index_file.h"

using orthant::abi::guard;
using orthant::abi::guard_handle;
using orthant::abi::require;

namespace {

orthant_index* new_index(orthant::HammingIndex index) {
  std::string description = index.describe();
  return new orthant_index{std::move(index), std::move(description)};
}

}  // namespace

extern "C" {

orthant_index* orthant_linear_scan_new(const uint64_t* codes, int64_t rows, int32_t bits,
                                       orthant_error* error) {
  return guard_handle<orthant_index>(error, [&] {
    if (rows > 0) require(codes, "codes");
    return new_index(orthant::HammingIndex::linear_scan(codes, rows, bits));
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

orthant_index* orthant_index_load(const char* path, orthant_error* error) {
  return guard_handle<orthant_index>(error, [&] {
    require(path, "path");
    return new_index(orthant::load_index(path));
  });
}

void orthant_index_free(orthant_index* index) { delete index; }

}  // extern "C"
