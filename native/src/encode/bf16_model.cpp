#include "encode/bf16_model.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "data/packed_codes.h"
#include "data/sum_of_squares.h"
#include "encode/pack_signs.h"
#include "kernels/narrow.h"

namespace orthant {
namespace {

using kernels::padded;

using Group = Bf16Model::Group;
using Stage = Bf16Model::Stage;

std::size_t product(std::int64_t rows, std::int64_t columns) {
  return static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns);
}

float widened(std::uint16_t upper) noexcept {
  return std::bit_cast<float>(static_cast<std::uint32_t>(upper) << 16);
}

// Floats to bf16 and back, in place.
void round_to_bf16(float* values, std::int64_t count) noexcept {
  for (std::int64_t i = 0; i < count; ++i) {
    std::uint16_t upper = 0;
    kernels::narrow().to_bf16(values + i, 1, &upper);
    values[i] = widened(upper);
  }
}

Stage stage_of(const Matrix<float>& weights, const AlignedBuffer<float>& offset,
               Activation activation) {
  return {Bf16Matrix(weights), offset.clone(), activation};
}

Group group_of(const BitGroup& source) {
  Group group;
  group.features.dimension = source.features.dimension;
  group.features.unit_rows = source.features.unit_rows;
  group.features.mean = source.features.mean.clone();
  group.width = source.features.width;
  if (!source.features.anchors.empty()) {
    Matrix<float> anchors = source.features.anchors.clone();
    round_to_bf16(anchors.data(), anchors.rows() * anchors.columns());
    group.anchors = Bf16Matrix(anchors);
    group.anchor_squares = AlignedBuffer<double>(static_cast<std::size_t>(anchors.rows()));
    for (std::int64_t j = 0; j < anchors.rows(); ++j) {
      group.anchor_squares[static_cast<std::size_t>(j)] =
          sum_of_squares(std::as_const(anchors).row(j));
    }
  }
  for (const Layer& layer : source.features.layers) {
    group.stages.push_back(stage_of(layer.weights, layer.offset, layer.activation));
  }
  group.stages.push_back(stage_of(source.projection, source.offset, Activation::identity));
  return group;
}

// The most padded rows and columns of any product.
struct Extent {
  std::int64_t rows = 0;
  std::int64_t columns = 0;

  void include(const Bf16Matrix& matrix) noexcept {
    rows = std::max(rows, matrix.padded_rows);
    columns = std::max(columns, matrix.padded_columns);
  }
};

Extent extent_of(const Bf16Model& model) noexcept {
  Extent extent;
  for (const Group& group : model.groups()) {
    extent.include(group.anchors);
    for (const Stage& stage : group.stages) extent.include(stage.weights);
  }
  return extent;
}

class Bf16Encoder final : public NarrowEncoder {
 public:
  Bf16Encoder(const Bf16Model& model, std::int64_t rows, Extent extent)
      : model_(model),
        words_(words_for(model.bits())),
        stride_(std::max(extent.rows, extent.columns) + 1),  // and the anchors' constant
        rows_(product(rows, stride_)),
        narrow_(product(rows, extent.columns)),
        products_(product(rows, extent.rows)) {}

  std::int64_t encode(MatrixView<float> x, std::uint64_t* codes,
                      float* projections) noexcept override {
    std::int64_t good = x.rows;
    std::int64_t first_bit = 0;
    for (const Group& group : model_.groups()) {
      good = place(group, x, good);
      if (group.anchors.rows > 0) apply_anchors(group, good);
      for (std::size_t s = 0; s + 1 < group.stages.size(); ++s) {
        apply_stage(group.stages[s], good);
      }
      const Stage& last = group.stages.back();
      apply_stage(last, good);
      for (std::int64_t i = 0; i < good; ++i) {
        pack_signs(row(i), last.weights.rows, first_bit, codes + i * words_);
        if (projections == nullptr) continue;
        std::copy_n(row(i), last.weights.rows, projections + i * model_.bits() + first_bit);
      }
      first_bit += last.weights.rows;
    }
    return good;
  }

