#include "store/index_file.h"

#include <array>
#include <utility>
#include <vector>

#include "store/little_endian.h"
#include "store/section_file.h"

namespace orthant {
namespace {

constexpr FourLetters kKind = "INDX";
constexpr FourLetters kShape = "SHAP";
constexpr std::array<FourLetters, 3> kSections = {kShape, CodeSections::kCodes,
                                                  CodeSections::kGroups};
constexpr std::size_t kShapeBytes = 32;

struct Shape {
  CodeShape codes;
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
  shape.codes.rows = fields.take<std::uint64_t>();
  shape.codes.groups = fields.take<std::uint64_t>();
  shape.codes.bits = fields.take<std::uint32_t>();
  const auto strategy = fields.take<std::uint32_t>();
  const auto chunks = fields.take<std::uint32_t>();
  if (fields.take<std::uint32_t>() != 0) section.corrupt("has a reserved field that is not zero");
  shape.codes.check(section);
  if (strategy > static_cast<std::uint32_t>(Strategy::kChoose)) {
    section.corrupt("has the strategy " + std::to_string(strategy) + ", which is none");
  }
  if (chunks > shape.codes.bits) {
    section.corrupt("claims " + std::to_string(chunks) + " chunks of " +
                    std::to_string(shape.codes.bits) + " bits");
  }
  shape.strategy = static_cast<Strategy>(strategy);
  shape.chunks = static_cast<std::int32_t>(chunks);
  return shape;
}

}  // namespace

void save_index(const HammingIndex& index, const std::string& path) {
  const GroupedCodes& codes = index.codes();
  std::vector<std::byte> shape;
  append(shape, static_cast<std::uint64_t>(codes.rows()));
  append(shape, static_cast<std::uint64_t>(codes.groups()));
  append(shape, static_cast<std::uint32_t>(codes.bits()));
  append(shape, static_cast<std::uint32_t>(index.view()->strategy));
  append(shape, static_cast<std::uint32_t>(index.wanted_chunks()));
  append(shape, std::uint32_t{0});
  const CodeSections of_codes(codes);
  const std::array<Section, 3> sections = {Section{kShape, shape}, of_codes.codes(),
                                           of_codes.groups()};
  write_section_file(path, kKind, sections);
}

HammingIndex load_index(const std::string& path, int threads, Access access) {
  const SectionFile file(path, kKind, kSections);
  const Shape shape = read_shape(file.section(kShape));
  return HammingIndex::over(read_codes(file, shape.codes, access), shape.strategy, shape.chunks,
                            threads);
}

}  // namespace orthant
