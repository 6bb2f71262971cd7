#include "encode/hash_model.h"

#include <algorithm>
#include <cmath>

#include "data/finite.h"
#include "data/packed_codes.h"
#include "encode/provenance.h"
#include "orthant/orthant.h"

namespace orthant {
namespace {

using std::to_string;

std::string defect_of(const FeatureMap& map, std::int32_t dimension) {
  if (map.dimension != dimension) {
    return "takes " + to_string(map.dimension) + " columns, the model " + to_string(dimension);
  }
  if (!fits(map.mean, dimension)) return "has a mean of " + to_string(map.mean.size()) + " values";
  if (!finite(map.mean)) return "has a mean that is not finite";
  if (map.anchors.empty()) {
    if (map.width != 0.0F) return "has a width but no anchors";
    return defect_of(map.layers, map.base_columns());
  }
  if (map.anchors.columns() != dimension) {
    return "has anchors of " + to_string(map.anchors.columns()) + " columns";
  }
  if (!finite(map.anchors)) return "has anchors that are not finite";
  if (!(map.width > 0.0F) || !std::isfinite(map.width)) {
    return "has the width " + to_string(map.width);
  }
  return defect_of(map.layers, map.base_columns());
}

std::string defect_of(const BitGroup& group, std::int32_t dimension) {
  if (group.role != BitRole::visual && group.role != BitRole::semantic) {
    return "has the role " + to_string(static_cast<std::int32_t>(group.role));
  }
  std::string defect = defect_of(group.features, dimension);
  if (!defect.empty()) return defect;
  if (group.projection.rows() < 1) return "has no bits";
  if (group.projection.columns() != group.features.columns()) {
    return "projects " + to_string(group.projection.columns()) + " columns, its features have " +
           to_string(group.features.columns());
  }
  if (!fits(group.offset, group.projection.rows())) {
    return "has " + to_string(group.offset.size()) + " offsets for " +
           to_string(group.projection.rows()) + " bits";
  }
  if (!finite(group.offset)) return "has offsets that are not finite";
  return finite(group.projection) ? "" : "has a projection that is not finite";
}

// Apart from the finiteness of mean, map and basis.
std::string shape_defect(const SemanticMap& semantics, std::int64_t semantic_bits) {
  const std::int64_t columns = semantics.dimension();
  if (semantics.map.rows() != semantic_bits) {
    return "has " + to_string(semantics.map.rows()) + " rows for " + to_string(semantic_bits) +
           " semantic bits";
  }
  if (columns < 1) return "has no columns";
  if (!fits(semantics.mean, columns)) {
    return "has a mean of " + to_string(semantics.mean.size()) + " values";
  }
  if (!fits(semantics.offset, semantic_bits)) {
    return "has " + to_string(semantics.offset.size()) + " offsets for " +
           to_string(semantic_bits) + " semantic bits";
  }
  const Matrix<float>& basis = semantics.basis;
  if (basis.rows() > 0 && (basis.columns() != columns || basis.rows() > columns)) {
    return "has a basis of " + to_string(basis.rows()) + " x " + to_string(basis.columns()) +
           " for " + to_string(columns) + " columns";
  }
  const std::string defect = defect_of(semantics.layers, columns);
  if (!defect.empty()) return defect;
  const std::int64_t given = output_columns(semantics.layers, columns);
  if (semantics.map.columns() == given) return "";
  return "maps " + to_string(semantics.map.columns()) + " columns, its last layer has " +
         to_string(given);
}

std::string defect_of(const SemanticMap& semantics, std::int64_t semantic_bits) {
  if (semantics.map.rows() == 0) {
    const bool bare = semantics.map.columns() == 0 && semantics.mean.size() == 0 &&
                      semantics.basis.rows() == 0 && semantics.layers.empty() &&
                      semantics.offset.size() == 0;
    return bare ? "" : "has columns, a mean, layers, offsets or a basis but no rows";
  }
  const std::string defect = shape_defect(semantics, semantic_bits);
  if (!defect.empty()) return defect;
  const bool all_finite = finite(semantics.mean) && finite(semantics.map) &&
                          finite(semantics.offset) && finite(semantics.basis);
  return all_finite ? "" : "is not finite";
}

}  // namespace

SemanticMap SemanticMap::clone() const {
  SemanticMap copy;
  copy.unit_rows = unit_rows;
  copy.mean = mean.clone();
  copy.layers = orthant::clone(layers);
  copy.map = map.clone();
  copy.offset = offset.clone();
  copy.basis = basis.clone();
  return copy;
}

std::int32_t HashModel::bits() const noexcept {
  std::int64_t bits = 0;
  for (const BitGroup& group : groups) bits += group.projection.rows();
  return static_cast<std::int32_t>(bits);
}

void HashModel::semantic_mask(std::uint64_t* mask) const noexcept {
  std::fill_n(mask, words_for(bits()), std::uint64_t{0});
  std::int64_t bit = 0;
  for (const BitGroup& group : groups) {
    for (std::int64_t j = 0; j < group.projection.rows(); ++j, ++bit) {
      if (group.role == BitRole::semantic) mask[bit / 64] |= std::uint64_t{1} << (bit % 64);
    }
  }
}

void HashModel::prepare() {
  for (BitGroup& group : groups) {
    if (precision != Precision::fp32) continue;
    group.features.prepare();
    group.panels = Panels(group.projection);
  }
  narrow = narrow_model(*this);
}

std::shared_ptr<HashModel> HashModel::clone() const {
  auto model = std::make_shared<HashModel>();
  model->dimension = dimension;
  for (const BitGroup& group : groups) {
    model->groups.push_back(
        {group.role, group.features.clone(), group.projection.clone(), group.offset.clone()});
  }
  model->semantics = semantics.clone();
  model->provenance = provenance;
  model->precision = precision;
  return model;
}

std::shared_ptr<const HashModel> HashModel::with_precision(Precision wanted) const {
  const std::shared_ptr<HashModel> model = clone();
  model->provenance =
      with_provenance(provenance, "precision", wanted == Precision::fp32 ? "" : name_of(wanted));
  model->precision = wanted;
  model->prepare();
  return model;
}

std::string HashModel::defect() const {
  if (dimension < 1) return "the dimension is " + to_string(dimension);
  if (!is_precision(static_cast<std::int32_t>(precision))) {
    return "the precision is " + to_string(static_cast<std::int32_t>(precision));
  }
  std::int64_t bits = 0;
  std::int64_t semantic_bits = 0;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    const std::string defect = defect_of(groups[g], dimension);
    if (!defect.empty()) return "bit group " + to_string(g) + " " + defect;
    bits += groups[g].projection.rows();
    if (groups[g].role == BitRole::semantic) semantic_bits += groups[g].projection.rows();
  }
  if (bits < 1 || bits > ORTHANT_MAX_BITS) {
    return "the code has " + to_string(bits) + " bits, not 1 to " + to_string(ORTHANT_MAX_BITS);
  }
  const std::string defect = defect_of(semantics, semantic_bits);
  return defect.empty() ? "" : "the semantic map " + defect;
}

}  // namespace orthant
