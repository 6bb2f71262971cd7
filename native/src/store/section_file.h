// The container of model and index files: named sections behind a checked header.
// docs/file-format.md has the layout byte by byte. Every byte is covered: header and table by one
// CRC32C, each section by its own, and the padding between must be zero. Reading looks at sizes
// first: nothing is allocated that the real length of the file does not bear out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "store/file.h"

namespace orthant {

// Four ASCII letters.
using FourLetters = std::string_view;

inline constexpr std::uint16_t kFormatMajor = 1;
inline constexpr std::uint16_t kFormatMinor = 0;

// The first 16 bytes of every file of Orthant: magic, kind, format major and minor.
inline constexpr std::size_t kPreambleBytes = 16;
void append_preamble(std::vector<std::byte>& bytes, FourLetters kind);
// Of bytes whose checksum was right: ORTHANT_CORRUPT_FILE for a foreign file or another kind,
// ORTHANT_NEWER_FILE for a newer major format.
void check_preamble(std::span<const std::byte> bytes, FourLetters kind, const std::string& path);

// What is to be written; borrowed.
struct Section {
  FourLetters id;
  std::span<const std::byte> bytes;
};

// What tells a file from every other: its length and the checksum of its header, which covers the
// sections' checksums.
struct FileStamp {
  std::uint64_t bytes = 0;
  std::uint32_t checksum = 0;

  friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

// Replaces the file at `path` as a whole (ReplacementFile). All sections are mandatory for readers.
FileStamp write_section_file(const std::string& path, FourLetters kind,
                             std::span<const Section> sections, FileSystem& files = system_files());
// Writes all bytes, and leaves it to the caller to commit them.
FileStamp write_sections(ReplacementFile& file, FourLetters kind,
                         std::span<const Section> sections);

// One section, read front to back; `finish` compares the checksum. Lives no longer than its file.
class SectionInput {
 public:
  [[nodiscard]] std::uint64_t length() const noexcept { return length_; }

  // The next bytes; the caller asks for no more than the section has left.
  void read(std::span<std::byte> into);
  template <typename T>
  void read_values(T* values, std::size_t count) {
    read({reinterpret_cast<std::byte*>(values), count * sizeof(T)});
  }
  // All bytes of a section of which none was read, mapped; they live as long as the pointer.
  [[nodiscard]] std::shared_ptr<const std::byte> map();
  // All bytes must have been read.
  void finish() const;

  // Fails with ORTHANT_CORRUPT_FILE, naming file, section and offset.
  [[noreturn]] void corrupt(const std::string& complaint) const;

 private:
  friend class SectionFile;
  const InputFile* file_ = nullptr;
  std::string id_;
  std::uint64_t offset_ = 0;
  std::uint64_t length_ = 0;
  std::uint64_t done_ = 0;
  std::uint32_t expected_crc_ = 0;
  std::uint32_t crc_ = 0;
};

// A file that is open, its header, table and padding checked. Fails with ORTHANT_IO,
// ORTHANT_CORRUPT_FILE (damaged, foreign, or of another kind) or ORTHANT_NEWER_FILE.
class SectionFile {
 public:
  // Every section named in `known` must be there, those in `maybe` may be. Sections that are not
  // named: ORTHANT_NEWER_FILE if they are mandatory, else they are checked and skipped.
  SectionFile(const std::string& path, FourLetters kind, std::span<const FourLetters> known,
              FileSystem& files = system_files(), std::span<const FourLetters> maybe = {});

  [[nodiscard]] const std::string& path() const noexcept { return file_.path(); }
  [[nodiscard]] FileStamp stamp() const noexcept { return {file_.length(), header_crc_}; }
  [[nodiscard]] bool has(FourLetters id) const noexcept;
  [[nodiscard]] SectionInput section(FourLetters id) const;

 private:
  struct Entry {
    std::string id;
    bool mandatory = false;
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
    std::uint32_t crc = 0;
  };

  [[noreturn]] void corrupt(const std::string& complaint) const;
  [[nodiscard]] std::vector<std::byte> read_checked_header();
  void read_header(FourLetters kind);
  void read_table(std::span<const std::byte> table);
  void check_padding() const;
  void check_names(std::span<const FourLetters> known, std::span<const FourLetters> maybe) const;
  [[nodiscard]] SectionInput open(const Entry& entry) const;

  InputFile file_;
  std::uint64_t table_end_ = 0;
  std::uint32_t header_crc_ = 0;
  std::vector<Entry> entries_;
};

}  // namespace orthant
