#include "store/code_sections.h"

#include <memory>
#include <utility>

#include "index/checks.h"

namespace orthant {
namespace {

PackedCodes codes_in(SectionInput& section, const CodeShape& shape, Access access) {
  const auto rows = static_cast<std::int64_t>(shape.groups);
  const auto bits = static_cast<std::int32_t>(shape.bits);
  if (access == Access::kMap && rows > 0) {
    const std::shared_ptr<const std::byte> bytes = section.map();
    return {bytes, reinterpret_cast<const std::uint64_t*>(bytes.get()), rows, bits};
  }
  PackedCodes codes(rows, bits);
  section.read_values(codes.data(), static_cast<std::size_t>(section.length() / 8));
  return codes;
}

PackedCodes distinct_codes(SectionInput section, const CodeShape& shape, Access access) {
  const std::string bits = std::to_string(shape.bits);
  const auto words = static_cast<std::uint64_t>(words_for(static_cast<std::int32_t>(shape.bits)));
  if (section.length() != 8 * words * shape.groups) {
    section.corrupt("does not have the length of " + std::to_string(shape.groups) + " codes of " +
                    bits + " bits");
  }
  PackedCodes codes = codes_in(section, shape, access);
  section.finish();
  const std::int64_t row = first_row_with_unused_bits(codes);
  if (row >= 0) {
    section.corrupt("has bits set beyond the code's " + bits + " bits in code " +
                    std::to_string(row));
  }
  return codes;
}

}  // namespace

void CodeShape::check(const SectionInput& section) const {
  if (bits < 1 || bits > ORTHANT_MAX_BITS) {
    section.corrupt("claims codes of " + std::to_string(bits) + " bits, not 1 to " +
                    std::to_string(ORTHANT_MAX_BITS));
  }
  const bool some = groups > 0 || rows == 0;
  if (groups > rows || rows > static_cast<std::uint64_t>(GroupedCodes::kMostRows) || !some) {
    section.corrupt("claims " + std::to_string(rows) + " rows in " + std::to_string(groups) +
                    " groups");
  }
}

GroupedCodes read_codes(const SectionFile& file, const CodeShape& shape, Access access) {
  PackedCodes codes = distinct_codes(file.section(CodeSections::kCodes), shape, access);
  const SectionInput section = file.section(CodeSections::kGroups);
  const bool repeated = shape.groups < shape.rows;
  const auto groups = read_values<std::uint32_t>(section, repeated ? shape.rows : 0);
  const std::span<const std::uint32_t> group_of_row(groups.data(), groups.size());
  if (repeated && !GroupedCodes::is_grouping(group_of_row, codes.rows())) {
    section.corrupt("does not number " + std::to_string(shape.groups) +
                    " groups in the order of their first rows");
  }
  return {std::move(codes), group_of_row};
}

CodeSections::CodeSections(const GroupedCodes& codes)
    : codes_(codes),
      group_of_row_(codes.all_distinct() ? 0 : static_cast<std::size_t>(codes.rows())) {
  if (!codes.all_distinct()) codes.group_of_rows({group_of_row_.data(), group_of_row_.size()});
}

Section CodeSections::codes() const noexcept {
  const auto words = static_cast<std::size_t>(codes_.groups() * codes_.words());
  return {kCodes, std::as_bytes(std::span(codes_.codes().data(), words))};
}

Section CodeSections::groups() const noexcept {
  return {kGroups, std::as_bytes(std::span(group_of_row_.data(), group_of_row_.size()))};
}

}  // namespace orthant
