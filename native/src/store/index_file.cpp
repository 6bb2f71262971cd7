#include "store/index_file.h"

#include <array>
#include <utility>
#include <vector>

#include "base/checked.h"
#include "data/grouped_codes.h"
#include "index/checks.h"
#include "store/little_endian.h"
#include "store/section_file.h"

namespace orthant {
namespace {

constexpr FourLetters kKind = "INDX";
constexpr std::array<FourLetters, 3> kSections = {"SHAP", "CODE", "GRUP"};
constexpr std::size_t kShapeBytes = 32;

struct Shape {
  std::uint64_t rows = 0;
  std::uint64_t groups = 0;
  std::uint32_t bits = 0;
  Strategy strategy = Strategy::kScan;
  std::int32_t chunks = 0;
};

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
  const auto strategy = fields.take<std::uint32_t>();
  const auto chunks = fields.take<std::uint32_t>();
  if (fields.take<std::uint32_t>() != 0) section.corrupt("has a reserved field that is not zero");
  if (shape.bits < 1 || shape.bits > ORTHANT_MAX_BITS) {
    section.corrupt("claims codes of " + std::to_string(shape.bits) + " bits, not 1 to " +
                    std::to_string(ORTHANT_MAX_BITS));
  }
  if (strategy > static_cast<std::uint32_t>(Strategy::kChoose)) {
    section.corrupt("has the strategy " + std::to_string(strategy) + ", which is none");
  }
  if (chunks > shape.bits) {
    section.corrupt("claims " + std::to_string(chunks) + " chunks of " +
                    std::to_string(shape.bits) + " bits");
  }
  shape.strategy = static_cast<Strategy>(strategy);
  shape.chunks = static_cast<std::int32_t>(chunks);
  const bool some = shape.groups > 0 || shape.rows == 0;
  if (shape.groups > shape.rows || shape.rows > GroupedCodes::kMostRows || !some) {
    section.corrupt("claims " + std::to_string(shape.rows) + " rows in " +
                    std::to_string(shape.groups) + " groups");
  }
  return shape;
}

PackedCodes read_codes(SectionInput section, const Shape& shape) {
  const auto bits = static_cast<std::int32_t>(shape.bits);
  const std::uint64_t code_bytes = 8 * static_cast<std::uint64_t>(words_for(bits));
  const auto length = checked_product(shape.groups, code_bytes);
  if (!length || *length != section.length()) {
    section.corrupt("does not have the length of " + std::to_string(shape.groups) + " codes of " +
                    std::to_string(bits) + " bits");
  }
  PackedCodes codes(static_cast<std::int64_t>(shape.groups), bits);
  section.read_values(codes.data(), static_cast<std::size_t>(*length / 8));
  section.finish();
  const std::int64_t row = first_row_with_unused_bits(codes);
  if (row >= 0) {
    section.corrupt("has bits set beyond the code's " + std::to_string(bits) + " bits in code " +
                    std::to_string(row));
  }
  return codes;
}

// The group of each row; empty if each row is one.
AlignedBuffer<std::uint32_t> read_groups(SectionInput section, const Shape& shape) {
  const bool repeated = shape.groups < shape.rows;
  const std::uint64_t count = repeated ? shape.rows : 0;
  if (section.length() != 4 * count) {
    section.corrupt("does not have the length of " + std::to_string(count) + " row numbers");
  }
  AlignedBuffer<std::uint32_t> groups(static_cast<std::size_t>(count));
  section.read_values(groups.data(), groups.size());
  section.finish();
  const auto distinct = static_cast<std::int64_t>(shape.groups);
  if (repeated && !GroupedCodes::is_grouping({groups.data(), groups.size()}, distinct)) {
    section.corrupt("does not number " + std::to_string(shape.groups) +
                    " groups in the order of their first rows");
  }
  return groups;
}

}  // namespace

void save_index(const HammingIndex& index, const std::string& path) {
  const GroupedCodes& codes = index.codes();
  std::vector<std::byte> shape;
  append(shape, static_cast<std::uint64_t>(codes.rows()));
  append(shape, static_cast<std::uint64_t>(codes.groups()));
  append(shape, static_cast<std::uint32_t>(codes.bits()));
  append(shape, static_cast<std::uint32_t>(index.view()->strategy));
  append(shape, static_cast<std::uint32_t>(index.chunks()));
  append(shape, std::uint32_t{0});
  AlignedBuffer<std::uint32_t> groups(
      codes.all_distinct() ? 0 : static_cast<std::size_t>(codes.rows()));
  const std::span<std::uint32_t> group_of_row(groups.data(), groups.size());
  if (!group_of_row.empty()) codes.group_of_rows(group_of_row);
  const auto words = static_cast<std::size_t>(codes.groups() * codes.words());
  const std::array<Section, 3> sections = {
      Section{kSections[0], shape},
      Section{kSections[1], std::as_bytes(std::span(codes.codes().data(), words))},
      Section{kSections[2], std::as_bytes(group_of_row)}};
  write_section_file(path, kKind, sections);
}

HammingIndex load_index(const std::string& path, int threads) {
  const SectionFile file(path, kKind, kSections);
  const Shape shape = read_shape(file.section("SHAP"));
  PackedCodes codes = read_codes(file.section("CODE"), shape);
  const AlignedBuffer<std::uint32_t> groups = read_groups(file.section("GRUP"), shape);
  return HammingIndex::over(GroupedCodes(std::move(codes), {groups.data(), groups.size()}),
                            shape.strategy, shape.chunks, threads);
}

}  // namespace orthant
