// One vector to one code, without allocation: what a request handler calls. One thread at a time;
// the model is shared and kept alive.
#pragma once

#include <cstdint>
#include <memory>

#include "base/aligned_buffer.h"
#include "encode/block_encoder.h"
#include "encode/hash_model.h"

namespace orthant {

class Encoder {
 public:
  explicit Encoder(std::shared_ptr<const HashModel> model);

  // Where the caller writes the vector: `dimension` floats, zero at first.
  [[nodiscard]] float* vector() noexcept { return vector_.data(); }
  // The code of the last vector that was encoded: words_for(bits) words, zero at first.
  [[nodiscard]] const std::uint64_t* code() const noexcept { return code_.data(); }

  // The projections of the last vector that was encoded: per bit the number whose sign it is.
  // Unspecified after a failure.
  [[nodiscard]] const float* projections() const noexcept { return projections_.data(); }

  // False: the vector is not finite, or is zero where the model wants unit rows; the code is
  // unchanged.
  [[nodiscard]] bool encode() noexcept;

 private:
  std::shared_ptr<const HashModel> model_;
  BlockEncoder block_;
  AlignedBuffer<float> vector_;
  AlignedBuffer<std::uint64_t> code_;
  AlignedBuffer<std::uint64_t> attempt_;
  AlignedBuffer<float> projections_;
};

}  // namespace orthant
