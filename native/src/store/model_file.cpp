#include "store/model_file.h"

#include <array>
#include <bit>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

#include "base/checked.h"
#include "store/little_endian.h"
#include "store/section_file.h"

namespace orthant {
namespace {

constexpr FourLetters kKind = "MODL";
constexpr std::array<FourLetters, 3> kSections = {"SHAP", "NUMS", "PROV"};

constexpr std::uint32_t kUnitRows = 1;
constexpr std::uint32_t kCentred = 2;
constexpr std::size_t kModelFields = 24;
constexpr std::size_t kGroupFields = 20;

// Section SHAP. From it alone follow the lengths of all arrays in NUMS.
struct GroupShape {
  std::uint32_t role = 0;
  std::uint32_t flags = 0;
  std::uint32_t anchors = 0;
  float width = 0.0F;
  std::uint32_t bits = 0;
};

struct Shape {
  std::uint32_t dimension = 0;
  std::uint32_t semantic_flags = 0;
  std::uint32_t semantic_bits = 0;
  std::uint32_t semantic_dimension = 0;
  std::uint32_t basis_rows = 0;
  std::vector<GroupShape> groups;
};

std::uint32_t flags_of(bool unit_rows, const AlignedBuffer<float>& mean) {
  return (unit_rows ? kUnitRows : 0U) | (mean.size() > 0 ? kCentred : 0U);
}

std::vector<std::byte> shape_section(const HashModel& model) {
  const SemanticMap& semantics = model.semantics;
  std::vector<std::byte> bytes;
  append(bytes, static_cast<std::uint32_t>(model.dimension));
  append(bytes, static_cast<std::uint32_t>(model.groups.size()));
  append(bytes, flags_of(semantics.unit_rows, semantics.mean));
  append(bytes, static_cast<std::uint32_t>(semantics.map.rows()));
  append(bytes, static_cast<std::uint32_t>(semantics.map.columns()));
  append(bytes, static_cast<std::uint32_t>(semantics.basis.rows()));
  for (const BitGroup& group : model.groups) {
    append(bytes, static_cast<std::uint32_t>(group.role));
    append(bytes, flags_of(group.features.unit_rows, group.features.mean));
    append(bytes, static_cast<std::uint32_t>(group.features.anchors.rows()));
    append(bytes, group.features.width);
    append(bytes, static_cast<std::uint32_t>(group.projection.rows()));
  }
  return bytes;
}

void append_values(std::vector<std::byte>& bytes, std::span<const float> values) {
  const auto raw = std::as_bytes(values);
  bytes.insert(bytes.end(), raw.begin(), raw.end());
}

void append_values(std::vector<std::byte>& bytes, const AlignedBuffer<float>& values) {
  append_values(bytes, std::span<const float>(values.data(), values.size()));
}

void append_values(std::vector<std::byte>& bytes, const Matrix<float>& m) {
  append_values(bytes, {m.data(), static_cast<std::size_t>(m.rows() * m.columns())});
}

std::vector<std::byte> number_section(const HashModel& model) {
  std::vector<std::byte> bytes;
  for (const BitGroup& group : model.groups) {
    append_values(bytes, group.features.mean);
    append_values(bytes, group.features.anchors);
    append_values(bytes, group.projection);
  }
  append_values(bytes, model.semantics.mean);
  append_values(bytes, model.semantics.map);
  append_values(bytes, model.semantics.basis);
  return bytes;
}

Shape read_shape(SectionInput section) {
  const std::uint64_t length = section.length();
  constexpr std::uint64_t most = kModelFields + kGroupFields * ORTHANT_MAX_BITS;
  if (length < kModelFields || length > most) section.corrupt("has no possible length");
  std::vector<std::byte> bytes(static_cast<std::size_t>(length));
  section.read(bytes);
  section.finish();
  FieldReader fields(bytes);
  Shape shape;
  shape.dimension = fields.take<std::uint32_t>();
  const auto groups = fields.take<std::uint32_t>();
  shape.semantic_flags = fields.take<std::uint32_t>();
  shape.semantic_bits = fields.take<std::uint32_t>();
  shape.semantic_dimension = fields.take<std::uint32_t>();
  shape.basis_rows = fields.take<std::uint32_t>();
  if (length != kModelFields + std::uint64_t{groups} * kGroupFields) {
    section.corrupt("claims " + std::to_string(groups) +
                    " bit groups, which its length is not for");
  }
  std::uint32_t flags = shape.semantic_flags;
  for (std::uint32_t g = 0; g < groups; ++g) {
    GroupShape group;
    group.role = fields.take<std::uint32_t>();
    group.flags = fields.take<std::uint32_t>();
    group.anchors = fields.take<std::uint32_t>();
    group.width = fields.take<float>();
    group.bits = fields.take<std::uint32_t>();
    flags |= group.flags;
    shape.groups.push_back(group);
  }
  if ((flags & ~(kUnitRows | kCentred)) != 0) section.corrupt("has flags that mean nothing");
  return shape;
}

// Adds rows * columns to the total; nothing once it has overflowed.
void add_array(std::optional<std::uint64_t>& total, std::uint64_t rows, std::uint64_t columns) {
  const auto product = checked_product(rows, columns);
  total = total && product ? checked_sum(*total, *product) : std::nullopt;
}

bool fits_int32(std::uint32_t value) {
  return value < static_cast<std::uint32_t>(std::numeric_limits<std::int32_t>::max());
}

// How many floats NUMS must have; nothing if a count is absurd.
std::optional<std::uint64_t> numbers_of(const Shape& shape) {
  std::optional<std::uint64_t> total = 0;
  if (!fits_int32(shape.dimension) || !fits_int32(shape.semantic_dimension)) return std::nullopt;
  for (const GroupShape& group : shape.groups) {
    if (!fits_int32(group.anchors) || group.bits > ORTHANT_MAX_BITS) return std::nullopt;
    const std::uint64_t columns = group.anchors > 0 ? group.anchors + 1U : shape.dimension;
    add_array(total, (group.flags & kCentred) != 0 ? 1 : 0, shape.dimension);
    add_array(total, group.anchors, shape.dimension);
    add_array(total, group.bits, columns);
  }
  add_array(total, (shape.semantic_flags & kCentred) != 0 ? 1 : 0, shape.semantic_dimension);
  add_array(total, shape.semantic_bits, shape.semantic_dimension);
  add_array(total, shape.basis_rows, shape.semantic_dimension);
  return total;
}

AlignedBuffer<float> read_vector(SectionInput& section, bool present, std::uint32_t count) {
  AlignedBuffer<float> values(present ? count : 0);
  section.read_values(values.data(), values.size());
  return values;
}

Matrix<float> read_matrix(SectionInput& section, std::uint32_t rows, std::uint32_t columns) {
  Matrix<float> matrix(rows, columns);
  section.read_values(matrix.data(), static_cast<std::size_t>(rows) * columns);
  return matrix;
}

void read_numbers(SectionInput section, const Shape& shape, HashModel& model) {
  const auto expected = numbers_of(shape);
  if (!expected || *expected > section.length() / sizeof(float) ||
      *expected * sizeof(float) != section.length()) {
    section.corrupt("does not have the length that the shapes in section SHAP call for");
  }
  for (const GroupShape& group : shape.groups) {
    BitGroup& made = model.groups.emplace_back();
    made.role = static_cast<BitRole>(group.role);
    made.features.dimension = static_cast<std::int32_t>(shape.dimension);
    made.features.unit_rows = (group.flags & kUnitRows) != 0;
    made.features.width = group.width;
    made.features.mean = read_vector(section, (group.flags & kCentred) != 0, shape.dimension);
    made.features.anchors = read_matrix(section, group.anchors, shape.dimension);
    const std::uint32_t columns = group.anchors > 0 ? group.anchors + 1 : shape.dimension;
    made.projection = read_matrix(section, group.bits, columns);
  }
  SemanticMap& semantics = model.semantics;
  semantics.unit_rows = (shape.semantic_flags & kUnitRows) != 0;
  semantics.mean =
      read_vector(section, (shape.semantic_flags & kCentred) != 0, shape.semantic_dimension);
  semantics.map = read_matrix(section, shape.semantic_bits, shape.semantic_dimension);
  semantics.basis = read_matrix(section, shape.basis_rows, shape.semantic_dimension);
  section.finish();
}

// Neither overlong forms nor surrogates nor points above U+10FFFF.
bool is_utf8(std::string_view text) noexcept {
  constexpr std::array<std::uint32_t, 4> kLeast = {0, 0x80, 0x800, 0x10000};
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::uint32_t point = static_cast<unsigned char>(text[i]);
    const auto ones = static_cast<std::size_t>(std::countl_one(static_cast<unsigned char>(point)));
    if (ones == 1 || ones > 4) return false;
    const std::size_t more = ones == 0 ? 0 : ones - 1;
    if (more > 0) point &= 0x3FU >> more;
    for (std::size_t k = 0; k < more; ++k) {
      const std::uint32_t next = ++i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
      if ((next & 0xC0U) != 0x80U) return false;
      point = point << 6 | (next & 0x3FU);
    }
    if (point < kLeast[more] || point > 0x10FFFF || point >> 11 == 0x1B) return false;
  }
  return true;
}

std::string read_provenance(SectionInput section) {
  std::string text(static_cast<std::size_t>(section.length()), '\0');
  section.read_values(text.data(), text.size());
  section.finish();
  if (text.find('\0') != std::string::npos) section.corrupt("holds a zero byte, which is no text");
  if (!is_utf8(text)) section.corrupt("holds bytes that are not UTF-8");
  return text;
}

}  // namespace

void save_model(const HashModel& model, const std::string& path) {
  const std::vector<std::byte> shape = shape_section(model);
  const std::vector<std::byte> numbers = number_section(model);
  const auto provenance = std::as_bytes(std::span(model.provenance));
  const std::array<Section, 3> sections = {Section{kSections[0], shape},
                                           Section{kSections[1], numbers},
                                           Section{kSections[2], provenance}};
  write_section_file(path, kKind, sections);
}

std::shared_ptr<const HashModel> load_model(const std::string& path) {
  const SectionFile file(path, kKind, kSections);
  const Shape shape = read_shape(file.section("SHAP"));
  auto model = std::make_shared<HashModel>();
  model->dimension = static_cast<std::int32_t>(shape.dimension);
  read_numbers(file.section("NUMS"), shape, *model);
  model->provenance = read_provenance(file.section("PROV"));
  const std::string defect = model->defect();
  if (!defect.empty()) {
    throw Error(ORTHANT_CORRUPT_FILE, "'" + path + "': describes no usable model: " + defect);
  }
  for (BitGroup& group : model->groups) group.features.prepare();
  return model;
}

}  // namespace orthant
