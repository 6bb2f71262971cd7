// A learned hash function: groups of bits, each the signs of a linear map of its own feature map,
// side by side in one code; and, for the zero-shot methods, the map from class vectors to the
// semantic bits.
//   bit j of group g:  sgn( projection_g[j] . phi_g(x) + offset_g[j] ),   sgn(v) = +1 if v > 0 else
//   -1
// Immutable once built; shared by encoders through std::shared_ptr.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/aligned_buffer.h"
#include "data/matrix.h"
#include "encode/feature_map.h"
#include "encode/narrow_model.h"
#include "encode/panels.h"

namespace orthant {

// Visual bits show what the data shows, semantic bits what class names say; a search by name
// compares the semantic ones alone.
enum class BitRole : std::int32_t { visual = 0, semantic = 1 };

struct BitGroup {
  BitRole role = BitRole::visual;
  FeatureMap features;
  Matrix<float> projection;          // bits x features.columns()
  AlignedBuffer<float> offset = {};  // bits values; empty: zero
  Panels panels = {};                // of the projection, derived by HashModel::prepare for fp32
};

// A unit class vector that centring leaves shorter than this equals the mean: what is left is the
// rounding of the mean to float.
inline constexpr double kLeastCentredLength = 1e-6;

// e -> sgn( map . layers( centred(e) ) + offset ): class vectors to the semantic bits, in their
// order in the code.
struct SemanticMap {
  bool unit_rows = false;     // scale to unit length: before centring and, if centred, after it too
  AlignedBuffer<float> mean;  // of the seen classes' vectors; empty: not centred
  std::vector<Layer> layers;  // applied in order; none: the map is linear
  // semantic bits x (dimension or the last layer's columns); no rows: the model encodes no class
  // vectors
  Matrix<float> map;
  AlignedBuffer<float> offset;  // semantic bits values; empty: zero
  Matrix<float> basis;          // orthonormal rows that span what the code sees; no rows: all of it
  [[nodiscard]] std::int32_t dimension() const noexcept {  // of class vectors
    const std::int64_t columns = layers.empty() ? map.columns() : layers.front().weights.columns();
    return static_cast<std::int32_t>(columns);
  }
  [[nodiscard]] SemanticMap clone() const;
};

struct HashModel {
  std::int32_t dimension = 0;  // columns of x, the same for all groups
  std::vector<BitGroup> groups;
  SemanticMap semantics;
  std::string provenance;                     // lines of "key=value"
  Precision precision = Precision::fp32;      // of encoding; class vectors are always in double
  std::shared_ptr<const NarrowModel> narrow;  // derived by `prepare`; nullptr for fp32

  [[nodiscard]] std::int32_t bits() const noexcept;
  // Sets the bits of the semantic groups in words_for(bits()) words.
  void semantic_mask(std::uint64_t* mask) const noexcept;
  // What is wrong with the fields (shapes that do not fit, values that are not finite, too many
  // bits), as the rest of a sentence; empty: nothing. A model with a defect must not reach an
  // encoder.
  [[nodiscard]] std::string defect() const;

  // Derives what encoders read beside the fields; call once after they are set, and none has a
  // defect. Refuses what the precision cannot hold.
  void prepare();

  // A copy of the fields, to be changed and then prepared.
  [[nodiscard]] std::shared_ptr<HashModel> clone() const;

  // The same model in another precision; from the same floats, whatever the precision was. The
  // provenance has it as "precision", but for fp32. Refuses what the precision cannot hold.
  [[nodiscard]] std::shared_ptr<const HashModel> with_precision(Precision wanted) const;
};

}  // namespace orthant
