// Chooses the threshold of `orthant` by cross-validation over held-out seen classes; classes
// without rows play no part in it. The seen classes are dealt into up to 5 folds at random, and so
// are the rows. A fold holds out all rows of its classes and, so that both sides are measured on
// rows that were not learned from, its share of the others. The scores are fitted on the rest;
// held-out rows are encoded with each balance of a grid, and each is a query against the others of
// its fold. The unseen ones among them give a zero-shot mAP, the others a seen mAP; both are means
// over the folds. Chosen is the balance of the highest zero-shot mAP among those whose seen mAP is
// at least `kSeenKept` of the best one. A balance that leaves all rows of a fold alike counts 0
// there. The visual bits use no labels and are therefore the same in every fold. Phi^T Phi of a
// fold is that of all rows minus that of the rows held out. Cost: about 2 n m^2, and m^3 / 3 a
// fold. Searches and rankings take at most 2,000 rows each.
#pragma once

#include <cstdint>
#include <vector>

#include "base/rng.h"
#include "data/labels.h"
#include "data/matrix.h"
#include "linalg/work.h"

namespace orthant {

inline constexpr double kSeenKept = 0.96;

struct BalanceProblem {
  MatrixView<float> phi;           // n x m
  MatrixView<double> gram;         // Phi^T Phi
  MatrixView<double> class_sums;   // S x m, sums of phi over the rows of each seen class
  const Labels* labels = nullptr;  // of the rows
  std::vector<std::int64_t> seen;  // classes of class_sums and coordinates
  MatrixView<double> coordinates;  // S x k
  MatrixView<float> visual;        // n x visual bits, signs
  std::int32_t semantic_bits = 0;
  double ridge = 0.0;
  double meaning = 0.0;
};

struct BalancePoint {
  double balance = 0.0;
  double zero_shot = 0.0;  // mAP of held-out classes
  double seen = 0.0;       // mAP of held-out rows of the others
};

// Points of the grid by rising balance; empty with fewer than 3 seen classes.
[[nodiscard]] std::vector<BalancePoint> balance_curve(const BalanceProblem& problem, Rng& rng,
                                                      const Work& work);

// points is not empty.
[[nodiscard]] double chosen_balance(const std::vector<BalancePoint>& points);

}  // namespace orthant
