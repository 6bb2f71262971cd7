#include "store/model_file.h"

#include <array>
#include <span>
#include <vector>

#include "base/error.h"
#include "base/utf8.h"
#include "store/little_endian.h"
#include "store/model_shape.h"
#include "store/numbers.h"
#include "store/section_file.h"

namespace orthant {
namespace {

constexpr FourLetters kKind = "MODL";
constexpr std::array<FourLetters, 3> kSections = {"SHAP", "NUMS", "PROV"};
constexpr FourLetters kLayers = "LAYR";
constexpr FourLetters kPrecision = "PREC";
constexpr std::array<FourLetters, 2> kOptional = {kLayers, kPrecision};

// The layers, and the bits that they end in.
void append_stack(std::vector<std::byte>& bytes, std::span<const Layer> layers,
                  const Matrix<float>& bits, const AlignedBuffer<float>& offset) {
  for (const Layer& layer : layers) {
    append_values(bytes, layer.weights);
    append_values(bytes, layer.offset);
  }
  append_values(bytes, bits);
  append_values(bytes, offset);
}

std::vector<std::byte> number_section(const HashModel& model) {
  std::vector<std::byte> bytes;
  for (const BitGroup& group : model.groups) {
    append_values(bytes, group.features.mean);
    append_values(bytes, group.features.anchors);
    append_stack(bytes, group.features.layers, group.projection, group.offset);
  }
  const SemanticMap& semantics = model.semantics;
  append_values(bytes, semantics.mean);
  append_stack(bytes, semantics.layers, semantics.map, semantics.offset);
  append_values(bytes, semantics.basis);
  return bytes;
}

// Nothing, where the shapes say that the vector is not there.
AlignedBuffer<float> read_vector(SectionInput& section, bool present, std::uint32_t count) {
  return take_values<float>(section, present ? count : 0);
}

// Returns the columns that the last layer leaves.
std::uint32_t read_stack(SectionInput& section, const StackShape& stack, std::uint32_t columns,
                         std::vector<Layer>& layers) {
  for (const LayerShape& shape : stack.layers) {
    Layer& layer = layers.emplace_back();
    layer.weights = take_matrix<float>(section, shape.columns, columns);
    layer.offset = read_vector(section, shape.has_offset, shape.columns);
    layer.activation = static_cast<Activation>(shape.activation);
    columns = shape.columns;
  }
  return columns;
}

void read_group(SectionInput& section, const GroupShape& shape, std::uint32_t dimension,
                BitGroup& group) {
  group.role = static_cast<BitRole>(shape.role);
  FeatureMap& features = group.features;
  features.dimension = static_cast<std::int32_t>(dimension);
  features.unit_rows = shape.unit_rows;
  features.width = shape.width;
  features.mean = read_vector(section, shape.centred, dimension);
  features.anchors = take_matrix<float>(section, shape.anchors, dimension);
  const std::uint32_t base = shape.anchors > 0 ? shape.anchors + 1 : dimension;
  const std::uint32_t columns = read_stack(section, shape.stack, base, features.layers);
  group.projection = take_matrix<float>(section, shape.bits, columns);
  group.offset = read_vector(section, shape.stack.has_offset, shape.bits);
}

void read_semantics(SectionInput& section, const SemanticShape& shape, SemanticMap& semantics) {
  semantics.unit_rows = shape.unit_rows;
  semantics.mean = read_vector(section, shape.centred, shape.dimension);
  const std::uint32_t columns = read_stack(section, shape.stack, shape.dimension, semantics.layers);
  semantics.map = take_matrix<float>(section, shape.bits, columns);
  semantics.offset = read_vector(section, shape.stack.has_offset, shape.bits);
  semantics.basis = take_matrix<float>(section, shape.basis_rows, shape.dimension);
}

void read_numbers(SectionInput section, const ModelShape& shape, HashModel& model) {
  const auto expected = shape.numbers();
  if (!expected || *expected > section.length() / sizeof(float) ||
      *expected * sizeof(float) != section.length()) {
    section.corrupt("does not have the length that the shapes call for");
  }
  model.dimension = static_cast<std::int32_t>(shape.dimension);
  for (const GroupShape& group : shape.groups) {
    read_group(section, group, shape.dimension, model.groups.emplace_back());
  }
  read_semantics(section, shape.semantics, model.semantics);
  section.finish();
}

std::string read_provenance(SectionInput section) {
  std::string text(static_cast<std::size_t>(section.length()), '\0');
  section.read_values(text.data(), text.size());
  section.finish();
  if (text.find('\0') != std::string::npos) section.corrupt("holds a zero byte, which is no text");
  if (!is_utf8(text)) section.corrupt("holds bytes that are not UTF-8");
  return text;
}

Precision read_precision(SectionInput section) {
  if (section.length() != sizeof(std::uint32_t)) section.corrupt("has no possible length");
  std::uint32_t number = 0;
  section.read_values(&number, 1);
  section.finish();
  if (number < 1 || !is_precision(static_cast<std::int32_t>(number))) {
    section.corrupt("names the precision " + std::to_string(number));
  }
  return static_cast<Precision>(number);
}

void prepare(HashModel& model, const std::string& path) {
  const std::string defect = model.defect();
  const std::string complaint = "'" + path + "': describes no usable model: ";
  if (!defect.empty()) throw Error(ORTHANT_CORRUPT_FILE, complaint + defect);
  try {
    model.prepare();
  } catch (const Error& error) {  // what the precision cannot hold
    throw Error(ORTHANT_CORRUPT_FILE, complaint + error.what());
  }
}

}  // namespace

void save_model(const HashModel& model, const std::string& path) {
  const ModelShape shape = shape_of(model);
  const std::vector<std::byte> shapes = shape_section(shape);
  const std::vector<std::byte> layers = layer_section(shape);
  const std::vector<std::byte> numbers = number_section(model);
  std::vector<Section> sections = {{kSections[0], shapes}};
  if (shape.has_layers()) sections.push_back({kLayers, layers});
  sections.push_back({kSections[1], numbers});
  std::vector<std::byte> precision;
  append(precision, static_cast<std::uint32_t>(model.precision));
  if (model.precision != Precision::fp32) sections.push_back({kPrecision, precision});
  sections.push_back({kSections[2], std::as_bytes(std::span(model.provenance))});
  write_section_file(path, kKind, sections);
}

std::shared_ptr<const HashModel> load_model(const std::string& path) {
  const SectionFile file(path, kKind, kSections, system_files(), kOptional);
  ModelShape shape = read_shape(file.section("SHAP"));
  if (file.has(kLayers)) read_layers(file.section(kLayers), shape);
  auto model = std::make_shared<HashModel>();
  read_numbers(file.section("NUMS"), shape, *model);
  model->provenance = read_provenance(file.section("PROV"));
  if (file.has(kPrecision)) model->precision = read_precision(file.section(kPrecision));
  prepare(*model, path);
  return model;
}

}  // namespace orthant
