// The one way to the operating system's files. All that Orthant stores goes through this interface,
// so that tests can put a file system behind it that fails, loses power or kills the process at any
// call. Everything throws Error(ORTHANT_IO) with the path and the system's reason.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace orthant {

// A regular file, open for reading.
class ReadableFile {
 public:
  virtual ~ReadableFile() = default;
  // When it was opened.
  [[nodiscard]] virtual std::uint64_t length() const = 0;
  // Reads some bytes from `offset` on; returns how many, 0 only at the end or for an empty `into`.
  [[nodiscard]] virtual std::size_t read_some(std::uint64_t offset,
                                              std::span<std::byte> into) const = 0;
  // All bytes, mapped where the system can: memory that lives as long as the pointer. If the file
  // is cut off later, by whomever, reading beyond its new end ends the process.
  [[nodiscard]] virtual std::shared_ptr<const std::byte> map() const = 0;
};

// A new file, open for appending.
class AppendableFile {
 public:
  virtual ~AppendableFile() = default;
  // Appends some of the bytes, at least one; returns how many.
  [[nodiscard]] virtual std::size_t write_some(std::span<const std::byte> bytes) = 0;
  // Cuts the end off; what is appended next follows the first `length` bytes.
  virtual void truncate(std::uint64_t length) = 0;
  // After this, power may fail. A sync that failed is never tried again: the system may have
  // dropped the pages that it could not write.
  virtual void sync() = 0;
  virtual void close() = 0;

  void write(std::span<const std::byte> bytes) {
    while (!bytes.empty()) bytes = bytes.subspan(write_some(bytes));
  }
};

// A folder that is open. After `sync`, its names survive a failure of power.
class OpenFolder {
 public:
  virtual ~OpenFolder() = default;
  virtual void sync() = 0;
};

// Held until destroyed, or until the process ends.
class FileLock {
 public:
  virtual ~FileLock() = default;
};

enum class PathKind { kNothing, kFile, kFolder, kOther };

class FileSystem {
 public:
  virtual ~FileSystem() = default;

  // What a path names, links followed. kNothing also where it cannot be told.
  [[nodiscard]] virtual PathKind kind_of(const std::string& path) = 0;
  // Refuses what is no regular file.
  [[nodiscard]] virtual std::unique_ptr<ReadableFile> open(const std::string& path) = 0;
  // nullptr if the name is taken. Errors speak of `title`, the name that the file is to get.
  [[nodiscard]] virtual std::unique_ptr<AppendableFile> create(const std::string& path,
                                                               const std::string& title) = 0;
  [[nodiscard]] virtual std::unique_ptr<OpenFolder> open_folder(const std::string& path) = 0;
  // The names in a folder, in no order, without "." and "..".
  [[nodiscard]] virtual std::vector<std::string> list(const std::string& folder) = 0;
  // Atomically; a file at `to` is replaced.
  virtual void rename(const std::string& from, const std::string& to) = 0;
  virtual void remove(const std::string& path) = 0;
  // Locks a file, made if it is not there; nullptr: another holds the lock.
  [[nodiscard]] virtual std::unique_ptr<FileLock> lock(const std::string& path) = 0;
};

// The operating system's. POSIX.
[[nodiscard]] FileSystem& system_files() noexcept;

// Distinguishes the names of files that processes make at the same time.
[[nodiscard]] std::string process_number();

}  // namespace orthant
