#include "store/index_file.h"

#include <array>
#include <utility>
#include <vector>

#include "base/checked.h"
#include "data/packed_codes.h"
#include "store/little_endian.h"
#include "store/section_file.h"

namespace orthant {
namespace {

constexpr FourLetters kKind = "INDX";
constexpr std::array<FourLetters, 2> kSections = {"SCAN", "CODE"};
constexpr std::size_t kScanBytes = 16;

struct ScanShape {
  std::uint64_t rows = 0;
  std::uint32_t bits = 0;
};

ScanShape read_shape(SectionInput section) {
  if (section.length() != kScanBytes) section.corrupt("has no possible length");
  std::array<std::byte, kScanBytes> bytes;
  section.read(bytes);
  section.finish();
  FieldReader fields(bytes);
  ScanShape shape;
  shape.rows = fields.take<std::uint64_t>();
  shape.bits = fields.take<std::uint32_t>();
  if (fields.take<std::uint32_t>() != 0) section.corrupt("has a reserved field that is not zero");
  if (shape.bits < 1 || shape.bits > ORTHANT_MAX_BITS) {
    section.corrupt("claims codes of " + std::to_string(shape.bits) + " bits, not 1 to " +
                    std::to_string(ORTHANT_MAX_BITS));
  }
  return shape;
}

PackedCodes read_codes(SectionInput section, const ScanShape& shape) {
  const auto bits = static_cast<std::int32_t>(shape.bits);
  const std::uint64_t code_bytes = 8 * static_cast<std::uint64_t>(words_for(bits));
  const auto length = checked_product(shape.rows, code_bytes);
  if (!length || *length != section.length()) {
    section.corrupt("does not have the length of " + std::to_string(shape.rows) + " codes of " +
                    std::to_string(bits) + " bits");
  }
  PackedCodes codes(static_cast<std::int64_t>(shape.rows), bits);
  section.read_values(codes.data(), static_cast<std::size_t>(*length / 8));
  section.finish();
  const std::int64_t row = first_row_with_unused_bits(codes);
  if (row >= 0) {
    section.corrupt("has bits set beyond the code's " + std::to_string(bits) + " bits in row " +
                    std::to_string(row));
  }
  return codes;
}

}  // namespace

void save_index(const LinearScan& index, const std::string& path) {
  const PackedCodes& codes = index.codes();
  std::vector<std::byte> shape;
  append(shape, static_cast<std::uint64_t>(codes.rows()));
  append(shape, static_cast<std::uint32_t>(codes.bits()));
  append(shape, std::uint32_t{0});
  const auto words = static_cast<std::size_t>(codes.rows() * codes.words());
  const auto code_bytes = std::as_bytes(std::span(codes.data(), words));
  const std::array<Section, 2> sections = {Section{kSections[0], shape},
                                           Section{kSections[1], code_bytes}};
  write_section_file(path, kKind, sections);
}

std::shared_ptr<const LinearScan> load_index(const std::string& path) {
  const SectionFile file(path, kKind, kSections);
  const ScanShape shape = read_shape(file.section("SCAN"));
  return std::make_shared<const LinearScan>(read_codes(file.section("CODE"), shape));
}

}  // namespace orthant
