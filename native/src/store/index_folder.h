// The folder of a mutable index: two manifests that take turns, segments, dead rows and logs.
//
// State = the segments of the newest manifest, then every record of the logs from its log start on.
// Each log starts where the one before ends, so that nothing is missed if a manifest is damaged and
// the older one is taken. A checkpoint is the state at the start of a log.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "index/mutable_rows.h"
#include "store/manifest.h"
#include "store/write_log.h"

namespace orthant {

// What a folder holds, read and checked byte by byte; nothing is written.
struct FolderContents {
  Manifest manifest;  // generation 0: the folder has no index
  std::vector<Segment> segments;
  std::vector<LogReader> logs;
  Strategy strategy = Strategy::kScan;  // that the segments are ready for
  std::string damage;                   // of the other manifest; the state is whole without it
};

// Throws ORTHANT_IO, ORTHANT_CORRUPT_FILE or ORTHANT_NEWER_FILE, naming file and offset.
[[nodiscard]] FolderContents read_folder(const std::string& folder, FileSystem& files,
                                         Strategy strategy = Strategy::kScan);

// The rows that a folder describes: its segments, then its logs.
[[nodiscard]] std::unique_ptr<MutableRows> replay(FolderContents& contents,
                                                  std::int64_t delta_rows);

// The writer's side of a folder. `append`, `sync`, `begin_log` and `break_off` belong to one thread
// at a time; `write_checkpoint` and `remove_unreferenced` may run beside them, on one thread, the
// one that calls `begin_log`.
class IndexFolder {
 public:
  // Of contents just read under the lock. A new index is made if there is none. The newest log is
  // written anew: a writer that was killed, or whose sync failed, may have left it in an unknown
  // state. Then what nothing refers to is removed.
  IndexFolder(std::string folder, std::int32_t bits, FileSystem& files,
              std::unique_ptr<FileLock> lock, const FolderContents& contents);

  void append(const Batch& batch) { log_->append(batch); }
  void sync() { log_->sync(); }
  void break_off(const std::string& reason) { log_->break_off(reason); }
  // Bytes that recovery would read.
  [[nodiscard]] std::uint64_t log_bytes() const noexcept {
    return older_log_bytes_ + log_->bytes();
  }

  // Syncs the log and begins a new one, where a checkpoint can start.
  void begin_log();

  // Makes the state durable that the newest log starts with, as of merging the segments at `chosen`
  // of `then`, and all of its deltas, into `merged` (codes == nullptr: nothing is left).
  void write_checkpoint(const SearchView& then, const std::vector<std::size_t>& chosen,
                        const Segment& merged);
  // Whether the disk has, or may have, a newer manifest than the one whose segments are in memory.
  // Between write_checkpoint and finish_checkpoint it does; if something fails there, the folder
  // must be broken off.
  [[nodiscard]] bool is_unfinished() const noexcept { return unfinished_; }
  // The segments in memory are those of the checkpoint. Of the thread that appends.
  void finish_checkpoint();
  // Removes what only older checkpoints needed, and what killed processes left.
  void remove_unreferenced() noexcept;

 private:
  [[nodiscard]] std::string path_of(const std::string& name) const { return folder_ + "/" + name; }
  void put_log(std::uint64_t start, std::uint64_t next, std::span<const std::byte> records);
  void put_manifest(const Manifest& manifest);
  [[nodiscard]] ManifestSegment save_merged(const Segment& merged);
  void save_deaths(const Segment& segment, ManifestSegment& entry);

  std::string folder_;
  FileSystem& files_;
  std::unique_ptr<FileLock> lock_;
  Manifest manifest_;  // its segments are those in memory
  Manifest next_;      // of the checkpoint that is being made
  std::uint64_t log_start_ = 0;
  std::uint64_t older_log_bytes_ = 0;
  bool unfinished_ = false;
  std::unique_ptr<WriteLog> log_;
};

}  // namespace orthant
