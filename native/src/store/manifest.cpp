#include "store/manifest.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/checked.h"
#include "base/error.h"
#include "store/little_endian.h"

namespace orthant {
namespace {

constexpr FourLetters kKind = "MANI";
constexpr std::array<FourLetters, 2> kSections = {"HEAD", "SEGS"};
constexpr std::size_t kHeadBytes = 32;
constexpr std::size_t kSegmentBytes = 56;
constexpr std::size_t kDigits = 16;
constexpr std::string_view kLog = "log-";
constexpr std::string_view kSegment = "segment-";
constexpr std::string_view kDead = "dead-";
constexpr std::string_view kManifest = "manifest-";
constexpr std::string_view kTemporary = ".tmp-";

std::string numbered(std::string_view stem, std::uint64_t number) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string digits(kDigits, '0');
  for (std::size_t i = kDigits; i-- > 0; number >>= 4) digits[i] = kHex[number & 15];
  return std::string(stem) + digits;
}

std::optional<std::uint64_t> number_of(std::string_view name, std::string_view stem) {
  if (name.size() != stem.size() + kDigits || !name.starts_with(stem)) return std::nullopt;
  std::uint64_t number = 0;
  for (const char c : name.substr(stem.size())) {
    const bool digit = c >= '0' && c <= '9';
    if (!digit && (c < 'a' || c > 'f')) return std::nullopt;
    number = number << 4 | static_cast<std::uint64_t>(digit ? c - '0' : c - 'a' + 10);
  }
  return number;
}

Manifest read_head(SectionInput section) {
  if (section.length() != kHeadBytes) section.corrupt("has no possible length");
  std::array<std::byte, kHeadBytes> bytes;
  section.read(bytes);
  section.finish();
  FieldReader fields(bytes);
  Manifest manifest;
  manifest.generation = fields.take<std::uint64_t>();
  manifest.log_start = fields.take<std::uint64_t>();
  manifest.next_number = fields.take<std::uint64_t>();
  const auto bits = fields.take<std::uint32_t>();
  const auto reserved = fields.take<std::uint32_t>();
  if (bits < 1 || bits > ORTHANT_MAX_BITS || manifest.generation == 0 || reserved != 0) {
    section.corrupt("describes no possible index");
  }
  manifest.bits = static_cast<std::int32_t>(bits);
  return manifest;
}

void read_segments(SectionInput section, Manifest& manifest) {
  if (section.length() % kSegmentBytes != 0) section.corrupt("has no possible length");
  std::vector<std::byte> bytes(static_cast<std::size_t>(section.length()));
  section.read(bytes);
  section.finish();
  for (FieldReader fields(bytes); fields.left() > 0;) {
    ManifestSegment segment;
    segment.number = fields.take<std::uint64_t>();
    segment.rows = fields.take<std::uint64_t>();
    segment.stamp.bytes = fields.take<std::uint64_t>();
    segment.dead_number = fields.take<std::uint64_t>();
    segment.dead_rows = fields.take<std::uint64_t>();
    segment.dead_stamp.bytes = fields.take<std::uint64_t>();
    segment.stamp.checksum = fields.take<std::uint32_t>();
    segment.dead_stamp.checksum = fields.take<std::uint32_t>();
    const bool numbers = segment.number != 0 && segment.number < manifest.next_number &&
                         segment.dead_number < manifest.next_number;
    const bool dead =
        segment.dead_rows <= segment.rows && (segment.dead_number != 0) == (segment.dead_rows != 0);
    if (!numbers || !dead || segment.rows == 0) section.corrupt("describes no possible segment");
    manifest.segments.push_back(segment);
  }
}

}  // namespace

void write_manifest(const Manifest& manifest, ReplacementFile& place) {
  std::vector<std::byte> head;
  append(head, manifest.generation);
  append(head, manifest.log_start);
  append(head, manifest.next_number);
  append(head, static_cast<std::uint32_t>(manifest.bits));
  append(head, std::uint32_t{0});
  std::vector<std::byte> segments;
  for (const ManifestSegment& segment : manifest.segments) {
    append(segments, segment.number);
    append(segments, segment.rows);
    append(segments, segment.stamp.bytes);
    append(segments, segment.dead_number);
    append(segments, segment.dead_rows);
    append(segments, segment.dead_stamp.bytes);
    append(segments, segment.stamp.checksum);
    append(segments, segment.dead_stamp.checksum);
  }
  const std::array<Section, 2> sections = {Section{kSections[0], head},
                                           Section{kSections[1], segments}};
  write_sections(place, kKind, sections);
}

Manifest load_manifest(const std::string& path, FileSystem& files) {
  const SectionFile file(path, kKind, kSections, files);
  Manifest manifest = read_head(file.section("HEAD"));
  read_segments(file.section("SEGS"), manifest);
  if (!path.ends_with(manifest_name(manifest.generation))) {
    throw Error(ORTHANT_CORRUPT_FILE, "'" + path + "': generation " +
                                          std::to_string(manifest.generation) +
                                          " belongs into the other manifest");
  }
  return manifest;
}

std::string manifest_name(std::uint64_t generation) {
  return std::string(kManifest) + (generation % 2 == 0 ? '0' : '1');
}

std::string segment_name(std::uint64_t number) { return numbered(kSegment, number); }

std::string dead_name(std::uint64_t number) { return numbered(kDead, number); }

std::string log_name(std::uint64_t start) { return numbered(kLog, start); }

std::optional<std::uint64_t> log_start_of(const std::string& name) { return number_of(name, kLog); }

bool is_data_name(const std::string& name) {
  return number_of(name, kSegment).has_value() || number_of(name, kDead).has_value();
}

bool is_temporary_name(const std::string& name) {
  const std::size_t at = name.find(kTemporary);
  if (at == std::string::npos) return false;
  const std::string stem = name.substr(0, at);
  const std::string_view numbers = std::string_view(name).substr(at + kTemporary.size());
  const bool digits = std::all_of(numbers.begin(), numbers.end(),
                                  [](char c) { return c == '-' || (c >= '0' && c <= '9'); });
  const bool ours = log_start_of(stem).has_value() || is_data_name(stem) ||
                    stem == manifest_name(0) || stem == manifest_name(1);
  return ours && digits && !numbers.empty();
}

}  // namespace orthant