 private:
  [[nodiscard]] float* row(std::int64_t i) noexcept { return rows_.data() + i * stride_; }

  [[nodiscard]] std::int64_t place(const Group& group, MatrixView<float> x,
                                   std::int64_t count) noexcept {
    std::int64_t good = 0;
    while (good < count && group.features.place(x.row(good).data(), row(good))) ++good;
    return good;
  }

  // The products of rows_ and the weights, into products_.
  void multiply(const Bf16Matrix& weights, std::int64_t count) noexcept {
    const kernels::NarrowTable& kernel = kernels::narrow();
    for (std::int64_t i = 0; i < count; ++i) {
      std::uint16_t* to = narrow_.data() + i * weights.padded_columns;
      kernel.to_bf16(row(i), weights.columns, to);
      std::fill(to + weights.columns, to + weights.padded_columns, std::uint16_t{0});
    }
    kernel.bf16_products(narrow_.data(), count, weights.panels.data(), weights.padded_rows,
                         weights.padded_columns, products_.data());
  }

  // The distances are those of x and anchors as bf16 has them, so that none is negative but by the
  // rounding of sums.
  void apply_anchors(const Group& group, std::int64_t count) noexcept {
    const Bf16Matrix& anchors = group.anchors;
    multiply(anchors, count);
    for (std::int64_t i = 0; i < count; ++i) {
      float* to = row(i);
      for (std::int64_t c = 0; c < anchors.columns; ++c) {
        to[c] = widened(narrow_.data()[i * anchors.padded_columns + c]);
      }
      const double square = kernels::narrow().sum_of_squares(to, anchors.columns);
      std::copy_n(products_.data() + i * anchors.padded_rows, anchors.rows, to);
      kernels::narrow().float_rbf(to, anchors.rows, square, group.anchor_squares.data(),
                                  -1.0 / static_cast<double>(group.width));
      to[anchors.rows] = 1.0F;
    }
  }

  void apply_stage(const Stage& stage, std::int64_t count) noexcept {
    multiply(stage.weights, count);
    for (std::int64_t i = 0; i < count; ++i) {
      float* to = row(i);
      std::copy_n(products_.data() + i * stage.weights.padded_rows, stage.weights.rows, to);
      for (std::size_t j = 0; j < stage.offset.size(); ++j) to[j] += stage.offset[j];
      activate(stage.activation, to, stage.weights.rows);
    }
  }

  const Bf16Model& model_;
  std::int32_t words_;
  std::int64_t stride_;
  AlignedBuffer<float> rows_;
  AlignedBuffer<std::uint16_t> narrow_;
  AlignedBuffer<float> products_;
};

}  // namespace

Bf16Matrix::Bf16Matrix(const Matrix<float>& values)
    : rows(values.rows()),
      columns(values.columns()),
      padded_rows(padded(rows, kernels::kPanelRows)),
      padded_columns(padded(columns, kernels::kBf16Step)),
      panels(product(padded_rows, padded_columns)) {
  for (std::int64_t j = 0; j < rows; ++j) {
    for (std::int64_t c = 0; c < columns; ++c) {
      const std::int64_t place = kernels::bf16_place(j, c, padded_columns);
      kernels::narrow().to_bf16(&values(j, c), 1, panels.data() + place);
    }
  }
}

Bf16Model::Bf16Model(const HashModel& model) : dimension_(model.dimension), bits_(model.bits()) {
  for (const BitGroup& group : model.groups) groups_.push_back(group_of(group));
}

std::unique_ptr<NarrowEncoder> Bf16Model::encoder(std::int64_t rows) const {
  return std::make_unique<Bf16Encoder>(*this, rows, extent_of(*this));
}

}  // namespace orthant
