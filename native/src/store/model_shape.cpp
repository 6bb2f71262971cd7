#include "store/model_shape.h"

#include <algorithm>
#include <limits>
#include <string>

#include "base/checked.h"
#include "orthant/orthant.h"
#include "store/little_endian.h"

namespace orthant {
namespace {

constexpr std::uint32_t kUnitRows = 1;
constexpr std::uint32_t kCentred = 2;
constexpr std::uint32_t kOffset = 1;
constexpr std::size_t kModelFields = 24;
constexpr std::size_t kGroupFields = 20;
constexpr std::size_t kStackFields = 8;
constexpr std::size_t kLayerFields = 12;

std::uint32_t flags_of(bool unit_rows, bool centred) {
  return (unit_rows ? kUnitRows : 0U) | (centred ? kCentred : 0U);
}

bool is_bare(const StackShape& stack) noexcept { return !stack.has_offset && stack.layers.empty(); }

StackShape stack_of(const std::vector<Layer>& layers, const AlignedBuffer<float>& offset) {
  StackShape stack;
  stack.has_offset = offset.size() > 0;
  for (const Layer& layer : layers) {
    stack.layers.push_back({static_cast<std::uint32_t>(layer.weights.rows()),
                            static_cast<std::uint32_t>(layer.activation), layer.offset.size() > 0});
  }
  return stack;
}

void append_stack(std::vector<std::byte>& bytes, const StackShape& stack) {
  append(bytes, stack.has_offset ? kOffset : 0U);
  append(bytes, static_cast<std::uint32_t>(stack.layers.size()));
  for (const LayerShape& layer : stack.layers) {
    append(bytes, layer.columns);
    append(bytes, layer.activation);
    append(bytes, layer.has_offset ? kOffset : 0U);
  }
}

std::vector<std::byte> all_of(SectionInput& section) {
  std::vector<std::byte> bytes(static_cast<std::size_t>(section.length()));
  section.read(bytes);
  section.finish();
  return bytes;
}

bool flag_of(std::uint32_t flags, const SectionInput& section) {
  if ((flags & ~kOffset) != 0) section.corrupt("has flags that mean nothing");
  return (flags & kOffset) != 0;
}

StackShape read_stack(FieldReader& fields, const SectionInput& section) {
  if (fields.left() < kStackFields) section.corrupt("ends within a group");
  StackShape stack;
  stack.has_offset = flag_of(fields.take<std::uint32_t>(), section);
  const auto layers = fields.take<std::uint32_t>();
  if (layers > fields.left() / kLayerFields) {
    section.corrupt("claims " + std::to_string(layers) + " layers, which its length is not for");
  }
  if (layers > kMostLayers) {
    section.corrupt("claims " + std::to_string(layers) + " layers in a row, more than " +
                    std::to_string(kMostLayers));
  }
  for (std::uint32_t l = 0; l < layers; ++l) {
    LayerShape layer;
    layer.columns = fields.take<std::uint32_t>();
    layer.activation = fields.take<std::uint32_t>();
    layer.has_offset = flag_of(fields.take<std::uint32_t>(), section);
    stack.layers.push_back(layer);
  }
  return stack;
}

// A sum of products of counts: nothing once one is absurd.
class Total {
 public:
  void add(std::uint64_t rows, std::uint64_t columns) {
    const auto product = checked_product(rows, columns);
    sum_ = sum_ && product ? checked_sum(*sum_, *product) : std::nullopt;
  }
  // A number of columns, which must be an int32 once one is added for the anchors' constant.
  void check_columns(std::uint32_t count) {
    constexpr std::uint32_t limit = std::numeric_limits<std::int32_t>::max();
    if (count >= limit) sum_ = std::nullopt;
  }
  [[nodiscard]] std::optional<std::uint64_t> sum() const noexcept { return sum_; }

