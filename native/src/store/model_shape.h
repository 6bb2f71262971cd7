// The shapes of a model's arrays, as the sections SHAP and LAYR of its file have them. From them
// alone follows the length of section NUMS. docs/file-format.md has the fields.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "encode/hash_model.h"
#include "store/section_file.h"

namespace orthant {

struct LayerShape {
  std::uint32_t columns = 0;
  std::uint32_t activation = 0;
  bool has_offset = false;
};

// What section LAYR adds to a group of bits, or to the semantic map: nothing, in a file without it.
struct StackShape {
  bool has_offset = false;  // of the bits
  std::vector<LayerShape> layers;
};

struct GroupShape {
  std::uint32_t role = 0;
  bool unit_rows = false;
  bool centred = false;
  std::uint32_t anchors = 0;
  float width = 0.0F;
  std::uint32_t bits = 0;
  StackShape stack;
};

struct SemanticShape {
  bool unit_rows = false;
  bool centred = false;
  std::uint32_t bits = 0;
  std::uint32_t dimension = 0;
  std::uint32_t basis_rows = 0;
  StackShape stack;
};

struct ModelShape {
  std::uint32_t dimension = 0;
  std::vector<GroupShape> groups;
  SemanticShape semantics;

  // Whether the file needs section LAYR.
  [[nodiscard]] bool has_layers() const noexcept;
  // How many floats NUMS must have; nothing if a count is absurd.
  [[nodiscard]] std::optional<std::uint64_t> numbers() const;
};

[[nodiscard]] ModelShape shape_of(const HashModel& model);

[[nodiscard]] std::vector<std::byte> shape_section(const ModelShape& shape);
[[nodiscard]] std::vector<std::byte> layer_section(const ModelShape& shape);

// Both refuse what makes no sense as ORTHANT_CORRUPT_FILE.
[[nodiscard]] ModelShape read_shape(SectionInput section);
void read_layers(SectionInput section, ModelShape& shape);

}  // namespace orthant
