// Many vectors to codes, in blocks of rows on several threads. Equal to Encoder row by row,
// whatever the number of threads. Memory beside input and output: one block's scratch per thread.
#pragma once

#include <cstdint>

#include "data/matrix.h"
#include "data/packed_codes.h"
#include "encode/hash_model.h"

namespace orthant {

// x: rows x model.dimension; codes: rows * words_for(bits) words. Refuses the first bad row by
// number (not finite, or zero where the model wants unit rows); the codes are then not meant.
void encode_all(const HashModel& model, MatrixView<float> x, int threads, std::uint64_t* codes);

[[nodiscard]] PackedCodes encode_all(const HashModel& model, MatrixView<float> x, int threads);

}  // namespace orthant
