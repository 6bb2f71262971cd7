#include "encode/narrow_model.h"

#include "encode/bf16_model.h"
#include "encode/hash_model.h"
#include "encode/int8_model.h"

namespace orthant {

std::shared_ptr<const NarrowModel> narrow_model(const HashModel& model) {
  switch (model.precision) {
    case Precision::bf16:
      return std::make_shared<const Bf16Model>(model);
    case Precision::int8:
      return std::make_shared<const Int8Model>(model);
    case Precision::fp32:
      break;
  }
  return nullptr;
}

}  // namespace orthant
