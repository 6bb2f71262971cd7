// Encodes a few rows at a time with scratch of its own: what single and batch encoding share, so
// that both give the same bits. One thread at a time; the model must outlive it.
#pragma once

#include <cstdint>
#include <memory>

#include "base/aligned_buffer.h"
#include "data/matrix.h"
#include "encode/hash_model.h"
#include "encode/narrow_model.h"

namespace orthant {

class BlockEncoder {
 public:
  // model: prepared. Scratch for `rows` rows; of a model in fp32: rows * (twice the widest step +
  // most bits of a group) floats.
  BlockEncoder(const HashModel& model, std::int64_t rows);

  [[nodiscard]] std::int64_t rows() const noexcept { return rows_; }

  // x has at most rows() rows of `dimension` columns; codes has words_for(bits) words per row.
  // Returns the number of rows before the first bad one (not finite, or zero where a group wants
  // unit rows); the codes from there on are not meant. projections (nullptr: not wanted) receives
  // per row and bit the number whose sign is the bit. No allocation.
  [[nodiscard]] std::int64_t encode(MatrixView<float> x, std::uint64_t* codes,
                                    float* projections = nullptr) noexcept;

 private:
  const HashModel& model_;
  std::int64_t rows_;
  std::int32_t bits_;
  std::int32_t words_;
  std::unique_ptr<NarrowEncoder> narrow_;  // nullptr: the model encodes in fp32
  AlignedBuffer<float> scratch_;
  AlignedBuffer<float> phi_;
  AlignedBuffer<float> values_;
};

// Rows per block that keep the scratch within half a mebibyte where the model allows, at most 64.
[[nodiscard]] std::int64_t block_rows(const HashModel& model) noexcept;

}  // namespace orthant
