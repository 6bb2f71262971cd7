#include "store/mutable_index.h"

#include <numeric>
#include <utility>
#include <vector>

#include "base/error.h"
#include "index/segment_merge.h"
#include "store/index_folder.h"

namespace orthant {
namespace {

constexpr std::int64_t kMostDeltaRows = std::int64_t{1} << 24;
// Recovery applies as much in about a second.
constexpr std::uint64_t kLongLogBytes = std::uint64_t{64} << 20;

void check_options(std::int32_t bits, const MutableIndexOptions& options) {
  if (bits < 1 || bits > ORTHANT_MAX_BITS) {
    refuse("bits is " + std::to_string(bits) + ", not 1 to " + std::to_string(ORTHANT_MAX_BITS));
  }
  if (options.delta_rows < 1 || options.delta_rows > kMostDeltaRows) {
    refuse("a delta of " + std::to_string(options.delta_rows) + " rows is not of 1 to " +
           std::to_string(kMostDeltaRows));
  }
}

std::unique_ptr<FileLock> lock_folder(const std::string& folder, FileSystem& files) {
  if (files.kind_of(folder) != PathKind::kFolder) {
    throw Error(ORTHANT_IO, "cannot open folder '" + folder + "': there is no such folder");
  }
  auto lock = files.lock(folder + "/" + kLockName);
  if (lock == nullptr) {
    throw Error(ORTHANT_IO, "cannot open folder '" + folder +
                                "' for writing: it is open already, " +
                                "in this process or another");
  }
  return lock;
}

Recovery recovery_of(const FolderContents& contents) {
  Recovery recovery;
  recovery.damage = contents.damage;
  for (const LogReader& log : contents.logs) {
    recovery.log_bytes += log.file_bytes() - log.dropped_bytes();
    recovery.dropped_bytes += log.dropped_bytes();
  }
  return recovery;
}

}  // namespace

MutableIndex::MutableIndex(std::unique_ptr<MutableRows> rows, std::unique_ptr<IndexFolder> folder,
                           Recovery recovery)
    : rows_(std::move(rows)), folder_(std::move(folder)), recovery_(std::move(recovery)) {}

MutableIndex::~MutableIndex() = default;

std::unique_ptr<MutableIndex> MutableIndex::in_memory(std::int32_t bits,
                                                      const MutableIndexOptions& options) {
  check_options(bits, options);
  auto rows = std::make_unique<MutableRows>(bits, options.delta_rows, options.strategy);
  return std::unique_ptr<MutableIndex>(new MutableIndex(std::move(rows), nullptr, {}));
}

std::unique_ptr<MutableIndex> MutableIndex::open(const std::string& folder, std::int32_t bits,
                                                 const MutableIndexOptions& options) {
  check_options(bits == 0 ? 1 : bits, options);
  FileSystem& files = *options.files;
  auto lock = lock_folder(folder, files);
  FolderContents contents = read_folder(folder, files, options.strategy);
  if (contents.manifest.generation == 0) {
    if (bits == 0) refuse("'" + folder + "' has no index yet: a new one needs its bits");
    contents.manifest.bits = bits;
  } else if (bits != 0 && bits != contents.manifest.bits) {
    refuse("the index in '" + folder + "' has codes of " + std::to_string(contents.manifest.bits) +
           " bits, not " + std::to_string(bits));
  }
  auto rows = replay(contents, options.delta_rows);
  auto writer = std::make_unique<IndexFolder>(folder, contents.manifest.bits, files,
                                              std::move(lock), contents);
  return std::unique_ptr<MutableIndex>(
      new MutableIndex(std::move(rows), std::move(writer), recovery_of(contents)));
}

void MutableIndex::require_open() const {
  if (closed_.load()) refuse("the index is closed");
}

void MutableIndex::change(const Batch& batch) {
  const std::lock_guard lock(writing_);
  require_open();
  MutableRows::Change prepared = rows_->prepare(batch);
  if (batch.keys.empty()) return;
  if (folder_ != nullptr) folder_->append(batch);
  rows_->apply(std::move(prepared));
}

void MutableIndex::sync() {
  const std::lock_guard lock(writing_);
  require_open();
  if (folder_ != nullptr) folder_->sync();
}

std::shared_ptr<const SearchView> MutableIndex::snapshot() const {
  require_open();
  return rows_->snapshot();
}

bool MutableIndex::is_due() const {
  return rows_->merge_due() || (folder_ != nullptr && folder_->log_bytes() > kLongLogBytes);
}

bool MutableIndex::merge_due() const {
  const std::lock_guard lock(writing_);
  return !closed_.load() && is_due();
}

bool MutableIndex::merge() { return merge(false); }

void MutableIndex::merge_all() { merge(true); }

// The rows at the start are merged without holding up anyone; what dies meanwhile is taken out when
// they are put in place.
bool MutableIndex::merge(bool all) {
  const std::lock_guard one_at_a_time(merging_);
  std::shared_ptr<const SearchView> then;
  {
    const std::lock_guard lock(writing_);
    require_open();
    if (!all && !is_due()) return false;
    if (folder_ != nullptr) folder_->begin_log();
    then = rows_->seal();
  }
  std::vector<std::size_t> chosen(then->segments.size());
  std::iota(chosen.begin(), chosen.end(), std::size_t{0});
  if (!all) chosen = segments_to_merge(*then);
  put_in_place(merge_parts(*then, chosen, closed_).value_or(Segment{}), *then, chosen);
  return true;
}

// First on the disk, then in memory. If only the first succeeds, the folder is no longer that of
// the rows in memory, and takes no more.
void MutableIndex::put_in_place(const Segment& merged, const SearchView& then,
                                const std::vector<std::size_t>& chosen) {
  try {
    if (folder_ != nullptr) folder_->write_checkpoint(then, chosen, merged);
    const std::lock_guard lock(writing_);
    rows_->swap(merged, then, chosen);
    if (folder_ != nullptr) folder_->finish_checkpoint();
  } catch (const std::exception& error) {
    const std::lock_guard lock(writing_);
    if (folder_ != nullptr && folder_->is_unfinished()) folder_->break_off(error.what());
    throw;
  }
  if (folder_ != nullptr) folder_->remove_unreferenced();
}

void MutableIndex::close() {
  if (closed_.exchange(true)) return;
  const std::lock_guard no_merge(merging_);
  const std::lock_guard lock(writing_);
  if (folder_ == nullptr) return;
  const std::unique_ptr<IndexFolder> folder = std::move(folder_);
  folder->sync();
}

FolderReport check_folder(const std::string& folder, FileSystem& files) {
  if (files.kind_of(folder) != PathKind::kFolder) {
    throw Error(ORTHANT_IO, "cannot open folder '" + folder + "': there is no such folder");
  }
  FolderContents contents = read_folder(folder, files);
  if (!contents.damage.empty()) throw Error(ORTHANT_CORRUPT_FILE, contents.damage);
  if (contents.manifest.generation == 0) {
    throw Error(ORTHANT_CORRUPT_FILE, "'" + folder + "': the folder has no index");
  }
  const Recovery recovery = recovery_of(contents);
  FolderReport report;
  report.bits = contents.manifest.bits;
  report.generation = contents.manifest.generation;
  report.segments = static_cast<std::int64_t>(contents.segments.size());
  for (const Segment& segment : contents.segments) report.segment_rows += segment.codes->rows();
  report.logs = static_cast<std::int64_t>(contents.logs.size());
  report.log_bytes = recovery.log_bytes;
  report.dropped_bytes = recovery.dropped_bytes;
  report.rows = replay(contents, MutableIndexOptions{}.delta_rows)->rows();
  return report;
}

}  // namespace orthant
