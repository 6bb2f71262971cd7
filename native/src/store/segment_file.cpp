#include "store/segment_file.h"

#include <algorithm>
#include <array>
#include <functional>
#include <utility>
#include <vector>

#include "base/checked.h"
#include "data/grouped_codes.h"
#include "index/segment_merge.h"
#include "store/little_endian.h"

namespace orthant {
namespace {

constexpr FourLetters kSegmentKind = "SEGM";
constexpr std::array<FourLetters, 4> kSegmentSections = {"SHAP", "KEYS", "CODE", "GRUP"};
constexpr std::size_t kShapeBytes = 24;
constexpr FourLetters kDeadKind = "DEAD";
constexpr std::array<FourLetters, 1> kDeadSections = {"BITS"};

struct Shape {
  std::uint64_t rows = 0;
  std::uint64_t groups = 0;
  std::uint32_t bits = 0;
};

void check_stamp(const SectionFile& file, const FileStamp& stamp) {
  if (file.stamp() == stamp) return;
  throw Error(ORTHANT_CORRUPT_FILE,
              "'" + file.path() + "': the file is not the one that the manifest names");
}

Shape read_shape(SectionInput section) {
  if (section.length() != kShapeBytes) section.corrupt("has no possible length");
  std::array<std::byte, kShapeBytes> bytes;
  section.read(bytes);
  section.finish();
  FieldReader fields(bytes);
  Shape shape;
  shape.rows = fields.take<std::uint64_t>();
  shape.groups = fields.take<std::uint64_t>();
  shape.bits = fields.take<std::uint32_t>();
  const auto reserved = fields.take<std::uint32_t>();
  const bool rows = shape.rows >= 1 && shape.rows <= GroupedCodes::kMostRows && shape.groups >= 1 &&
                    shape.groups <= shape.rows;
  if (!rows || shape.bits < 1 || shape.bits > ORTHANT_MAX_BITS || reserved != 0) {
    section.corrupt("describes no possible segment");
  }
  return shape;
}

// A section of `count` values.
template <typename T>
AlignedBuffer<T> read_values(SectionInput section, std::uint64_t count) {
  const auto length = checked_product(count, sizeof(T));
  if (!length || *length != section.length()) {
    section.corrupt("does not have the length of " + std::to_string(count) + " values");
  }
  AlignedBuffer<T> values(static_cast<std::size_t>(count));
  section.read_values(values.data(), values.size());
  section.finish();
  return values;
}

AlignedBuffer<std::int64_t> read_keys(const SectionInput& section, const Shape& shape) {
  auto keys = read_values<std::int64_t>(section, shape.rows);
  if (std::adjacent_find(keys.begin(), keys.end(), std::greater_equal<>()) != keys.end()) {
    section.corrupt("does not hold ascending keys");
  }
  return keys;
}

PackedCodes read_codes(SectionInput section, const Shape& shape) {
  const auto bits = static_cast<std::int32_t>(shape.bits);
  const auto words = static_cast<std::uint64_t>(words_for(bits));
  if (section.length() != 8 * words * shape.groups) {
    section.corrupt("does not have the length of " + std::to_string(shape.groups) + " codes of " +
                    std::to_string(bits) + " bits");
  }
  PackedCodes codes(static_cast<std::int64_t>(shape.groups), bits);
  section.read_values(codes.data(), static_cast<std::size_t>(words * shape.groups));
  section.finish();
  for (std::int64_t group = 0; group < codes.rows(); ++group) {
    if ((codes.row(group)[words - 1] & ~tail_mask(bits)) == 0) continue;
    section.corrupt("has bits set beyond the code's " + std::to_string(bits) + " bits in code " +
                    std::to_string(group));
  }
  return codes;
}

// Empty if each row has a code of its own.
AlignedBuffer<std::uint32_t> read_groups(const SectionInput& section, const Shape& shape) {
  const bool repeated = shape.groups < shape.rows;
  auto groups = read_values<std::uint32_t>(section, repeated ? shape.rows : 0);
  const auto distinct = static_cast<std::int64_t>(shape.groups);
  if (repeated && !GroupedCodes::is_grouping({groups.data(), groups.size()}, distinct)) {
    section.corrupt("does not number " + std::to_string(shape.groups) +
                    " groups in the order of their first rows");
  }
  return groups;
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
  AlignedBuffer<std::uint32_t> groups(codes.all_distinct() ? 0 : rows);
  if (!codes.all_distinct()) codes.group_of_rows({groups.data(), groups.size()});
  const auto words = static_cast<std::size_t>(codes.groups() * codes.words());
  const std::array<Section, 4> sections = {
      Section{kSegmentSections[0], shape},
      Section{kSegmentSections[1], std::as_bytes(std::span(segment.keys->data(), rows))},
      Section{kSegmentSections[2], std::as_bytes(std::span(codes.codes().data(), words))},
      Section{kSegmentSections[3], std::as_bytes(std::span(groups.data(), groups.size()))}};
  return write_section_file(path, kSegmentKind, sections, files);
}

Segment load_segment(const std::string& path, const FileStamp& stamp, FileSystem& files) {
  const SectionFile file(path, kSegmentKind, kSegmentSections, files);
  check_stamp(file, stamp);
  const Shape shape = read_shape(file.section("SHAP"));
  auto keys = read_keys(file.section("KEYS"), shape);
  PackedCodes codes = read_codes(file.section("CODE"), shape);
  const auto groups = read_groups(file.section("GRUP"), shape);
  const std::span<const std::uint32_t> group_of_row(groups.data(), groups.size());
  return sealed_segment(GroupedCodes(std::move(codes), group_of_row), std::move(keys));
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
