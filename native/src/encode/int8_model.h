// A model in eight bits: unit rows, RBF anchors, layers and projection, each of them a product of
// integers (int8_matrix.h), with arithmetic of doubles between them.
//   unit rows   x / ||x|| with the norm of x as eight bits have it: sqrt of a sum of integers
//   centring    is folded: into the anchors, or into the offsets of the first product
//   anchors     ||x||^2 + ||a||^2 - 2 <x, a> of x and a as eight bits have them, then the exp of
//               kernels/portable_math.h; phi is brought into eight bits anew
//   layers      W h + offset, activation, and into eight bits anew
// The same codes on every processor, whatever its instructions. Cost of a row: its products, eight
// bits each, and an exp per anchor.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/aligned_buffer.h"
#include "encode/hash_model.h"
#include "encode/int8_matrix.h"
#include "encode/narrow_model.h"

namespace orthant {

class Int8Model final : public NarrowModel {
 public:
  explicit Int8Model(const HashModel& model);

  [[nodiscard]] std::unique_ptr<NarrowEncoder> encoder(std::int64_t rows) const override;

  // A product and what follows it; the last one of a group is the projection.
  struct Stage {
    Int8Matrix weights;
    AlignedBuffer<double> offsets;  // padded_rows values
    Activation activation = Activation::identity;
  };

  struct Group {
    bool unit_rows = false;
    Int8Matrix anchors;  // no rows: linear
    double width = 0.0;
    std::vector<Stage> stages;
  };

  [[nodiscard]] const std::vector<Group>& groups() const noexcept { return groups_; }
  [[nodiscard]] std::int32_t dimension() const noexcept { return dimension_; }
  [[nodiscard]] std::int32_t bits() const noexcept { return bits_; }

 private:
  std::int32_t dimension_;
  std::int32_t bits_;
  std::vector<Group> groups_;
};

}  // namespace orthant
