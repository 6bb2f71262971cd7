// The log of a mutable index: one record per batch, appended before the batch is acknowledged.
// docs/file-format.md has the bytes.
//
// Each record tells how much of the file a sync had covered when it was written, and a sync leaves
// a mark behind. So damage and an unfinished end can be told apart: what power failed to keep was
// never synced, in whatever order the system wrote it; a bad record that a later good one attests
// as synced is damage.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/aligned_buffer.h"
#include "index/batch.h"
#include "store/file.h"

namespace orthant {

// A log that is open for appending. After a failure that leaves the file's state unknown, a sync
// that failed above all, it takes nothing more: each later call throws the first failure.
class WriteLog {
 public:
  // Puts a log in place that holds `records` (as LogReader::records gives them), durable. The next
  // record has the number `next`.
  WriteLog(ReplacementFile& place, std::string path, std::int32_t bits, std::uint64_t start,
           std::uint64_t next, std::span<const std::byte> records = {});

  // The batch is with the operating system: it outlives the process, not a failure of power. If the
  // write fails, the log is as before.
  void append(const Batch& batch);
  // All that was appended survives a failure of power.
  void sync();
  // The same of every byte, before another log follows.
  void finish();

  // Nothing more is written, for this reason.
  void break_off(const std::string& reason);
  // Throws if the log takes nothing more.
  void require_usable() const;

  [[nodiscard]] std::uint64_t next_sequence() const noexcept { return next_; }
  [[nodiscard]] std::uint64_t bytes() const noexcept { return length_; }

 private:
  void write_record();
  void sync_file();

  std::string path_;
  std::uint64_t next_;
  std::uint64_t length_ = 0;
  std::uint64_t synced_ = 0;
  bool unsynced_batches_ = false;
  std::unique_ptr<AppendableFile> file_;
  std::vector<std::byte> record_;  // the one that is being written
  std::string broken_;
};

// A log in memory, all its records checked. Throws ORTHANT_CORRUPT_FILE with path and offset, and
// ORTHANT_NEWER_FILE. Memory: the file's length; time proportional to it.
class LogReader {
 public:
  // `last`: the log may have an unfinished end, which is left out.
  LogReader(const std::string& path, bool last, FileSystem& files = system_files());

  [[nodiscard]] const std::string& path() const noexcept { return path_; }
  [[nodiscard]] std::int32_t bits() const noexcept { return bits_; }
  // The numbers of the first record, and of the one that would come next.
  [[nodiscard]] std::uint64_t start() const noexcept { return start_; }
  [[nodiscard]] std::uint64_t next_sequence() const noexcept { return next_; }
  [[nodiscard]] std::uint64_t file_bytes() const noexcept { return bytes_.size(); }
  // The length of the unfinished end.
  [[nodiscard]] std::uint64_t dropped_bytes() const noexcept { return bytes_.size() - end_; }
  [[nodiscard]] std::span<const std::byte> records() const noexcept;

  // Each batch, with its offset in the file. The batch borrows from the reader.
  void for_each(const std::function<void(std::uint64_t offset, const Batch& batch)>& visit) const;

 private:
  struct Record {
    std::uint32_t length = 0;  // of keys and codes, in bytes
    std::uint32_t crc = 0;
    std::uint64_t sequence = 0;
    std::uint64_t synced = 0;
    std::uint32_t kind = 0;
    std::uint32_t rows = 0;
  };

  void read_header();
  void find_end(bool last);
  [[nodiscard]] Record record_at(std::uint64_t offset) const;
  [[nodiscard]] bool is_whole(std::uint64_t offset, const Record& record) const;
  [[nodiscard]] bool has_right_shape(const Record& record) const;
  void refuse_damage_at(std::uint64_t bad) const;
  [[noreturn]] void corrupt(const std::string& complaint) const;

  std::string path_;
  AlignedBuffer<std::byte> bytes_;
  std::int32_t bits_ = 0;
  std::uint64_t start_ = 0;
  std::uint64_t next_ = 0;
  std::uint64_t end_ = 0;  // of the last good record
};

}  // namespace orthant
