// An index that changes while it is searched: rows have external 64-bit keys, are added, removed
// and replaced in atomic batches, and are searched in snapshots that never change. In memory, or in
// a folder that survives a killed process and, with `sync`, a failure of power.
//
// Any number of threads may call anything; writers wait for each other, readers for nobody. A
// folder has one writer at a time, in any process.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "index/batch.h"
#include "index/mutable_rows.h"
#include "search/view.h"
#include "store/file_system.h"

namespace orthant {

class IndexFolder;

struct MutableIndexOptions {
  std::int64_t delta_rows = 65536;  // at which a delta is full, 1 to 2^24
  FileSystem* files = &system_files();
  Strategy strategy = Strategy::kScan;  // that merged segments are made ready for
};

// What recovery found.
struct Recovery {
  std::uint64_t log_bytes = 0;      // read and applied
  std::uint64_t dropped_bytes = 0;  // an unfinished end that was never acknowledged by a sync
  std::string damage;               // of a manifest that the other one stood in for; empty: none
};

class MutableIndex {
 public:
  // An empty index without a folder. Throws ORTHANT_INVALID_ARGUMENT unless 1 <= bits <=
  // ORTHANT_MAX_BITS.
  [[nodiscard]] static std::unique_ptr<MutableIndex> in_memory(
      std::int32_t bits, const MutableIndexOptions& options = {});

  // The index in a folder that exists; a new one where there is none. bits == 0: as the index there
  // has. Throws ORTHANT_INVALID_ARGUMENT (other bits than the index has, or none for a new one),
  // ORTHANT_IO (no such folder, no right to write, another writer, full disk),
  // ORTHANT_CORRUPT_FILE, ORTHANT_NEWER_FILE. Time and memory: those of reading all files.
  [[nodiscard]] static std::unique_ptr<MutableIndex> open(const std::string& folder,
                                                          std::int32_t bits,
                                                          const MutableIndexOptions& options = {});

  // Like a killed process: what was not synced may be lost with the power.
  ~MutableIndex();
  MutableIndex(const MutableIndex&) = delete;
  MutableIndex& operator=(const MutableIndex&) = delete;

  // The batch as a whole, or, when it throws, nothing of it. Throws ORTHANT_INVALID_ARGUMENT,
  // naming the key (MutableRows::prepare), and ORTHANT_IO. In a folder an applied batch survives
  // the end of the process.
  void change(const Batch& batch);
  void add(std::span<const std::int64_t> keys, const std::uint64_t* codes, std::int32_t bits) {
    change({BatchKind::kAdd, keys, codes, bits});
  }
  void remove(std::span<const std::int64_t> keys) {
    change({BatchKind::kRemove, keys, nullptr, 0});
  }
  void replace(std::span<const std::int64_t> keys, const std::uint64_t* codes, std::int32_t bits) {
    change({BatchKind::kReplace, keys, codes, bits});
  }

  // When it returns, all batches that were applied before the call survive a failure of power. If
  // it fails, the index takes no more changes until it is opened again; searches go on. In memory:
  // nothing.
  void sync();

  // The rows as they are now. Waits for no writer longer than an exchange of pointers.
  [[nodiscard]] std::shared_ptr<const SearchView> snapshot() const;

  // Whether `merge` has something to do: a full delta, a segment that is mostly dead, a long log.
  // Not when closed.
  [[nodiscard]] bool merge_due() const;
  // One merge, on the calling thread, beside writers and readers; false: none was due. Makes a
  // folder's state durable too, as `sync` does. If it fails, rows and folder are as before.
  bool merge();
  // The same of everything there is, into one segment.
  void merge_all();

  // Syncs a folder, lets it go and ends a merge that is running. Late callers get
  // ORTHANT_INVALID_ARGUMENT; snapshots live on. The second call does nothing.
  void close();

  [[nodiscard]] std::int32_t bits() const noexcept { return rows_->bits(); }
  [[nodiscard]] std::int64_t rows() const noexcept { return rows_->rows(); }
  [[nodiscard]] const Recovery& recovery() const noexcept { return recovery_; }

 private:
  MutableIndex(std::unique_ptr<MutableRows> rows, std::unique_ptr<IndexFolder> folder,
               Recovery recovery);

  void require_open() const;
  [[nodiscard]] bool is_due() const;
  bool merge(bool all);
  void put_in_place(const Segment& merged, const SearchView& then,
                    const std::vector<std::size_t>& chosen);

  std::unique_ptr<MutableRows> rows_;
  std::unique_ptr<IndexFolder> folder_;  // nullptr: in memory
  Recovery recovery_;
  mutable std::mutex writing_;  // all changes of rows_ and the log
  std::mutex merging_;          // taken before writing_
  std::atomic<bool> closed_{false};
};

// What `check_folder` found.
struct FolderReport {
  std::int32_t bits = 0;
  std::uint64_t generation = 0;
  std::int64_t segments = 0;
  std::int64_t segment_rows = 0;  // dead ones too
  std::int64_t rows = 0;          // that are live
  std::int64_t logs = 0;
  std::uint64_t log_bytes = 0;
  std::uint64_t dropped_bytes = 0;  // an unfinished end of the log, as a killed writer leaves it
};

// Reads every byte of a folder that nobody writes to, changing nothing, and says what is there.
// Throws what `open` throws; ORTHANT_CORRUPT_FILE also for damage that `open` gets around, and for
// a folder without an index.
[[nodiscard]] FolderReport check_folder(const std::string& folder,
                                        FileSystem& files = system_files());

}  // namespace orthant
