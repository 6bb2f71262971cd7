#include "store/index_folder.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/error.h"
#include "store/segment_file.h"

namespace orthant {
namespace {

std::string in_folder(const std::string& folder, const std::string& name) {
  return folder + "/" + name;
}

bool has_name(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

[[noreturn]] void corrupt(const std::string& folder, const std::string& complaint) {
  throw Error(ORTHANT_CORRUPT_FILE, "'" + folder + "': " + complaint);
}

std::vector<std::uint64_t> log_starts(const std::vector<std::string>& names, std::uint64_t from) {
  std::vector<std::uint64_t> starts;
  for (const std::string& name : names) {
    const auto start = log_start_of(name);
    if (start && *start >= from) starts.push_back(*start);
  }
  std::sort(starts.begin(), starts.end());
  return starts;
}

// The manifests that are whole, newest first; complaints about the others go to `damage`.
std::vector<Manifest> load_manifests(const std::string& folder,
                                     const std::vector<std::string>& names, FileSystem& files,
                                     std::string& damage) {
  std::vector<Manifest> manifests;
  for (const std::uint64_t parity : {0, 1}) {
    if (!has_name(names, manifest_name(parity))) continue;
    try {
      manifests.push_back(load_manifest(in_folder(folder, manifest_name(parity)), files));
    } catch (const Error& error) {
      if (error.status() != ORTHANT_CORRUPT_FILE) throw;
      if (!damage.empty()) throw;
      damage = error.what();
    }
  }
  std::sort(manifests.begin(), manifests.end(),
            [](const Manifest& a, const Manifest& b) { return a.generation > b.generation; });
  return manifests;
}

void require_file(const std::string& path, FileSystem& files) {
  if (files.kind_of(path) != PathKind::kFile) corrupt(path, "the manifest's file is missing");
}

void load_segments(const std::string& folder, FileSystem& files, FolderContents& contents) {
  for (const ManifestSegment& entry : contents.manifest.segments) {
    const std::string path = in_folder(folder, segment_name(entry.number));
    require_file(path, files);
    Segment segment = load_segment(path, entry.stamp, contents.strategy, files);
    const bool fits = static_cast<std::uint64_t>(segment.codes->rows()) == entry.rows &&
                      segment.codes->bits() == contents.manifest.bits;
    if (!fits) corrupt(path, "the segment does not have the shape that the manifest names");
    if (entry.dead_number != 0) {
      const std::string dead = in_folder(folder, dead_name(entry.dead_number));
      require_file(dead, files);
      segment.live = load_dead_rows(dead, entry.dead_stamp, segment.codes->rows(), files);
      if (static_cast<std::uint64_t>(segment.live->dead_count()) != entry.dead_rows) {
        corrupt(dead, "does not have as many dead rows as the manifest names");
      }
    }
    contents.segments.push_back(std::move(segment));
  }
}

void load_logs(const std::string& folder, const std::vector<std::string>& names, FileSystem& files,
               FolderContents& contents) {
  std::uint64_t expected = contents.manifest.log_start;
  const std::vector<std::uint64_t> starts = log_starts(names, expected);
  for (const std::uint64_t start : starts) {
    const std::string path = in_folder(folder, log_name(start));
    if (start != expected) {
      corrupt(path, "record " + std::to_string(expected) + " is missing: no log before this one " +
                        "holds it");
    }
    LogReader log(path, start == starts.back(), files);
    if (log.start() != start || log.bits() != contents.manifest.bits) {
      corrupt(path, "the log's header does not fit its name or the manifest");
    }
    expected = log.next_sequence();
    contents.logs.push_back(std::move(log));
  }
  if (starts.empty()) {
    corrupt(folder,
            "the manifest's log '" + log_name(contents.manifest.log_start) + "' is missing");
  }
}

// Without a manifest there may be what a killed process left of making the index: a log without
// records.
void require_nothing(const std::string& folder, const std::vector<std::string>& names,
                     FileSystem& files) {
  const bool data = std::any_of(names.begin(), names.end(), is_data_name);
  const std::vector<std::uint64_t> starts = log_starts(names, 0);
  bool records = starts.size() > 1;
  for (const std::uint64_t start : starts) {
    const LogReader log(in_folder(folder, log_name(start)), true, files);
    records = records || log.next_sequence() != 1;
  }
  if (data || records) corrupt(folder, "both manifests are missing");
}

}  // namespace

FolderContents read_folder(const std::string& folder, FileSystem& files, Strategy strategy) {
  const std::vector<std::string> names = files.list(folder);
  FolderContents contents;
  contents.strategy = strategy;
  const std::vector<Manifest> manifests = load_manifests(folder, names, files, contents.damage);
  if (manifests.empty()) {
    if (!contents.damage.empty()) throw Error(ORTHANT_CORRUPT_FILE, contents.damage);
    require_nothing(folder, names, files);
    return contents;
  }
  contents.manifest = manifests.front();
  try {
    load_segments(folder, files, contents);
    load_logs(folder, names, files, contents);
  } catch (const Error& error) {
    if (contents.damage.empty()) throw;
    throw Error(ORTHANT_CORRUPT_FILE, contents.damage + "; and the other manifest's state is not " +
                                          "whole: " + error.what());
  }
  return contents;
}

std::unique_ptr<MutableRows> replay(FolderContents& contents, std::int64_t delta_rows) {
  auto rows = std::make_unique<MutableRows>(contents.manifest.bits, delta_rows, contents.strategy,
                                            std::move(contents.segments));
  for (const LogReader& log : contents.logs) {
    log.for_each([&](std::uint64_t offset, const Batch& batch) {
      try {
        rows->apply(rows->prepare(batch));
      } catch (const Error& error) {
        corrupt(log.path(), "the record at offset " + std::to_string(offset) +
                                " cannot be applied: " + error.what());
      }
    });
  }
  return rows;
}

IndexFolder::IndexFolder(std::string folder, std::int32_t bits, FileSystem& files,
                         std::unique_ptr<FileLock> lock, const FolderContents& contents)
    : folder_(std::move(folder)),
      files_(files),
      lock_(std::move(lock)),
      manifest_(contents.manifest) {
  if (manifest_.generation == 0) {
    manifest_.bits = bits;
    put_log(1, 1, {});
    Manifest first = manifest_;
    first.generation = 1;
    put_manifest(first);
    manifest_ = first;
  } else {
    const LogReader& newest = contents.logs.back();
    put_log(newest.start(), newest.next_sequence(), newest.records());
    for (const LogReader& log : contents.logs) older_log_bytes_ += log.file_bytes();
    older_log_bytes_ -= newest.file_bytes();
  }
  // What the damaged manifest referred to may be wanted for its repair.
  if (contents.damage.empty()) remove_unreferenced();
}

// A log whose name may be on the disk or not cannot be gone on without: the index takes nothing
// more.
void IndexFolder::put_log(std::uint64_t start, std::uint64_t next,
                          std::span<const std::byte> records) {
  const std::string path = path_of(log_name(start));
  ReplacementFile place(path, files_);
  try {
    log_ = std::make_unique<WriteLog>(place, path, manifest_.bits, start, next, records);
  } catch (const Error& error) {
    if (place.in_place() && log_ != nullptr) log_->break_off(error.what());
    throw;
  }
  log_start_ = start;
}

void IndexFolder::put_manifest(const Manifest& manifest) {
  ReplacementFile place(path_of(manifest_name(manifest.generation)), files_);
  try {
    write_manifest(manifest, place);
    place.commit();
  } catch (const std::exception&) {
    unfinished_ = place.in_place();
    throw;
  }
}

void IndexFolder::begin_log() {
  log_->finish();
  const std::uint64_t next = log_->next_sequence();
  if (next == log_start_) return;  // no record since it began
  const std::uint64_t bytes = log_->bytes();
  put_log(next, next, {});
  older_log_bytes_ += bytes;
}

ManifestSegment IndexFolder::save_merged(const Segment& merged) {
  ManifestSegment entry;
  entry.number = next_.next_number++;
  entry.rows = static_cast<std::uint64_t>(merged.codes->rows());
  entry.stamp = save_segment(merged, path_of(segment_name(entry.number)), files_);
  return entry;
}

void IndexFolder::save_deaths(const Segment& segment, ManifestSegment& entry) {
  const auto dead = segment.live == nullptr
                        ? std::uint64_t{0}
                        : static_cast<std::uint64_t>(segment.live->dead_count());
  if (dead == entry.dead_rows) return;  // the dead stay dead: as many are the same
  entry.dead_number = next_.next_number++;
  entry.dead_rows = dead;
  entry.dead_stamp = save_dead_rows(*segment.live, path_of(dead_name(entry.dead_number)), files_);
}

void IndexFolder::write_checkpoint(const SearchView& then, const std::vector<std::size_t>& chosen,
                                   const Segment& merged) {
  next_ = manifest_;
  next_.generation = manifest_.generation + 1;
  next_.log_start = log_start_;
  next_.segments.clear();
  try {
    for (std::size_t s = 0; s < then.segments.size(); ++s) {
      if (std::binary_search(chosen.begin(), chosen.end(), s)) continue;
      ManifestSegment entry = manifest_.segments[s];
      save_deaths(then.segments[s], entry);
      next_.segments.push_back(entry);
    }
    if (merged.codes != nullptr) next_.segments.push_back(save_merged(merged));
    put_manifest(next_);
  } catch (const std::exception&) {
    manifest_.next_number = next_.next_number;
    if (!unfinished_) remove_unreferenced();
    throw;
  }
  unfinished_ = true;
}

void IndexFolder::finish_checkpoint() {
  manifest_ = std::move(next_);
  unfinished_ = false;
  older_log_bytes_ = 0;
}

// Files that stay behind only take space; they are removed when the index is opened next.
void IndexFolder::remove_unreferenced() noexcept {
  std::vector<std::string> wanted;
  try {
    for (const ManifestSegment& segment : manifest_.segments) {
      wanted.push_back(segment_name(segment.number));
      if (segment.dead_number != 0) wanted.push_back(dead_name(segment.dead_number));
    }
    for (const std::string& name : files_.list(folder_)) {
      const auto start = log_start_of(name);
      const bool old_log = start && *start < manifest_.log_start;
      const bool old_data = is_data_name(name) && !has_name(wanted, name);
      if (old_log || old_data || is_temporary_name(name)) files_.remove(path_of(name));
    }
  } catch (const std::exception&) {
    return;
  }
}

}  // namespace orthant
