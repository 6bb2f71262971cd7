// The C interface: indexes that change.
#include "store/mutable_index.h"

#include <algorithm>

#include "abi/error_guard.h"
#include "abi/handles.h"

using orthant::abi::guard;
using orthant::abi::guard_handle;
using orthant::abi::require;
using orthant::abi::require_between;

namespace {

std::string describe(const orthant::Recovery& recovery) {
  return "log_bytes=" + std::to_string(recovery.log_bytes) +
         "\ndropped_bytes=" + std::to_string(recovery.dropped_bytes) +
         "\ndamage=" + recovery.damage + "\n";
}

std::string describe(const orthant::FolderReport& report) {
  return "bits=" + std::to_string(report.bits) + "\nrows=" + std::to_string(report.rows) +
         "\nsegments=" + std::to_string(report.segments) +
         "\nsegment_rows=" + std::to_string(report.segment_rows) +
         "\nlogs=" + std::to_string(report.logs) +
         "\nlog_bytes=" + std::to_string(report.log_bytes) +
         "\ndropped_bytes=" + std::to_string(report.dropped_bytes) +
         "\ngeneration=" + std::to_string(report.generation) + "\n";
}

// The keys of a change, of which there may be none.
std::span<const int64_t> keys_of(const int64_t* keys, int64_t count) {
  require_between("count", count, 0, orthant::GroupedCodes::kMostRows);
  if (count > 0) require(keys, "keys");
  return {keys, static_cast<std::size_t>(count)};
}

int32_t change(orthant_mutable_index* index, orthant::BatchKind kind, const int64_t* keys,
               const uint64_t* codes, int64_t count, orthant_error* error) {
  return guard(error, [&] {
    require(index, "index");
    const std::span<const int64_t> rows = keys_of(keys, count);
    const bool coded = kind != orthant::BatchKind::kRemove;
    if (coded && count > 0) require(codes, "codes");
    index->index->change({kind, rows, coded ? codes : nullptr, coded ? index->index->bits() : 0});
  });
}

}  // namespace

extern "C" {

orthant_mutable_index* orthant_mutable_index_open(const char* folder, int32_t bits,
                                                  orthant_error* error) {
  return guard_handle<orthant_mutable_index>(error, [&] {
    const orthant::MutableIndexOptions options = {.strategy = orthant::Strategy::kChoose};
    auto index = folder == nullptr ? orthant::MutableIndex::in_memory(bits, options)
                                   : orthant::MutableIndex::open(folder, bits, options);
    std::string recovery = describe(index->recovery());
    return new orthant_mutable_index{std::move(index), std::move(recovery)};
  });
}

int32_t orthant_mutable_index_bits(const orthant_mutable_index* index) {
  return index->index->bits();
}

int64_t orthant_mutable_index_rows(const orthant_mutable_index* index) {
  return index->index->rows();
}

int32_t orthant_mutable_index_add(orthant_mutable_index* index, const int64_t* keys,
                                  const uint64_t* codes, int64_t count, orthant_error* error) {
  return change(index, orthant::BatchKind::kAdd, keys, codes, count, error);
}

int32_t orthant_mutable_index_remove(orthant_mutable_index* index, const int64_t* keys,
                                     int64_t count, orthant_error* error) {
  return change(index, orthant::BatchKind::kRemove, keys, nullptr, count, error);
}

int32_t orthant_mutable_index_replace(orthant_mutable_index* index, const int64_t* keys,
                                      const uint64_t* codes, int64_t count, orthant_error* error) {
  return change(index, orthant::BatchKind::kReplace, keys, codes, count, error);
}

int32_t orthant_mutable_index_sync(orthant_mutable_index* index, orthant_error* error) {
  return guard(error, [&] {
    require(index, "index");
    index->index->sync();
  });
}

int32_t orthant_mutable_index_merge_due(const orthant_mutable_index* index) {
  return index->index->merge_due() ? 1 : 0;
}

int32_t orthant_mutable_index_merge(orthant_mutable_index* index, int32_t all,
                                    orthant_error* error) {
  int32_t merged = -1;
  guard(error, [&] {
    require(index, "index");
    require_between("all", all, 0, 1);
    if (all == 1) index->index->merge_all();
    merged = all == 1 || index->index->merge() ? 1 : 0;
  });
  return merged;
}

orthant_index* orthant_mutable_index_snapshot(const orthant_mutable_index* index,
                                              orthant_error* error) {
  return guard_handle<orthant_index>(error, [&] {
    require(index, "index");
    return new orthant_index(orthant::HammingIndex(index->index->snapshot()));
  });
}

int32_t orthant_searcher_follow(orthant_searcher* searcher, const orthant_mutable_index* index,
                                orthant_error* error) {
  int32_t moved = -1;
  guard(error, [&] {
    require(searcher, "searcher");
    require(index, "index");
    moved = searcher->searcher.follow(index->index->snapshot()) ? 1 : 0;
    if (moved == 1) std::ranges::fill(searcher->stats, 0);
  });
  return moved;
}

const char* orthant_mutable_index_recovery(const orthant_mutable_index* index) {
  return index->recovery.c_str();
}

int32_t orthant_mutable_index_close(orthant_mutable_index* index, orthant_error* error) {
  return guard(error, [&] {
    require(index, "index");
    index->index->close();
  });
}

void orthant_mutable_index_free(orthant_mutable_index* index) { delete index; }

orthant_folder_report* orthant_folder_check(const char* folder, orthant_error* error) {
  return guard_handle<orthant_folder_report>(error, [&] {
    require(folder, "folder");
    return new orthant_folder_report{describe(orthant::check_folder(folder))};
  });
}

const char* orthant_folder_report_text(const orthant_folder_report* report) {
  return report->text.c_str();
}

void orthant_folder_report_free(orthant_folder_report* report) { delete report; }

}  // extern "C"
