// A start for the linear head that is a hash function already: the principal directions of the
// rows, rotated by iterative quantisation (learn/unsupervised/rotation_search.h), ten rounds.
#pragma once

#include <cstdint>

#include "base/rng.h"
#include "data/matrix.h"
#include "linalg/work.h"

namespace orthant {

// m x r for centred rows (n x m), scaled so that rows * result has the mean square `square`; zero
// if the rows are. Cost n m^2 + 4 m^3.
[[nodiscard]] Matrix<double> rotated_start(MatrixView<float> centred, std::int32_t bits,
                                           double square, Rng& rng, const Work& work);

}  // namespace orthant
