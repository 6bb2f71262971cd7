#include "encode/int8_model.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "data/packed_codes.h"
#include "encode/pack_signs.h"
#include "kernels/narrow.h"

namespace orthant {
namespace {

using Group = Int8Model::Group;
using Stage = Int8Model::Stage;

Matrix<double> widened(const Matrix<float>& values, std::int64_t columns) {
  Matrix<double> wide(values.rows(), columns);
  for (std::int64_t i = 0; i < values.rows(); ++i) {
    for (std::int64_t c = 0; c < columns; ++c) wide(i, c) = values(i, c);
  }
  return wide;
}

// The first `columns` columns are multiplied; a column beyond them is that of the anchors'
// constant 1 and joins the offsets.
Stage stage_of(const Matrix<float>& weights, const AlignedBuffer<float>& offset,
               Activation activation, std::int64_t columns) {
  Stage stage;
  stage.weights = Int8Matrix(widened(weights, columns));
  stage.offsets = AlignedBuffer<double>(static_cast<std::size_t>(stage.weights.padded_rows));
  stage.activation = activation;
  for (std::int64_t j = 0; j < weights.rows(); ++j) {
    double& sum = stage.offsets[static_cast<std::size_t>(j)];
    if (offset.size() > 0) sum += offset[static_cast<std::size_t>(j)];
    if (weights.columns() > columns) sum += weights(j, columns);
  }
  return stage;
}

void centre(Stage& stage, const AlignedBuffer<float>& mean) {
  for (std::int64_t j = 0; j < stage.weights.rows && mean.size() > 0; ++j) {
    double sum = 0.0;
    for (std::int64_t c = 0; c < stage.weights.columns; ++c) {
      sum += stage.weights(j, c) * mean[static_cast<std::size_t>(c)];
    }
    stage.offsets[static_cast<std::size_t>(j)] -= sum;
  }
}

Matrix<double> uncentred(const FeatureMap& features) {
  Matrix<double> anchors = widened(features.anchors, features.dimension);
  for (std::int64_t j = 0; j < anchors.rows() && features.mean.size() > 0; ++j) {
    for (std::int64_t c = 0; c < anchors.columns(); ++c) {
      anchors(j, c) += features.mean[static_cast<std::size_t>(c)];
    }
  }
  return anchors;
}

Group group_of(const BitGroup& source) {
  const FeatureMap& features = source.features;
  Group group;
  group.unit_rows = features.unit_rows;
  std::int64_t columns = features.dimension;
  if (!features.anchors.empty()) {
    group.anchors = Int8Matrix(uncentred(features));
    group.width = features.width;
    columns = group.anchors.rows;
  }
  for (const Layer& layer : features.layers) {
    group.stages.push_back(stage_of(layer.weights, layer.offset, layer.activation, columns));
    columns = layer.weights.rows();
  }
  group.stages.push_back(stage_of(source.projection, source.offset, Activation::identity, columns));
  if (features.anchors.empty()) centre(group.stages.front(), features.mean);
  return group;
}

// The greatest padded row count and, among the vectors between products, the greatest width.
struct Extent {
  std::int64_t rows = 0;
  std::int64_t columns = 0;

  void include(const Int8Matrix& matrix) noexcept {
    rows = std::max(rows, matrix.padded_rows);
    columns = std::max(columns, matrix.columns);
  }
};

Extent extent_of(const Int8Model& model) noexcept {
  Extent extent;
  for (const Group& group : model.groups()) {
    extent.include(group.anchors);
    for (const Stage& stage : group.stages) extent.include(stage.weights);
  }
  return extent;
}

std::size_t count(std::int64_t rows, std::int64_t columns) {
  return static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns);
}

class Int8Encoder final : public NarrowEncoder {
 public:
  Int8Encoder(const Int8Model& model, std::int64_t rows, Extent extent)
      : model_(model),
        words_(words_for(model.bits())),
        input_(rows, model.dimension()),
        hidden_(rows, extent.columns),
        products_(count(rows, extent.rows)),
        values_(static_cast<std::size_t>(extent.rows)),
        floats_(static_cast<std::size_t>(std::max(extent.rows, extent.columns))),
        zeros_(static_cast<std::size_t>(extent.rows)) {}

  std::int64_t encode(MatrixView<float> x, std::uint64_t* codes,
                      float* projections) noexcept override {
    input_.reset(x.columns);
    std::int64_t good = 0;
    while (good < x.rows && input_.set(good, x.row(good).data())) ++good;
    std::int64_t first_bit = 0;
    for (const Group& group : model_.groups()) {
      if (group.unit_rows) good = rows_with_direction(good);
      const Int8Rows* rows = &input_;
      if (group.anchors.rows > 0) rows = &apply_anchors(group, good);
      for (std::size_t s = 0; s + 1 < group.stages.size(); ++s) {
        rows = &apply_layer(group, s, *rows, good);
      }
      project(group, *rows, good, first_bit, codes, projections);
      first_bit += group.stages.back().weights.rows;
    }
    return good;
  }

