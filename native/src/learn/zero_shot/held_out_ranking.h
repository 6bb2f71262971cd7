// How well codes rank: tie-aware average precision (McSherry and Najork, ECIR 2008), for the choice
// of options on held-out classes.
//     AP = 1/P sum over levels l of p_l/n_l sum_{j=1..n_l} (P_{l-1} + 1 + (j-1)(p_l-1)/(n_l-1)) /
//          (N_{l-1} + j)
// A level holds the n_l rows at one Hamming distance, p_l of them relevant; N and P count those of
// nearer levels. It is the mean of AP over all orders of the rows within each level.
#pragma once

#include <cstdint>
#include <vector>

#include "data/labels.h"
#include "data/packed_codes.h"
#include "linalg/work.h"

namespace orthant {

struct Level {
  std::int64_t rows = 0;
  std::int64_t relevant = 0;
};

// levels in rising distance; NaN if none is relevant.
[[nodiscard]] double average_precision(const std::vector<Level>& levels);

// AP of each of the codes as a query against all others; relevant: shares a label. numbers[i] is
// the row of labels that code i belongs to. Cost codes^2 distances.
[[nodiscard]] std::vector<double> leave_one_out_precision(const PackedCodes& codes,
                                                          const Labels& labels,
                                                          const std::vector<std::int64_t>& numbers,
                                                          const Work& work);

}  // namespace orthant
