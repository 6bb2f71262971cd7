// Which rows are similar: those that share a class. Rows with the same label set are alike to all
// others, so that sums over rows are done once per distinct set, and no n x n matrix exists. With
// Z_ij = 1 if i and j share a class, else 0, and v the value of a dissimilar pair:
//     S = v 1 1^T + (1 - v) Z,   S X: for a row of set a,  v 1^T X + (1 - v) sum over b ~ a of X_b,
// where X_b is the sum of the rows of set b. One label a row: there are as many sets as classes.
// Several: at most n, and a question about all pairs takes sets^2 comparisons.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "data/labels.h"
#include "data/matrix.h"
#include "linalg/work.h"

namespace orthant {

class Similarity {
 public:
  Similarity() = default;
  // Of the given rows of `labels`, renumbered in the order given.
  Similarity(const Labels& labels, std::span<const std::int64_t> rows);
  explicit Similarity(const Labels& labels);  // of all rows

  [[nodiscard]] std::int64_t rows() const noexcept {
    return static_cast<std::int64_t>(set_of_.size());
  }
  [[nodiscard]] std::int32_t sets() const noexcept { return count_; }
  [[nodiscard]] std::int32_t set_of(std::int64_t row) const noexcept {
    return set_of_[static_cast<std::size_t>(row)];
  }
  // 0, 1, ..., sets() - 1.
  [[nodiscard]] std::span<const std::int32_t> all() const noexcept { return all_; }
  // Whether the rows of set a are similar to those of set b.
  [[nodiscard]] bool similar(std::int32_t a, std::int32_t b) const noexcept;

  // Ordered pairs (i, j) of similar rows, i = j among them. Cost sets^2 / 2.
  [[nodiscard]] double similar_pairs(const Work& work) const;

  // X_b per set: sets x columns. Rows are added in their order. Cost n columns.
  [[nodiscard]] Matrix<double> set_sums(MatrixView<float> x, const Work& work) const;

  // Row t: the sum over the sources b ~ targets[t] of sums_b. sums: sources x columns. Cost targets
  // x sources comparisons, and `columns` additions for each similar pair.
  [[nodiscard]] Matrix<double> similar_sums(std::span<const std::int32_t> targets,
                                            std::span<const std::int32_t> sources,
                                            MatrixView<double> sums, const Work& work) const;

 private:
  std::vector<std::int32_t> set_of_;             // per row
  std::int32_t count_ = 0;                       // of the sets
  std::vector<std::vector<std::int32_t>> sets_;  // their classes, ascending
  std::vector<std::uint64_t> marks_;             // per set: bit (class modulo 64) of each class
  std::vector<std::int64_t> sizes_;              // rows of each set
  std::vector<std::int32_t> all_;
  bool marks_decide_ = true;  // at most 64 classes
};

// tr(X^T S X) for X with the set sums given: v ||1^T X||^2 + (1 - v) sum over a ~ b of X_a . X_b.
[[nodiscard]] double similarity_form(const Similarity& similarity, double dissimilar,
                                     MatrixView<double> set_sums, const Work& work);

}  // namespace orthant
