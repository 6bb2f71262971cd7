#include "encode/encoder.h"

#include <algorithm>
#include <utility>

#include "data/packed_codes.h"

namespace orthant {

Encoder::Encoder(std::shared_ptr<const HashModel> model)
    : model_(std::move(model)),
      block_(*model_, 1),
      vector_(static_cast<std::size_t>(model_->dimension)),
      code_(static_cast<std::size_t>(words_for(model_->bits()))),
      attempt_(code_.size()),
      projections_(static_cast<std::size_t>(model_->bits())) {}

bool Encoder::encode() noexcept {
  const MatrixView<float> x = {vector_.data(), 1, model_->dimension};
  if (block_.encode(x, attempt_.data(), projections_.data()) != 1) return false;
  std::copy(attempt_.begin(), attempt_.end(), code_.begin());
  return true;
}

}  // namespace orthant
