#include "store/section_file.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "store/checksum.h"
#include "store/little_endian.h"

namespace orthant {
namespace {

// The first byte is no text, the line ends and the end-of-file sign show a transfer as text.
constexpr std::array<unsigned char, 8> kMagic = {0x89, 'O', 'R', 'T', 'H', '\r', '\n', 0x1A};
constexpr std::size_t kHeaderBytes = 32;
constexpr std::size_t kCountOffset = 24;
constexpr std::size_t kEntryBytes = 32;
constexpr std::size_t kCrcBytes = 4;
constexpr std::uint32_t kMostSections = 1024;
constexpr std::uint64_t kAlignment = 64;
constexpr std::uint32_t kMandatory = 1;

std::uint64_t aligned(std::uint64_t offset) noexcept {
  return (offset + kAlignment - 1) / kAlignment * kAlignment;
}

std::uint64_t table_end(std::uint64_t sections) noexcept {
  return kHeaderBytes + sections * kEntryBytes + kCrcBytes;
}

void append_letters(std::vector<std::byte>& bytes, FourLetters letters) {
  std::transform(letters.begin(), letters.end(), std::back_inserter(bytes),
                 [](char letter) { return static_cast<std::byte>(letter); });
}

// As four characters, with '?' for what cannot be printed.
std::string letters_of(std::span<const std::byte> bytes) {
  std::string letters;
  for (const std::byte byte : bytes) {
    const auto letter = static_cast<char>(byte);
    letters.push_back(letter > ' ' && letter <= '~' ? letter : '?');
  }
  return letters;
}

std::string kind_name(std::string_view kind) {
  if (kind == "MODL") return "a model";
  if (kind == "INDX") return "an index";
  if (kind == "MANI") return "a manifest";
  if (kind == "SEGM") return "a segment";
  if (kind == "DEAD") return "a list of dead rows";
  if (kind == "WLOG") return "a log";
  if (kind == "CKPT") return "a checkpoint";
  if (kind == "SUMS") return "sums of a training";
  return "of kind '" + std::string(kind) + "'";
}

std::vector<std::byte> header_of(FourLetters kind, std::span<const Section> sections) {
  std::vector<std::byte> table;
  std::uint64_t end = table_end(sections.size());
  for (const Section& section : sections) {
    const std::uint64_t offset = aligned(end);
    end = offset + section.bytes.size();
    append_letters(table, section.id);
    append(table, kMandatory);
    append(table, offset);
    append(table, std::uint64_t{section.bytes.size()});
    append(table, crc32c(0, section.bytes));
    append(table, std::uint32_t{0});
  }
  std::vector<std::byte> header;
  append_preamble(header, kind);
  append(header, end);
  append(header, static_cast<std::uint32_t>(sections.size()));
  append(header, std::uint32_t{0});
  header.insert(header.end(), table.begin(), table.end());
  return header;
}

bool names(std::span<const FourLetters> ids, FourLetters id) noexcept {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

}  // namespace

void append_preamble(std::vector<std::byte>& bytes, FourLetters kind) {
  for (const unsigned char letter : kMagic) bytes.push_back(std::byte{letter});
  append_letters(bytes, kind);
  append(bytes, kFormatMajor);
  append(bytes, kFormatMinor);
}

void check_preamble(std::span<const std::byte> bytes, FourLetters kind, const std::string& path) {
  const auto corrupt = [&](const std::string& complaint) {
    throw Error(ORTHANT_CORRUPT_FILE, "'" + path + "': " + complaint);
  };
  if (std::memcmp(bytes.data(), kMagic.data(), kMagic.size()) != 0) {
    corrupt("not a file of Orthant: it does not start with Orthant's magic bytes");
  }
  FieldReader fields(bytes.subspan(kMagic.size()));
  const std::string file_kind = letters_of(fields.take_bytes(4));
  const auto major = fields.take<std::uint16_t>();
  const auto minor = fields.take<std::uint16_t>();
  if (file_kind != kind) {
    corrupt("the file is " + kind_name(file_kind) + ", not " + kind_name(kind));
  }
  if (major > kFormatMajor) {
    throw Error(ORTHANT_NEWER_FILE, "'" + path + "': format " + std::to_string(major) + "." +
                                        std::to_string(minor) + "; this release reads up to " +
                                        std::to_string(kFormatMajor) + ".x");
  }
  if (major == 0) corrupt("the file has the format 0, which never was");
}

FileStamp write_section_file(const std::string& path, FourLetters kind,
                             std::span<const Section> sections, FileSystem& files) {
  ReplacementFile file(path, files);
  const FileStamp stamp = write_sections(file, kind, sections);
  file.commit();
  return stamp;
}

FileStamp write_sections(ReplacementFile& file, FourLetters kind,
                         std::span<const Section> sections) {
  const std::array<std::byte, kAlignment> zeros{};
  std::vector<std::byte> header = header_of(kind, sections);
  const std::uint32_t checksum = crc32c(0, header);
  append(header, checksum);
  file.write(header);
  std::uint64_t end = header.size();
  for (const Section& section : sections) {
    const std::uint64_t offset = aligned(end);
    file.write(std::span(zeros).first(static_cast<std::size_t>(offset - end)));
    file.write(section.bytes);
    end = offset + section.bytes.size();
  }
  return {end, checksum};
}

void SectionInput::read(std::span<std::byte> into) {
  constexpr std::size_t kPiece = std::size_t{1} << 20;  // summed while it is in the cache
  if (into.size() > length_ - done_) corrupt("is too short");
  while (!into.empty()) {
    const auto piece = into.first(std::min(into.size(), kPiece));
    if (file_->read_at(offset_ + done_, piece) != piece.size()) {
      corrupt("was cut off while it was read");
    }
    crc_ = crc32c(crc_, piece);
    done_ += piece.size();
    into = into.subspan(piece.size());
  }
}

std::shared_ptr<const std::byte> SectionInput::map() {
  const std::shared_ptr<const std::byte> file = file_->map();
  std::shared_ptr<const std::byte> section(file, file.get() + offset_);
  crc_ = crc32c(crc_, {section.get(), static_cast<std::size_t>(length_)});
  done_ = length_;
  return section;
}

void SectionInput::finish() const {
  if (done_ != length_) corrupt("has bytes that nothing describes");
  if (crc_ != expected_crc_) corrupt("fails its checksum: it is damaged");
}

void SectionInput::corrupt(const std::string& complaint) const {
  throw Error(ORTHANT_CORRUPT_FILE, "'" + file_->path() + "': section " + id_ + " at offset " +
                                        std::to_string(offset_) + " (" + std::to_string(length_) +
                                        " bytes) " + complaint);
}

SectionFile::SectionFile(const std::string& path, FourLetters kind,
                         std::span<const FourLetters> known, FileSystem& files,
                         std::span<const FourLetters> maybe)
    : file_(path, files) {
  read_header(kind);
  check_names(known, maybe);
  check_padding();
  for (const Entry& entry : entries_) {
    if (names(known, entry.id) || names(maybe, entry.id)) continue;
    SectionInput skipped = open(entry);
    std::array<std::byte, 4096> bytes;
    for (std::uint64_t left = entry.length; left > 0;) {
      const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(left, bytes.size()));
      skipped.read(std::span(bytes).first(count));
      left -= count;
    }
    skipped.finish();
  }
}

void SectionFile::corrupt(const std::string& complaint) const {
  throw Error(ORTHANT_CORRUPT_FILE, "'" + file_.path() + "': " + complaint);
}

// Reads header and table, checked against their own checksum: what it covers is believed only then,
// so that a version is a version and not damage.
std::vector<std::byte> SectionFile::read_checked_header() {
  std::array<std::byte, kHeaderBytes> fixed;
  const std::size_t got = file_.read_at(0, fixed);
  if (got == 0) corrupt("the file is empty");
  if (std::memcmp(fixed.data(), kMagic.data(), std::min(got, kMagic.size())) != 0) {
    corrupt("not a file of Orthant: it does not start with Orthant's magic bytes");
  }
  if (got < kHeaderBytes) corrupt("the file ends in its header, at offset " + std::to_string(got));
  FieldReader count(std::span<const std::byte>(fixed).subspan(kCountOffset));
  const auto sections = count.take<std::uint32_t>();
  if (sections > kMostSections || table_end(sections) > file_.length()) {
    corrupt("the header at offset 24 claims " + std::to_string(sections) +
            " sections; the file has " + std::to_string(file_.length()) + " bytes");
  }
  std::vector<std::byte> header(static_cast<std::size_t>(table_end(sections)) - kCrcBytes);
  std::array<std::byte, kCrcBytes> crc;
  if (file_.read_at(0, header) != header.size() || file_.read_at(header.size(), crc) != kCrcBytes) {
    corrupt("the file was cut off while it was read");
  }
  header_crc_ = FieldReader(crc).take<std::uint32_t>();
  if (header_crc_ != crc32c(0, header)) {
    corrupt("the header at offset 0 (" + std::to_string(header.size() + kCrcBytes) +
            " bytes) fails its checksum: it is damaged");
  }
  return header;
}

void SectionFile::read_header(FourLetters kind) {
  const std::vector<std::byte> header = read_checked_header();
  FieldReader fields(std::span<const std::byte>(header).subspan(kPreambleBytes));
  const auto total = fields.take<std::uint64_t>();
  static_cast<void>(fields.take<std::uint32_t>());  // the number of sections, read before
  const auto reserved = fields.take<std::uint32_t>();
  if (total != file_.length()) {
    corrupt("the file has " + std::to_string(file_.length()) + " bytes, its header says " +
            std::to_string(total));
  }
  check_preamble(header, kind, file_.path());
  if (reserved != 0) {
    corrupt("the reserved field at offset 28 is " + std::to_string(reserved) + ", not zero");
  }
  table_end_ = header.size() + kCrcBytes;
  read_table(std::span<const std::byte>(header).subspan(kHeaderBytes));
}

// Sections lie in the table's order, each at the first aligned offset after the one before; so they
// cannot overlap, and offset + length cannot overflow.
void SectionFile::read_table(std::span<const std::byte> table) {
  std::uint64_t end = table_end_;
  for (FieldReader fields(table); fields.left() > 0;) {
    Entry entry;
    entry.id = letters_of(fields.take_bytes(4));
    const auto flags = fields.take<std::uint32_t>();
    entry.mandatory = (flags & kMandatory) != 0;
    entry.offset = fields.take<std::uint64_t>();
    entry.length = fields.take<std::uint64_t>();
    entry.crc = fields.take<std::uint32_t>();
    const auto reserved = fields.take<std::uint32_t>();
    const bool in_place = entry.offset == aligned(end) && entry.offset <= file_.length() &&
                          entry.length <= file_.length() - entry.offset;
    if (!in_place || reserved != 0 || (flags & ~kMandatory) != 0) {
      corrupt("the table's entry of section " + entry.id + " (offset " +
              std::to_string(entry.offset) + ", " + std::to_string(entry.length) +
              " bytes) fits no file of " + std::to_string(file_.length()) + " bytes");
    }
    end = entry.offset + entry.length;
    entries_.push_back(std::move(entry));
  }
  if (end != file_.length()) {
    corrupt("no section covers the bytes from offset " + std::to_string(end));
  }
}

void SectionFile::check_padding() const {
  std::uint64_t end = table_end_;
  for (const Entry& entry : entries_) {
    std::array<std::byte, kAlignment> padding{};
    const auto bytes = std::span(padding).first(static_cast<std::size_t>(entry.offset - end));
    const bool read = file_.read_at(end, bytes) == bytes.size();
    const bool zero =
        std::all_of(bytes.begin(), bytes.end(), [](std::byte b) { return b == std::byte{0}; });
    if (!read || !zero) corrupt("the padding at offset " + std::to_string(end) + " is not zero");
    end = entry.offset + entry.length;
  }
}

void SectionFile::check_names(std::span<const FourLetters> known,
                              std::span<const FourLetters> maybe) const {
  for (const Entry& entry : entries_) {
    const auto same = [&](const Entry& other) { return other.id == entry.id; };
    if (std::count_if(entries_.begin(), entries_.end(), same) > 1) {
      corrupt("section " + entry.id + " is there twice");
    }
    if (!names(known, entry.id) && !names(maybe, entry.id) && entry.mandatory) {
      throw Error(ORTHANT_NEWER_FILE, "'" + file_.path() + "': section " + entry.id +
                                          " is of a newer release, which this one cannot read");
    }
  }
  for (const FourLetters id : known) {
    if (!has(id)) corrupt("section " + std::string(id) + " is missing");
  }
}

SectionInput SectionFile::open(const Entry& entry) const {
  SectionInput input;
  input.file_ = &file_;
  input.id_ = entry.id;
  input.offset_ = entry.offset;
  input.length_ = entry.length;
  input.expected_crc_ = entry.crc;
  return input;
}

bool SectionFile::has(FourLetters id) const noexcept {
  return std::any_of(entries_.begin(), entries_.end(),
                     [&](const Entry& entry) { return entry.id == id; });
}

SectionInput SectionFile::section(FourLetters id) const {
  const auto same = [&](const Entry& entry) { return entry.id == id; };
  return open(*std::find_if(entries_.begin(), entries_.end(), same));
}

}  // namespace orthant
