// The only code that asks the operating system for files: reading one, and replacing one as a
// whole. Throws Error(ORTHANT_IO) with the path and the system's reason. POSIX.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace orthant {

// A regular file, open for reading.
class InputFile {
 public:
  explicit InputFile(std::string path);
  ~InputFile();
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;

  [[nodiscard]] const std::string& path() const noexcept { return path_; }
  [[nodiscard]] std::uint64_t length() const noexcept { return length_; }

  // Fills `into` from `offset` on; returns how many bytes there were, fewer only at the end.
  [[nodiscard]] std::size_t read_at(std::uint64_t offset, std::span<std::byte> into) const;

 private:
  std::string path_;
  std::uint64_t length_ = 0;
  int descriptor_ = -1;
};

// Bytes for a new file at `path`, written to a temporary file of a unique name beside it. `commit`
// puts it in place: readers see the old file or the whole new one, also after a power failure.
// Without a commit that succeeded the temporary file is removed and the old file is as it was; but
// if only the last sync, of the folder, fails, the new file stands and may be lost with the power.
class ReplacementFile {
 public:
  explicit ReplacementFile(std::string path);
  ~ReplacementFile();
  ReplacementFile(const ReplacementFile&) = delete;
  ReplacementFile& operator=(const ReplacementFile&) = delete;

  void write(std::span<const std::byte> bytes);
  void commit();

 private:
  void close_descriptor() noexcept;

  std::string path_;
  std::string temporary_;
  int descriptor_ = -1;
  bool in_place_ = false;
};

}  // namespace orthant
