// Labels as the C interface takes them.
#pragma once

#include <cstdint>

#include "data/labels.h"

namespace orthant::abi {

// offsets == nullptr: one label per row. Refuses what is null or out of its bounds, and rows
// without a label; the labels themselves are for learn/ to check.
[[nodiscard]] Labels copy_labels(const int32_t* labels, const int64_t* offsets, int64_t rows,
                                 int32_t classes);

}  // namespace orthant::abi
