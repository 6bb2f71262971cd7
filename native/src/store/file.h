// Reading a file, and replacing one as a whole, on any FileSystem. Throws Error(ORTHANT_IO) with
// the path and the system's reason.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "store/file_system.h"

namespace orthant {

// A regular file, open for reading.
class InputFile {
 public:
  explicit InputFile(std::string path, FileSystem& files = system_files());

  [[nodiscard]] const std::string& path() const noexcept { return path_; }
  [[nodiscard]] std::uint64_t length() const noexcept { return length_; }

  // Fills `into` from `offset` on; returns how many bytes there were, fewer only at the end.
  [[nodiscard]] std::size_t read_at(std::uint64_t offset, std::span<std::byte> into) const;
  // All length() bytes; see ReadableFile::map.
  [[nodiscard]] std::shared_ptr<const std::byte> map() const { return file_->map(); }

 private:
  std::string path_;
  std::unique_ptr<ReadableFile> file_;
  std::uint64_t length_ = 0;
};

// Bytes for a new file at `path`, written to a temporary file of a unique name beside it. `commit`
// puts it in place: readers see the old file or the whole new one, also after a power failure.
// Without a commit that succeeded the temporary file is removed and the old file is as it was; but
// if only the last sync, of the folder, fails, the new file stands and may be lost with the power.
class ReplacementFile {
 public:
  explicit ReplacementFile(std::string path, FileSystem& files = system_files());
  ~ReplacementFile();
  ReplacementFile(const ReplacementFile&) = delete;
  ReplacementFile& operator=(const ReplacementFile&) = delete;

  void write(std::span<const std::byte> bytes) { file_->write(bytes); }
  void commit();
  // The same; the file stays open for more bytes.
  [[nodiscard]] std::unique_ptr<AppendableFile> commit_and_keep_open();

  // Whether the new file stands at `path`, if perhaps not after a power failure.
  [[nodiscard]] bool in_place() const noexcept { return in_place_; }

 private:
  void put_in_place();

  FileSystem& files_;
  std::string path_;
  std::string temporary_;
  std::unique_ptr<AppendableFile> file_;
  bool in_place_ = false;
};

}  // namespace orthant
