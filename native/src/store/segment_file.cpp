#include "store/segment_file.h"

#include <algorithm>
#include <array>
#include <functional>
#include <utility>
#include <vector>

#include "data/grouped_codes.h"
#include "index/segment_merge.h"
#include "store/code_sections.h"
#include "store/little_endian.h"

namespace orthant {
namespace {

constexpr FourLetters kSegmentKind = "SEGM";
constexpr std::array<FourLetters, 4> kSegmentSections = {"SHAP", "KEYS", CodeSections::kCodes,
                                                         CodeSections::kGroups};
constexpr std::size_t kShapeBytes = 24;
constexpr FourLetters kDeadKind = "DEAD";
constexpr std::array<FourLetters, 1> kDeadSections = {"BITS"};

void check_stamp(const SectionFile& file, const FileStamp& stamp) {
  if (file.stamp() == stamp) return;
  throw Error(ORTHANT_CORRUPT_FILE,
              "'" + file.path() + "': the file is not the one that the manifest names");
}

CodeShape read_shape(SectionInput section) {
  if (section.length() != kShapeBytes) section.corrupt("has no possible length");
  std::array<std::byte, kShapeBytes> bytes;
  section.read(bytes);
  section.finish();
  FieldReader fields(bytes);
  CodeShape shape;
  shape.rows = fields.take<std::uint64_t>();
  shape.groups = fields.take<std::uint64_t>();
  shape.bits = fields.take<std::uint32_t>();
  const auto reserved = fields.take<std::uint32_t>();
  shape.check(section);
  if (shape.rows == 0 || reserved != 0) section.corrupt("describes no possible segment");
  return shape;
}

AlignedBuffer<std::int64_t> read_keys(const SectionInput& section, const CodeShape& shape) {
  auto keys = read_values<std::int64_t>(section, shape.rows);
  if (std::adjacent_find(keys.begin(), keys.end(), std::greater_equal<>()) != keys.end()) {
    section.corrupt("does not hold ascending keys");
  }
  return keys;
}

}  // namespace

FileStamp save_segment(const Segment& segment, const std::string& path, FileSystem& files) {
  const GroupedCodes& codes = *segment.codes;
  std::vector<std::byte> shape;
  append(shape, static_cast<std::uint64_t>(codes.rows()));
  append(shape, static_cast<std::uint64_t>(codes.groups()));
  append(shape, static_cast<std::uint32_t>(codes.bits()));
  append(shape, std::uint32_t{0});
  const auto rows = static_cast<std::size_t>(codes.rows());
  const CodeSections of_codes(codes);
  const std::array<Section, 4> sections = {
      Section{kSegmentSections[0], shape},
      Section{kSegmentSections[1], std::as_bytes(std::span(segment.keys->data(), rows))},
      of_codes.codes(), of_codes.groups()};
  return write_section_file(path, kSegmentKind, sections, files);
}

Segment load_segment(const std::string& path, const FileStamp& stamp, Strategy strategy,
                     FileSystem& files) {
  const SectionFile file(path, kSegmentKind, kSegmentSections, files);
  check_stamp(file, stamp);
  const CodeShape shape = read_shape(file.section("SHAP"));
  auto keys = read_keys(file.section("KEYS"), shape);
  return keyed_segment(read_codes(file, shape, Access::kRead), std::move(keys), strategy);
}

FileStamp save_dead_rows(const LiveRows& live, const std::string& path, FileSystem& files) {
  const std::vector<std::uint64_t> words = live.dead_bits();
  const std::array<Section, 1> sections = {
      Section{kDeadSections[0], std::as_bytes(std::span(words))}};
  return write_section_file(path, kDeadKind, sections, files);
}

std::shared_ptr<const LiveRows> load_dead_rows(const std::string& path, const FileStamp& stamp,
                                               std::int64_t rows, FileSystem& files) {
  const SectionFile file(path, kDeadKind, kDeadSections, files);
  check_stamp(file, stamp);
  const SectionInput section = file.section("BITS");
  const auto words =
      read_values<std::uint64_t>(section, static_cast<std::uint64_t>((rows + 63) / 64));
  if (rows % 64 != 0 && words[words.size() - 1] >> (rows % 64) != 0) {
    section.corrupt("has bits set beyond the " + std::to_string(rows) + " rows");
  }
  return std::make_shared<const LiveRows>(rows, std::span(words.data(), words.size()));
}

}  // namespace orthant
