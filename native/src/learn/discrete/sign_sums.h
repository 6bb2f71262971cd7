// Sums of products of signs, as exact integers, by counting: with the codes packed by columns, a
// column's bits of 64 samples to a word, sum_i B_ik B_il = n - 2 (bits in which k and l differ).
// Memory: n r / 8 bytes, and for the sums of classes 8 bytes a label and up to 64 + r / 8 words of
// 8 bytes a class. Codes: n x r in {-1, +1}.
#pragma once

#include "data/labels.h"
#include "data/matrix.h"
#include "linalg/work.h"

namespace orthant {

// B^T B, r x r. Cost n r^2 / 128 words.
[[nodiscard]] Matrix<double> sign_gram(MatrixView<float> codes, const Work& work);

// The sum of a class's codes, per class: classes x r. A row counts for each of its labels. Samples
// are packed in the order of their classes, so that it costs one pass over the packed codes.
[[nodiscard]] Matrix<double> sign_class_sums(MatrixView<float> codes, const Labels& labels,
                                             const Work& work);

}  // namespace orthant
