// What the semantic bits of `orthant` are signs of: which seen class a row surely belongs to, and
// what its scores mean. Ours. For scores s (one per seen class) and a threshold t:
//     presence  h_k = min(1, max(0, (s_k - t) / w))         one value per class
//     meaning   u   = sum over k of max(0, s_k) A_k         A: coordinates of the class vectors
//     z = [h; weight u / rms] - mean,       w = max(0.3, 1 - 2 t): linear at t = 0
// mean and rms (of the centred u) are those of the training rows. A row that is surely of no seen
// class has h = 0, as far from every seen class as these are from each other: that is the room for
// classes to come, and there the meaning decides. With h linear in s (no threshold) the scores of a
// row sum to about 1, and a row of an unseen class must look like a mixture of seen ones.
// A name has shares a_k of the seen classes in place of scores:
//     z = [h(a); weight u / rms] - [mean of h; 0],  u = sum a_k A_k   (rms: of all names known)
// As layers of the model: relu units, three a class for rows and four for names.
#pragma once

#include <cstdint>
#include <vector>

#include "data/matrix.h"
#include "encode/layer.h"
#include "linalg/work.h"

namespace orthant {

class Presence {
 public:
  static constexpr double kLeastRamp = 0.3;

  Presence() = default;
  // Fits mean and rms on the scores of training rows (n x S). coordinates: S x k.
  Presence(MatrixView<double> scores, Matrix<double> coordinates, double threshold, double weight,
           const Work& work);

  [[nodiscard]] std::int64_t columns() const noexcept {  // of z
    return coordinates_.rows() + coordinates_.columns();
  }
  // z of rows: n x columns().
  [[nodiscard]] Matrix<double> of_scores(MatrixView<double> scores, const Work& work) const;
  // z of names, from their shares (names x S). Fits the names' rms on the way.
  [[nodiscard]] Matrix<double> of_names(MatrixView<double> shares);

  // For lift L (columns() x r): L^T z = map units + offset, with the units of these layers.
  [[nodiscard]] std::vector<Layer> row_layers(MatrixView<double> score_map) const;  // m x S
  [[nodiscard]] Matrix<float> row_map(MatrixView<double> lift) const;               // r x 3 S
  [[nodiscard]] AlignedBuffer<float> row_offset(MatrixView<double> lift) const;
  [[nodiscard]] std::vector<Layer> name_layers(MatrixView<double> shares) const;  // S x c
  [[nodiscard]] Matrix<float> name_map(MatrixView<double> lift) const;            // r x 4 S
  [[nodiscard]] AlignedBuffer<float> name_offset(MatrixView<double> lift) const;

 private:
  [[nodiscard]] double presence(double score) const noexcept;
  [[nodiscard]] std::int64_t classes() const noexcept { return coordinates_.rows(); }
  // The first two units of each class, and units of u times `scale`, sign by sign.
  [[nodiscard]] Matrix<float> map_of(MatrixView<double> lift, double scale,
                                     std::int64_t signs) const;
  [[nodiscard]] AlignedBuffer<float> offset_of(MatrixView<double> lift, std::int64_t centred) const;

  Matrix<double> coordinates_;
  double threshold_ = 0.0;
  double ramp_ = 1.0;
  double row_scale_ = 1.0;
  double name_scale_ = 1.0;
  double weight_ = 1.0;
  std::vector<double> mean_;
};

}  // namespace orthant
