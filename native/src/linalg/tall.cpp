#include "linalg/tall.h"

#include <algorithm>
#include <type_traits>

#include "linalg/blas.h"

namespace orthant {
namespace {

// A block of 256 x 256 doubles fits the second-level cache; its product takes about a millisecond.
constexpr std::int64_t kTile = 256;
constexpr std::int64_t kRows = 256;

std::int64_t tiles_over(std::int64_t columns) { return (columns + kTile - 1) / kTile; }

// The tile of a^T b that begins at row `top` and column `left`, into `out`.
template <typename A, typename B>
void cross_tile(MatrixView<A> a, MatrixView<B> b, std::int64_t top, std::int64_t left,
                Matrix<double>& out, const Work& work) {
  const std::int64_t bottom = std::min(a.columns, top + kTile);
  const std::int64_t right = std::min(b.columns, left + kTile);
  for (std::int64_t first = 0; first < a.rows; first += kRows) {
    work.poll();
    const std::int64_t last = std::min(a.rows, first + kRows);
    const Matrix<double> a_block = double_block(a, first, last, top, bottom);
    const Matrix<double> b_block = double_block(b, first, last, left, right);
    add_transposed_multiply(a_block.view(), b_block.view(), out.row(top).data() + left,
                            out.columns());
  }
}

template <typename A, typename B>
Matrix<double> cross_of(MatrixView<A> a, MatrixView<B> b, const Work& work) {
  Matrix<double> out(a.columns, b.columns);
  const std::int64_t across = tiles_over(b.columns);
  work.for_each_chunk(tiles_over(a.columns) * across, [&](std::int64_t tile) {
    cross_tile(a, b, tile / across * kTile, tile % across * kTile, out, work);
  });
  return out;
}

template <typename T>
Matrix<double> gram_of(MatrixView<T> rows, const Work& work) {
  Matrix<double> out(rows.columns, rows.columns);
  const std::int64_t across = tiles_over(rows.columns);
  work.for_each_chunk(across * across, [&](std::int64_t tile) {
    const std::int64_t top = tile / across;
    const std::int64_t left = tile % across;
    if (left <= top) cross_tile(rows, rows, top * kTile, left * kTile, out, work);
  });
  for (std::int64_t i = 0; i < rows.columns; ++i) {
    for (std::int64_t j = 0; j < i; ++j) out(j, i) = out(i, j);
  }
  return out;
}

template <typename T>
Matrix<double> project_of(MatrixView<T> rows, MatrixView<double> map, const Work& work) {
  Matrix<double> out(rows.rows, map.columns);
  work.for_each_block(rows.rows, kRows, [&](std::int64_t first, std::int64_t last) {
    if constexpr (std::is_same_v<T, double>) {
      multiply_into(rows.block(first, last), map, out.row(first).data());
    } else {
      const Matrix<double> block = double_block(rows, first, last, 0, rows.columns);
      multiply_into(block.view(), map, out.row(first).data());
    }
  });
  return out;
}

}  // namespace

Matrix<double> gram(MatrixView<float> rows, const Work& work) { return gram_of(rows, work); }
Matrix<double> gram(MatrixView<double> rows, const Work& work) { return gram_of(rows, work); }

Matrix<double> cross(MatrixView<float> a, MatrixView<float> b, const Work& work) {
  return cross_of(a, b, work);
}
Matrix<double> cross(MatrixView<float> a, MatrixView<double> b, const Work& work) {
  return cross_of(a, b, work);
}
Matrix<double> cross(MatrixView<double> a, MatrixView<float> b, const Work& work) {
  return cross_of(a, b, work);
}
Matrix<double> cross(MatrixView<double> a, MatrixView<double> b, const Work& work) {
  return cross_of(a, b, work);
}

Matrix<double> project(MatrixView<float> rows, MatrixView<double> map, const Work& work) {
  return project_of(rows, map, work);
}
Matrix<double> project(MatrixView<double> rows, MatrixView<double> map, const Work& work) {
  return project_of(rows, map, work);
}

}  // namespace orthant
