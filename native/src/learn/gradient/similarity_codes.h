// Codes from labels alone: the first stage of CNNH (Xia, Pan, Lai, Liu and Yan, "Supervised Hashing
// for Image Retrieval via Image Representation Learning", AAAI 2014, eq. 1):
//     min sum_{i != l} (S_il - h_i . h_l / r)^2   over H in [-1, 1]^(n x r),   then sgn(H)
// S_il = +1 for rows that share a label, else -1. An entry of H after the other is set to its best
// value given the rest, b / a clipped to [-1, 1], where with G = sum_{l != i} h_l h_l^T
//     a = G_kk / r,   b = sum_{l != i} S_il h_lk - (G h_i)_k / r + G_kk h_ik / r
// so no step raises the objective. Ours: the diagonal, which says nothing about codes, is left out
// (with it the step is a quartic, the paper's Newton step); S is never stored: rows with the same
// label set form a group, sum_l S_il h_l = 2 (sums of the groups that share a label) - (sum of
// all). With more than 1,024 groups, those of 1,024 drawn at random are fitted to each other, and
// the other rows to them.
// Cost of a sweep: n r (r + groups that share a label with one). Memory: n r doubles.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/rng.h"
#include "data/labels.h"
#include "data/matrix.h"
#include "linalg/work.h"

namespace orthant {

class SimilarityCodes {
 public:
  static constexpr std::int64_t kMostGroups = 1024;

  // `rows` (distinct) are fitted to each other; H starts uniform in [-1, 1].
  SimilarityCodes(const Labels& labels, std::span<const std::int64_t> rows, std::int64_t bits,
                  Rng& rng, const Work& work);

  // One pass over the entries of the fitted rows; whether an entry changed.
  bool sweep(const Work& work);
  // Sweeps over the rows that are not fitted to each other, until they have converged or `sweeps`.
  void fit_others(std::int64_t sweeps, const Work& work);

  // The objective over the rows fitted to each other. Cost n^2 r: for small data, and tests.
  [[nodiscard]] double objective() const;
  // For all rows of `labels`, n x r in {-1, +1}; 0 counts as +1.
  [[nodiscard]] Matrix<float> codes() const;
  [[nodiscard]] const Matrix<double>& relaxed() const noexcept { return relaxed_; }  // H

 private:
  void group_rows(const Labels& labels, std::span<const std::int64_t> rows, Rng& rng);
  void link_groups();
  // G and the sums of the groups, over the fitted rows.
  void add_row(std::int64_t row, double factor);
  bool improve(std::int64_t row);

  std::int64_t bits_;
  std::vector<std::int64_t> group_of_;              // per row
  std::vector<std::vector<std::int32_t>> sets_;     // per group: its labels, rising
  std::vector<std::vector<std::int64_t>> similar_;  // per group: fitted groups sharing a label
  std::vector<std::int64_t> fitted_;
  std::vector<std::int64_t> others_;
  Matrix<double> relaxed_;     // H, n x r
  Matrix<double> gram_;        // G
  Matrix<double> sums_;        // groups x r
  std::vector<double> total_;  // r
};

}  // namespace orthant
