// Class vectors as the zero-shot methods use them: unit length, centred on the mean of the seen
// ones, unit length again. Uncentred sentence embeddings of class names are all alike.
#pragma once

#include <cstdint>

#include "base/aligned_buffer.h"
#include "data/matrix.h"
#include "learn/training_data.h"
#include "linalg/work.h"

namespace orthant {

struct CentredVectors {
  AlignedBuffer<float> mean;  // of the unit vectors of the classes that have rows
  Matrix<double> vectors;     // classes x c; zeros: no vector, or one that equals the mean
};

// data.semantics has passed check_semantics.
[[nodiscard]] CentredVectors centre_on_seen(const TrainingData& data);

// The rows that are not zero.
[[nodiscard]] Matrix<double> rows_with_direction(const Matrix<double>& rows);

// The leading right singular directions of S = [rows; names], one a row, at most `at_most`: those
// with a squared singular value above 1e-6 of the largest. A name counts `name_weight` times.
// From the eigenvectors of S^T S: cost n c^2 + 4 c^3.
[[nodiscard]] Matrix<double> leading_directions(const Matrix<double>& rows,
                                                const Matrix<double>& names, double name_weight,
                                                std::int64_t at_most, const Work& work);

}  // namespace orthant
