// The likelihood of pairs (DPSH: Li, Wang and Kang, IJCAI 2016, eq. 2; DSDH: Li, Sun, He and Tan,
// NIPS 2017, eq. 2). With psi_ij = h_i . h_j / 2 and s_ij = 1 if the rows share a label, else 0:
//     l_ij = log(1 + e^psi_ij) - s_ij psi_ij,   computed as max(psi, 0) - s psi + log(1 + e^-|psi|)
// As in the authors' programs a batch is coupled with the stored outputs of all rows trained on,
// those of the batch fresh: the value of a batch of b rows is
//     1 / (b c) sum of l_ij over the ordered pairs (i, j), diagonal included, that touch the batch
// with c rows in all, and its derivative by h_i is
//     1 / (b c) sum_j (sigma(psi_ij) - s_ij) h_j
// Ours: rows not yet seen in the first epoch are left out, and at most `columns` rows outside the
// batch stand for all of them, drawn anew for each batch and weighted by how many they stand for.
// Cost of a batch: 2 b c r. Memory: n r doubles.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/rng.h"
#include "data/labels.h"
#include "data/matrix.h"
#include "learn/state.h"
#include "linalg/work.h"

namespace orthant {

class PairLikelihood {
 public:
  // `labels` is borrowed. rows: those trained on. columns: 0 for all.
  void prepare(const Labels& labels, std::span<const std::int64_t> rows, std::int64_t columns,
               std::int64_t bits);
  // After the first epoch every row has been stored.
  void begin_epoch(std::int64_t epoch);

  // Stores the outputs of the batch (b x r). Adds the derivative to `gradient` (b x r).
  [[nodiscard]] double evaluate(std::span<const std::int64_t> rows, MatrixView<double> outputs,
                                Matrix<double>& gradient, Rng& rng, const Work& work);
  // The value for other rows, coupled with the stored ones.
  [[nodiscard]] double validate(std::span<const std::int64_t> rows, MatrixView<double> outputs,
                                const Work& work) const;

  [[nodiscard]] MatrixView<double> stored() const noexcept { return stored_.view(); }  // by row
  void visit(State& state);

 private:
  // The rows coupled with a batch: its own, then others.
  struct Columns {
    std::vector<std::int64_t> rows;
    Matrix<double> outputs;
    double weight = 1.0;  // of each of the others
    double count = 0.0;   // of the rows that they all stand for
  };

  void see(std::span<const std::int64_t> rows);
  // Of the rows seen, those outside the batch: all of them, or `count`, fewer than there are.
  [[nodiscard]] std::vector<std::int64_t> all_others(std::span<const std::int64_t> batch) const;
  [[nodiscard]] std::vector<std::int64_t> draw_others(std::span<const std::int64_t> batch,
                                                      std::size_t count, Rng& rng);
  [[nodiscard]] Columns couple(std::span<const std::int64_t> batch, MatrixView<double> outputs,
                               std::span<const std::int64_t> others, double stand_for) const;
  [[nodiscard]] double sum(const Columns& columns, std::int64_t batch, Matrix<double>* gradient,
                           const Work& work) const;

  const Labels* labels_ = nullptr;
  std::vector<std::int64_t> trained_;
  std::vector<std::int64_t> seen_;  // those of them that are stored
  std::vector<char> is_seen_;       // per row
  std::vector<char> excluded_;      // per row, from being drawn; zeros between draws
  std::int64_t columns_ = 0;
  Matrix<double> stored_;  // n x r
};

}  // namespace orthant
