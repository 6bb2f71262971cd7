// The rows over which `orthant` chooses its balance: all of them, or so many drawn at random that
// their features of anchors fit into memory at any number of rows.
#pragma once

#include <cstdint>
#include <vector>

#include "base/rng.h"
#include "data/labels.h"
#include "data/matrix.h"
#include "learn/phi_rows.h"
#include "linalg/work.h"

namespace orthant {

class BalanceRows {
 public:
  // At 1,000 anchors 240 MB of floats.
  static constexpr std::int64_t kMost = 60'000;

  // phi: n x m. gram and class_sums: those of all rows, S x m the latter, of the classes `seen`.
  // All arguments are borrowed. With more than `most` rows as many are drawn, without replacement.
  BalanceRows(const PhiRows& phi, const Labels& labels, MatrixView<double> gram,
              MatrixView<double> class_sums, const std::vector<std::int64_t>& seen, Rng& rng,
              const Work& work, std::int64_t most = kMost);

  [[nodiscard]] MatrixView<float> phi() const noexcept { return phi_; }
  [[nodiscard]] MatrixView<double> gram() const noexcept { return gram_; }
  [[nodiscard]] MatrixView<double> class_sums() const noexcept { return class_sums_; }
  [[nodiscard]] const Labels& labels() const noexcept { return *labels_; }

  // The same rows of a matrix that has a row for each of phi, and perhaps more below.
  [[nodiscard]] Matrix<float> of(MatrixView<float> rows) const;

 private:
  void draw(const PhiRows& phi, const Labels& labels, const std::vector<std::int64_t>& seen,
            std::int64_t most, Rng& rng, const Work& work);

  std::int64_t rows_;                // n
  std::vector<std::int64_t> drawn_;  // ascending; none: all rows
  MatrixView<float> phi_;
  MatrixView<double> gram_;
  MatrixView<double> class_sums_;
  const Labels* labels_;
  Matrix<float> own_phi_;
  Matrix<double> own_gram_;
  Matrix<double> own_class_sums_;
  Labels own_labels_;
};

}  // namespace orthant
