#include "encode/block_encoder.h"

#include <algorithm>

#include "base/error.h"
#include "data/packed_codes.h"
#include "encode/pack_signs.h"

namespace orthant {
namespace {

std::int64_t widest_step(const HashModel& model) noexcept {
  std::int64_t widest = 0;
  for (const BitGroup& group : model.groups) {
    widest = std::max<std::int64_t>(widest, group.features.widest());
  }
  return widest;
}

std::int64_t most_bits(const HashModel& model) noexcept {
  std::int64_t most = 0;
  for (const BitGroup& group : model.groups) most = std::max(most, group.projection.rows());
  return most;
}

std::size_t floats(std::int64_t rows, std::int64_t columns) {
  return static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns);
}

}  // namespace

BlockEncoder::BlockEncoder(const HashModel& model, std::int64_t rows)
    : model_(model),
      rows_(rows),
      bits_(model.bits()),
      words_(words_for(model.bits())),
      narrow_(model.narrow ? model.narrow->encoder(rows) : nullptr) {
  if (narrow_) return;
  for (const BitGroup& group : model.groups) {
    if (group.panels.empty()) throw Error(ORTHANT_INTERNAL, "the model was not prepared");
  }
  scratch_ = AlignedBuffer<float>(floats(rows, widest_step(model)));
  phi_ = AlignedBuffer<float>(floats(rows, widest_step(model)));
  values_ = AlignedBuffer<float>(floats(rows, most_bits(model)));
}

std::int64_t BlockEncoder::encode(MatrixView<float> x, std::uint64_t* codes,
                                  float* projections) noexcept {
  std::fill_n(codes, x.rows * words_, std::uint64_t{0});
  if (narrow_) return narrow_->encode(x, codes, projections);
  std::int64_t good = x.rows;
  std::int64_t first_bit = 0;
  for (const BitGroup& group : model_.groups) {
    const std::int64_t bits = group.projection.rows();
    good = std::min(good, group.features.map_rows(x.block(0, good), scratch_.data(), phi_.data()));
    group.panels.products(phi_.data(), good, values_.data(), bits);
    for (std::int64_t i = 0; i < good; ++i) {
      float* values = values_.data() + i * bits;
      for (std::size_t j = 0; j < group.offset.size(); ++j) values[j] += group.offset[j];
      pack_signs(values, bits, first_bit, codes + i * words_);
      if (projections != nullptr) std::copy_n(values, bits, projections + i * bits_ + first_bit);
    }
    first_bit += bits;
  }
  return good;
}

std::int64_t block_rows(const HashModel& model) noexcept {
  constexpr std::int64_t kFloats = 128 * 1024;
  return std::clamp<std::int64_t>(kFloats / widest_step(model), 4, 64);
}

}  // namespace orthant
