// Class scores by ridge regression, honest about the rows that they were fitted to. With centred
// rows X (n x m) and centred class indicators T (n x c; of several classes each is 1):
//     S = (X^T X + l I)^-1 X^T T,    scores of a new row: x S
//     h_i = 1/n + x_i^T (X^T X + l I)^-1 x_i
//     t_i - e_i / (1 - h_i),  e = T - X S:   the scores of row i by a fit to all other rows
// The last line is exact (Allen, "The relationship between variable selection and data
// augmentation", Technometrics 1974; 1/n is the mean's share), so a fit per row is never made. The
// ridge l is the one of a fixed grid, in shares of the mean eigenvalue of X^T X, whose left-out
// scores have the smallest squared error (PRESS).
// Why: a network learns rows by heart where it has thousands of inputs, and then what it makes of
// new rows is not what it was trained for. Left-out scores err as scores of new rows do, so codes
// trained on them are trained for new rows, doubts included. Ours: that use.
// Cost: n m^2 + 4 m^3 for the fit, n m^2 to turn the rows, n m (c + 1) for each ridge.
#pragma once

#include "data/labels.h"
#include "data/matrix.h"
#include "linalg/work.h"

namespace orthant {

struct ClassScores {
  Matrix<double> map;       // S, m x c
  Matrix<double> left_out;  // n x c
  double ridge = 0.0;       // l
};

// `centred` has as many rows as `labels`, at least two; at most 32,766 columns. All zero if the
// rows are.
[[nodiscard]] ClassScores fit_class_scores(MatrixView<float> centred, const Labels& labels,
                                           const Work& work);

}  // namespace orthant