 private:
  std::optional<std::uint64_t> sum_ = 0;
};

// The layers, and the bits that they end in.
void add_stack(Total& total, const StackShape& stack, std::uint64_t columns, std::uint32_t bits) {
  for (const LayerShape& layer : stack.layers) {
    total.check_columns(layer.columns);
    total.add(layer.columns, columns + (layer.has_offset ? 1U : 0U));
    columns = layer.columns;
  }
  total.add(bits, columns + (stack.has_offset ? 1U : 0U));
}

}  // namespace

bool ModelShape::has_layers() const noexcept {
  const auto has = [](const GroupShape& group) { return !is_bare(group.stack); };
  return !is_bare(semantics.stack) || std::any_of(groups.begin(), groups.end(), has);
}

std::optional<std::uint64_t> ModelShape::numbers() const {
  Total total;
  total.check_columns(dimension);
  total.check_columns(semantics.dimension);
  for (const GroupShape& group : groups) {
    if (group.bits > ORTHANT_MAX_BITS) return std::nullopt;
    total.check_columns(group.anchors);
    total.add(group.centred ? 1 : 0, dimension);
    total.add(group.anchors, dimension);
    add_stack(total, group.stack, group.anchors > 0 ? group.anchors + 1U : dimension, group.bits);
  }
  total.add(semantics.centred ? 1 : 0, semantics.dimension);
  add_stack(total, semantics.stack, semantics.dimension, semantics.bits);
  total.add(semantics.basis_rows, semantics.dimension);
  return total.sum();
}

ModelShape shape_of(const HashModel& model) {
  ModelShape shape;
  shape.dimension = static_cast<std::uint32_t>(model.dimension);
  for (const BitGroup& group : model.groups) {
    const FeatureMap& features = group.features;
    shape.groups.push_back({static_cast<std::uint32_t>(group.role), features.unit_rows,
                            features.mean.size() > 0,
                            static_cast<std::uint32_t>(features.anchors.rows()), features.width,
                            static_cast<std::uint32_t>(group.projection.rows()),
                            stack_of(features.layers, group.offset)});
  }
  const SemanticMap& semantics = model.semantics;
  shape.semantics = {semantics.unit_rows,
                     semantics.mean.size() > 0,
                     static_cast<std::uint32_t>(semantics.map.rows()),
                     static_cast<std::uint32_t>(semantics.dimension()),
                     static_cast<std::uint32_t>(semantics.basis.rows()),
                     stack_of(semantics.layers, semantics.offset)};
  return shape;
}

std::vector<std::byte> shape_section(const ModelShape& shape) {
  std::vector<std::byte> bytes;
  append(bytes, shape.dimension);
  append(bytes, static_cast<std::uint32_t>(shape.groups.size()));
  append(bytes, flags_of(shape.semantics.unit_rows, shape.semantics.centred));
  append(bytes, shape.semantics.bits);
  append(bytes, shape.semantics.dimension);
  append(bytes, shape.semantics.basis_rows);
  for (const GroupShape& group : shape.groups) {
    append(bytes, group.role);
    append(bytes, flags_of(group.unit_rows, group.centred));
    append(bytes, group.anchors);
    append(bytes, group.width);
    append(bytes, group.bits);
  }
  return bytes;
}

std::vector<std::byte> layer_section(const ModelShape& shape) {
  std::vector<std::byte> bytes;
  for (const GroupShape& group : shape.groups) append_stack(bytes, group.stack);
  append_stack(bytes, shape.semantics.stack);
  return bytes;
}

ModelShape read_shape(SectionInput section) {
  const std::uint64_t length = section.length();
  constexpr std::uint64_t most = kModelFields + kGroupFields * ORTHANT_MAX_BITS;
  if (length < kModelFields || length > most) section.corrupt("has no possible length");
  const std::vector<std::byte> bytes = all_of(section);
  FieldReader fields(bytes);
  ModelShape shape;
  shape.dimension = fields.take<std::uint32_t>();
  const auto groups = fields.take<std::uint32_t>();
  std::uint32_t flags = fields.take<std::uint32_t>();
  shape.semantics.unit_rows = (flags & kUnitRows) != 0;
  shape.semantics.centred = (flags & kCentred) != 0;
  shape.semantics.bits = fields.take<std::uint32_t>();
  shape.semantics.dimension = fields.take<std::uint32_t>();
  shape.semantics.basis_rows = fields.take<std::uint32_t>();
  if (length != kModelFields + std::uint64_t{groups} * kGroupFields) {
    section.corrupt("claims " + std::to_string(groups) +
                    " bit groups, which its length is not for");
  }
  for (std::uint32_t g = 0; g < groups; ++g) {
    GroupShape group;
    group.role = fields.take<std::uint32_t>();
    const auto group_flags = fields.take<std::uint32_t>();
    group.unit_rows = (group_flags & kUnitRows) != 0;
    group.centred = (group_flags & kCentred) != 0;
    group.anchors = fields.take<std::uint32_t>();
    group.width = fields.take<float>();
    group.bits = fields.take<std::uint32_t>();
    flags |= group_flags;
    shape.groups.push_back(group);
  }
  if ((flags & ~(kUnitRows | kCentred)) != 0) section.corrupt("has flags that mean nothing");
  return shape;
}

void read_layers(SectionInput section, ModelShape& shape) {
  const std::vector<std::byte> bytes = all_of(section);
  FieldReader fields(bytes);
  for (GroupShape& group : shape.groups) group.stack = read_stack(fields, section);
  shape.semantics.stack = read_stack(fields, section);
  if (fields.left() > 0) section.corrupt("has bytes that nothing describes");
  if (!shape.has_layers()) section.corrupt("describes neither a layer nor an offset");
}

}  // namespace orthant
