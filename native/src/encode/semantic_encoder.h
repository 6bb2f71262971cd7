// Class vectors to codes: how a class is searched for by its name, also one never seen. The vector
// is scaled to unit length, centred on the seen classes, scaled again, passed through the layers,
// mapped to the semantic bits and compared with pictures on those bits alone
// (HashModel::semantic_mask). Double precision: class vectors are few, and near-ties should not
// depend on the tier.
#pragma once

#include <cstdint>

#include "data/matrix.h"
#include "encode/hash_model.h"

namespace orthant {

// vectors: rows x semantics.dimension(); codes: rows * words_for(bits) words, bits outside the
// semantic mask zero. outside (nullptr: not wanted) receives per row ||e - B^T B e|| / ||e||, B =
// basis, e = the centred vector: the share that the names known at training do not span. Refuses a
// model without a semantic map, and by number a row that is not finite or that scaling finds
// without direction.
void encode_semantics(const HashModel& model, MatrixView<float> vectors, std::uint64_t* codes,
                      float* outside);

}  // namespace orthant
