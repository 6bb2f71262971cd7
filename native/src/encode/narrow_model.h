// A model's numbers as its precision wants them, made once from the floats and shared by all
// encoders. What single and batch encoding share, as BlockEncoder does for floats.
//
// int8: every product sums integers, and what stands around it is done in double precision in a
// fixed order, so that a model gives the same codes on every processor. bf16: operands of products
// are rounded to the upper 16 bits of a float; sums are of floats and differ between processors.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "data/matrix.h"

namespace orthant {

enum class Precision : std::int32_t { fp32 = 0, bf16 = 1, int8 = 2 };

[[nodiscard]] constexpr bool is_precision(std::int32_t number) noexcept {
  return number >= 0 && number <= 2;
}

[[nodiscard]] constexpr std::string_view name_of(Precision precision) noexcept {
  constexpr std::string_view kNames[] = {"fp32", "bf16", "int8"};
  return kNames[static_cast<std::int32_t>(precision)];
}

// One thread at a time.
class NarrowEncoder {
 public:
  NarrowEncoder() = default;
  NarrowEncoder(const NarrowEncoder&) = delete;
  NarrowEncoder& operator=(const NarrowEncoder&) = delete;
  virtual ~NarrowEncoder() = default;

  // As BlockEncoder::encode; the codes are clear before.
  [[nodiscard]] virtual std::int64_t encode(MatrixView<float> x, std::uint64_t* codes,
                                            float* projections) noexcept = 0;
};

class NarrowModel {
 public:
  NarrowModel() = default;
  NarrowModel(const NarrowModel&) = delete;
  NarrowModel& operator=(const NarrowModel&) = delete;
  virtual ~NarrowModel() = default;

  // Scratch for `rows` rows; the model must outlive it.
  [[nodiscard]] virtual std::unique_ptr<NarrowEncoder> encoder(std::int64_t rows) const = 0;
};

struct HashModel;

// nullptr for fp32. Refuses (ORTHANT_INVALID_ARGUMENT) what the precision cannot hold, by name.
[[nodiscard]] std::shared_ptr<const NarrowModel> narrow_model(const HashModel& model);

}  // namespace orthant
