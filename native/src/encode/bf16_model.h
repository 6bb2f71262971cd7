// A model whose products take the upper 16 bits of floats: weights, anchors, and what they are
// multiplied by are rounded to bf16 (8 significant bits); sums, offsets, the exp and activations
// are as in fp32. A product reads half the bytes of fp32; the model keeps its floats beside them.
//   one operand's rounding   at most 2^-8 of its size
//   <w, x>                   within (2^-7 + 2^-16 + (columns + 1) 2^-24) sum |w_c x_c| of the exact
//                            product
// Processors with VDPBF16PS round sums otherwise than the rest, so that bits may differ between
// processors where a projection is that near to zero; single and batch encoding agree everywhere.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/aligned_buffer.h"
#include "encode/hash_model.h"
#include "encode/narrow_model.h"

namespace orthant {

// Weights in panels (kernels/narrow.h).
struct Bf16Matrix {
  Bf16Matrix() = default;
  explicit Bf16Matrix(const Matrix<float>& values);

  std::int64_t rows = 0;
  std::int64_t columns = 0;
  std::int64_t padded_rows = 0;
  std::int64_t padded_columns = 0;
  AlignedBuffer<std::uint16_t> panels;
};

class Bf16Model final : public NarrowModel {
 public:
  explicit Bf16Model(const HashModel& model);

  [[nodiscard]] std::unique_ptr<NarrowEncoder> encoder(std::int64_t rows) const override;

  // A product and what follows it; the last one of a group is the projection.
  struct Stage {
    Bf16Matrix weights;
    AlignedBuffer<float> offset;  // rows values; empty: zero
    Activation activation = Activation::identity;
  };

  struct Group {
    FeatureMap features;  // steps 1 and 2 alone
    float width = 0.0F;   // of the anchors
    Bf16Matrix anchors;
    AlignedBuffer<double> anchor_squares;  // of the anchors as bf16 has them
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
