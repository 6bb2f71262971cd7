// Class vectors as the zero-shot methods read them.
#pragma once

#include <cstdint>
#include <span>

#include "base/aligned_buffer.h"
#include "data/matrix.h"
#include "learn/training_data.h"

namespace orthant {

struct CentredVectors {
  Matrix<double> vectors;     // classes x c; a row of zeros: no vector, or no direction is left
  AlignedBuffer<float> mean;  // of the seen classes' unit vectors
};

// Unit length, minus the mean of the classes that have rows, unit length again. Uncentred sentence
// embeddings of class names are all alike. A class shorter than kLeastCentredLength after centring
// becomes a row of zeros.
[[nodiscard]] CentredVectors centred_class_vectors(const TrainingData& data);

// Whether all values are 0.
[[nodiscard]] bool is_zero(std::span<const double> row) noexcept;

// A map in the model's form.
[[nodiscard]] Matrix<float> to_float(MatrixView<double> a);

}  // namespace orthant
