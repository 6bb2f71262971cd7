// Products of tall matrices (a row per sample) with small results, all sums in double. Rows of
// float, in memory or from a source, are converted once, block by block. Parallel over tiles of the
// result, each of which adds its row blocks in order: the same bits at any number of threads, and
// whether rows lie in memory or come from a source. Memory beside the result: 256 rows in double on
// one thread, on several up to 2,048 (32 MiB; 256 rows in any case), and what the source needs.
#pragma once

#include "data/matrix.h"
#include "data/row_source.h"
#include "linalg/work.h"

namespace orthant {

// rows^T rows: columns x columns, symmetric. Cost n columns^2 multiply-adds (half of them saved).
[[nodiscard]] Matrix<double> gram(MatrixView<float> rows, const Work& work);
[[nodiscard]] Matrix<double> gram(MatrixView<double> rows, const Work& work);
// A source that knows its Gram matrix is not read.
[[nodiscard]] Matrix<double> gram(const RowSource& rows, const Work& work);

// a^T b for matrices with the same number of rows.
[[nodiscard]] Matrix<double> cross(MatrixView<float> a, MatrixView<float> b, const Work& work);
[[nodiscard]] Matrix<double> cross(MatrixView<float> a, MatrixView<double> b, const Work& work);
[[nodiscard]] Matrix<double> cross(MatrixView<double> a, MatrixView<float> b, const Work& work);
[[nodiscard]] Matrix<double> cross(const RowSource& a, MatrixView<float> b, const Work& work);
[[nodiscard]] Matrix<double> cross(const RowSource& a, MatrixView<double> b, const Work& work);
[[nodiscard]] Matrix<double> cross(MatrixView<double> a, MatrixView<double> b, const Work& work);

// rows map: n x map.columns().
[[nodiscard]] Matrix<double> project(MatrixView<float> rows, MatrixView<double> map,
                                     const Work& work);
[[nodiscard]] Matrix<double> project(MatrixView<double> rows, MatrixView<double> map,
                                     const Work& work);
[[nodiscard]] Matrix<double> project(const RowSource& rows, MatrixView<double> map,
                                     const Work& work);

// ||a - b||^2 for matrices of the same shape, summed entry by entry.
[[nodiscard]] double squared_distance(MatrixView<float> a, MatrixView<double> b, const Work& work);

// The block [first, last) x [left, right) of rows, converted to double.
template <typename T>
[[nodiscard]] Matrix<double> double_block(MatrixView<T> rows, std::int64_t first, std::int64_t last,
                                          std::int64_t left, std::int64_t right) {
  Matrix<double> block(last - first, right - left);
  for (std::int64_t i = first; i < last; ++i) {
    const T* from = rows.data + i * rows.columns + left;
    double* to = block.row(i - first).data();
    for (std::int64_t j = 0; j < right - left; ++j) to[j] = static_cast<double>(from[j]);
  }
  return block;
}

}  // namespace orthant