 private:
  [[nodiscard]] std::int64_t rows_with_direction(std::int64_t count) const noexcept {
    std::int64_t good = 0;
    while (good < count && input_.line(good).square > 0.0) ++good;
    return good;
  }

  // What a vector is multiplied by before the first product.
  [[nodiscard]] double scale(const Group& group, const Int8Rows& rows,
                             std::int64_t row) const noexcept {
    if (&rows != &input_ || !group.unit_rows) return 1.0;
    return 1.0 / std::sqrt(rows.line(row).square);
  }

  void multiply(const Int8Rows& rows, const Int8Matrix& weights, std::int64_t count) noexcept {
    kernels::narrow().int8_products(rows.data(), count, weights.panels.data(), weights.padded_rows,
                                    weights.padded_columns, products_.data());
  }

  // W x + offset of row `row`, into values_.
  void finish(const Group& group, const Int8Rows& rows, std::int64_t row, const Int8Matrix& weights,
              const double* offsets) noexcept {
    const double factor = scale(group, rows, row);
    kernels::narrow().values(products_.data() + row * weights.padded_rows, weights.padded_rows,
                             rows.line(row).step * factor, rows.line(row).least * factor,
                             weights.scales.data(), weights.sums.data(), offsets, values_.data());
  }

  const Int8Rows& apply_anchors(const Group& group, std::int64_t count) noexcept {
    const Int8Matrix& anchors = group.anchors;
    multiply(input_, anchors, count);
    hidden_.reset(anchors.rows);
    const double rate = -1.0 / group.width;
    for (std::int64_t i = 0; i < count; ++i) {
      finish(group, input_, i, anchors, zeros_.data());
      const double factor = scale(group, input_, i);
      const double square = input_.line(i).square * factor * factor;
      kernels::narrow().double_rbf(values_.data(), anchors.rows, square, anchors.squares.data(),
                                   rate);
      keep(i, anchors.rows);
    }
    return hidden_;
  }

  const Int8Rows& apply_layer(const Group& group, std::size_t number, const Int8Rows& rows,
                              std::int64_t count) noexcept {
    const Stage& stage = group.stages[number];
    multiply(rows, stage.weights, count);
    // The row that is read is overwritten only after its product was taken, its line after that.
    for (std::int64_t i = 0; i < count; ++i) {
      finish(group, rows, i, stage.weights, stage.offsets.data());
      activate(stage.activation, values_.data(), stage.weights.rows);
      if (i == 0) hidden_.reset(stage.weights.rows);
      keep(i, stage.weights.rows);
    }
    return hidden_;
  }

  // values_ become row `row` of hidden_.
  void keep(std::int64_t row, std::int64_t count) noexcept {
    narrow_values(count);
    static_cast<void>(hidden_.set(row, floats_.data()));
  }

  // values_ to floats_. What leaves the range of float is kept at its end.
  void narrow_values(std::int64_t count) noexcept {
    constexpr double kMost = std::numeric_limits<float>::max();
    for (std::int64_t j = 0; j < count; ++j) {
      const double value = values_[static_cast<std::size_t>(j)];
      floats_[static_cast<std::size_t>(j)] = static_cast<float>(std::clamp(value, -kMost, kMost));
    }
  }

  void project(const Group& group, const Int8Rows& rows, std::int64_t count, std::int64_t first_bit,
               std::uint64_t* codes, float* projections) noexcept {
    const Stage& stage = group.stages.back();
    const std::int64_t bits = stage.weights.rows;
    multiply(rows, stage.weights, count);
    for (std::int64_t i = 0; i < count; ++i) {
      finish(group, rows, i, stage.weights, stage.offsets.data());
      narrow_values(bits);
      pack_signs(floats_.data(), bits, first_bit, codes + i * words_);
      if (projections == nullptr) continue;
      std::copy_n(floats_.data(), bits, projections + i * model_.bits() + first_bit);
    }
  }

  const Int8Model& model_;
  std::int32_t words_;
  Int8Rows input_;
  Int8Rows hidden_;
  AlignedBuffer<std::int32_t> products_;
  AlignedBuffer<double> values_;
  AlignedBuffer<float> floats_;
  AlignedBuffer<double> zeros_;
};

}  // namespace

Int8Model::Int8Model(const HashModel& model) : dimension_(model.dimension), bits_(model.bits()) {
  for (const BitGroup& group : model.groups) groups_.push_back(group_of(group));
}

std::unique_ptr<NarrowEncoder> Int8Model::encoder(std::int64_t rows) const {
  return std::make_unique<Int8Encoder>(*this, rows, extent_of(*this));
}

}  // namespace orthant
