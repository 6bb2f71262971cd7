// A fixed code per class, for the losses that pull rows towards them: C x r in {-1, +1}.
//     hadamard   C random rows of [H; -H], H the Sylvester matrix of side r: any two at distance
//                r / 2 or r. For r a power of two and C <= 2 r (CSQ: Yuan et al., CVPR 2020). The
//                rows are drawn because the first ones share most of their columns
//     bernoulli  random signs (OrthoHash's default: Hoe et al., NeurIPS 2021)
//     separated  random signs, each new code at least t from those before; t starts at 0.61 r and
//                falls by 0.01 r whenever 50 draws in a row were too close, to `floor` r, below
//                which any code is taken (OrthoHash's "O"; CSQ's search with floor 1/4). For more
//                than 1,024 classes, where the search would take too long, as bernoulli
#pragma once

#include <cstdint>

#include "base/rng.h"
#include "data/matrix.h"

namespace orthant {

[[nodiscard]] bool hadamard_codes_exist(std::int64_t classes, std::int64_t bits) noexcept;
[[nodiscard]] Matrix<float> hadamard_codes(std::int64_t classes, std::int64_t bits, Rng& rng);
[[nodiscard]] Matrix<float> bernoulli_codes(std::int64_t classes, std::int64_t bits, Rng& rng);
[[nodiscard]] Matrix<float> separated_codes(std::int64_t classes, std::int64_t bits, double floor,
                                            Rng& rng);

// The least distance between two of the codes; r for a single one. Cost C^2 r.
[[nodiscard]] std::int64_t least_distance(MatrixView<float> codes);

}  // namespace orthant
