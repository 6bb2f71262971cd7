#include "linalg/tall.h"

#include <algorithm>
#include <span>
#include <type_traits>

#include "data/sum_of_squares.h"
#include "linalg/blas.h"

namespace orthant {
namespace {

// A block of 256 x 256 doubles fits the second-level cache; its product takes about a millisecond.
constexpr std::int64_t kTile = 256;
constexpr std::int64_t kRows = 256;
constexpr std::int64_t kRowsPerClaim = 4 * kRows;  // share the cost of scratch

// With several threads, rows of a panel that are worth starting them for, and values at most.
constexpr std::int64_t kSharedRows = 8 * kRows;
constexpr std::int64_t kSharedValues = std::int64_t{1} << 22;

std::int64_t tiles_over(std::int64_t columns) { return (columns + kTile - 1) / kTile; }

// A matrix in memory, in the form of a RowSource.
template <typename T>
class ViewRows {
 public:
  using Value = T;
  explicit ViewRows(MatrixView<T> view) : view_(view) {}
  [[nodiscard]] std::int64_t rows() const { return view_.rows; }
  [[nodiscard]] std::int64_t columns() const { return view_.columns; }
  [[nodiscard]] MatrixView<T> block(std::int64_t first, std::int64_t last,
                                    Matrix<float>& /*scratch*/) const {
    return view_.block(first, last);
  }

 private:
  MatrixView<T> view_;
};

class SourceRows {
 public:
  using Value = float;
  explicit SourceRows(const RowSource& source) : source_(&source) {}
  [[nodiscard]] std::int64_t rows() const { return source_->rows(); }
  [[nodiscard]] std::int64_t columns() const { return source_->columns(); }
  [[nodiscard]] MatrixView<float> block(std::int64_t first, std::int64_t last,
                                        Matrix<float>& scratch) const {
    return source_->block(first, last, scratch);
  }

 private:
  const RowSource* source_;
};

// Neighbouring rows in double, each tile of kTile columns without gaps.
class Panel {
 public:
  Panel(std::int64_t rows, std::int64_t columns)
      : values_(static_cast<std::size_t>(rows * columns)), rows_(rows), columns_(columns) {}

  // Converts the rows of a block; the first becomes row `at`.
  template <typename T>
  void fill(MatrixView<T> block, std::int64_t at) noexcept {
    for (std::int64_t left = 0; left < columns_; left += kTile) {
      const std::int64_t width = std::min(kTile, columns_ - left);
      double* to = values_.data() + left * rows_ + at * width;
      for (std::int64_t i = 0; i < block.rows; ++i, to += width) {
        const T* from = block.data + i * columns_ + left;
        for (std::int64_t j = 0; j < width; ++j) to[j] = static_cast<double>(from[j]);
      }
    }
  }

  // The rows [first, last) of the tile that begins at column `left`.
  [[nodiscard]] MatrixView<double> tile(std::int64_t left, std::int64_t first,
                                        std::int64_t last) const noexcept {
    const std::int64_t width = std::min(kTile, columns_ - left);
    return {values_.data() + left * rows_ + first * width, last - first, width};
  }

 private:
  AlignedBuffer<double> values_;
  std::int64_t rows_;
  std::int64_t columns_;
};

// Rows of a panel: the results do not depend on them, as blocks of kRows are added in order. One
// thread finds a block of them in its cache; several are started anew for each panel.
std::int64_t panel_rows(std::int64_t rows, std::int64_t columns, const Work& work) {
  if (work.threads() == 1) return std::min(rows, kRows);
  const std::int64_t fitting = kSharedValues / std::max<std::int64_t>(1, columns) / kRows * kRows;
  return std::min(rows, std::clamp(fitting, kRows, kSharedRows));
}

// Calls body(count) for one panel after the other, when `fill` has filled its blocks: fill(first,
// last, at), from row `at` of the panel on.
template <typename Fill, typename Body>
void for_each_panel(std::int64_t rows, std::int64_t step, const Work& work, const Fill& fill,
                    const Body& body) {
  for (std::int64_t begin = 0; begin < rows; begin += step) {
    const std::int64_t count = std::min(step, rows - begin);
    work.for_each_block(count, kRows, [&](std::int64_t first, std::int64_t last) {
      fill(begin + first, begin + last, first);
    });
    body(count);
  }
}

template <typename A, typename B>
Matrix<double> cross_of(const A& a, const B& b, const Work& work) {
  Matrix<double> out(a.columns(), b.columns());
  const std::int64_t across = tiles_over(b.columns());
  const std::int64_t step = panel_rows(a.rows(), a.columns() + b.columns(), work);
  Panel left_side(step, a.columns());
  Panel right_side(step, b.columns());
  const auto fill = [&](std::int64_t first, std::int64_t last, std::int64_t at) {
    Matrix<float> scratch;
    left_side.fill(a.block(first, last, scratch), at);
    right_side.fill(b.block(first, last, scratch), at);
  };
  for_each_panel(a.rows(), step, work, fill, [&](std::int64_t count) {
    work.for_each_chunk(tiles_over(a.columns()) * across, [&](std::int64_t tile) {
      const std::int64_t top = tile / across * kTile;
      const std::int64_t left = tile % across * kTile;
      for (std::int64_t first = 0; first < count; first += kRows) {
        const std::int64_t last = std::min(count, first + kRows);
        add_transposed_multiply(left_side.tile(top, first, last),
                                right_side.tile(left, first, last), out.row(top).data() + left,
                                out.columns());
      }
    });
  });
  return out;
}

// Of the tiles on the diagonal the lower half, and the tiles below it.
template <typename Rows>
Matrix<double> gram_of(const Rows& rows, const Work& work) {
  Matrix<double> out(rows.columns(), rows.columns());
  const std::int64_t across = tiles_over(rows.columns());
  const std::int64_t step = panel_rows(rows.rows(), rows.columns(), work);
  Panel panel(step, rows.columns());
  const auto fill = [&](std::int64_t first, std::int64_t last, std::int64_t at) {
    Matrix<float> scratch;
    panel.fill(rows.block(first, last, scratch), at);
  };
  for_each_panel(rows.rows(), step, work, fill, [&](std::int64_t count) {
    work.for_each_chunk(across * across, [&](std::int64_t tile) {
      const std::int64_t top = tile / across * kTile;
      const std::int64_t left = tile % across * kTile;
      if (left > top) return;
      double* to = out.row(top).data() + left;
      for (std::int64_t first = 0; first < count; first += kRows) {
        const std::int64_t last = std::min(count, first + kRows);
        const MatrixView<double> a = panel.tile(top, first, last);
        if (left == top) {
          add_gram(a, to, out.columns());
        } else {
          add_transposed_multiply(a, panel.tile(left, first, last), to, out.columns());
        }
      }
    });
  });
  for (std::int64_t i = 0; i < rows.columns(); ++i) {
    for (std::int64_t j = 0; j < i; ++j) out(j, i) = out(i, j);
  }
  return out;
}

template <typename Rows>
Matrix<double> project_of(const Rows& rows, MatrixView<double> map, const Work& work) {
  Matrix<double> out(rows.rows(), map.columns);
  work.for_each_block(rows.rows(), kRowsPerClaim, [&](std::int64_t begin, std::int64_t end) {
    Matrix<float> scratch;
    Matrix<double> block;
    for (std::int64_t first = begin; first < end; first += kRows) {
      work.poll();
      const std::int64_t last = std::min(end, first + kRows);
      const MatrixView<typename Rows::Value> part = rows.block(first, last, scratch);
      if constexpr (std::is_same_v<typename Rows::Value, double>) {
        multiply_into(part, map, out.row(first).data());
      } else {
        if (block.empty()) block = Matrix<double>(last - first, rows.columns());
        std::copy_n(part.data, part.rows * part.columns, block.data());
        multiply_into(block.view().block(0, part.rows), map, out.row(first).data());
      }
    }
  });
  return out;
}

}  // namespace

Matrix<double> gram(MatrixView<float> rows, const Work& work) {
  return gram_of(ViewRows(rows), work);
}
Matrix<double> gram(MatrixView<double> rows, const Work& work) {
  return gram_of(ViewRows(rows), work);
}
Matrix<double> gram(const RowSource& rows, const Work& work) {
  if (rows.known_gram() != nullptr) return rows.known_gram()->clone();
  return gram_of(SourceRows(rows), work);
}

Matrix<double> cross(MatrixView<float> a, MatrixView<float> b, const Work& work) {
  return cross_of(ViewRows(a), ViewRows(b), work);
}
Matrix<double> cross(MatrixView<float> a, MatrixView<double> b, const Work& work) {
  return cross_of(ViewRows(a), ViewRows(b), work);
}
Matrix<double> cross(MatrixView<double> a, MatrixView<float> b, const Work& work) {
  return cross_of(ViewRows(a), ViewRows(b), work);
}
Matrix<double> cross(MatrixView<double> a, MatrixView<double> b, const Work& work) {
  return cross_of(ViewRows(a), ViewRows(b), work);
}
Matrix<double> cross(const RowSource& a, MatrixView<float> b, const Work& work) {
  return cross_of(SourceRows(a), ViewRows(b), work);
}
Matrix<double> cross(const RowSource& a, MatrixView<double> b, const Work& work) {
  return cross_of(SourceRows(a), ViewRows(b), work);
}

double squared_distance(MatrixView<float> a, MatrixView<double> b, const Work& work) {
  return work.sum_over_blocks(a.rows, kRowsPerClaim, [&](std::int64_t first, std::int64_t last) {
    const auto values = static_cast<std::size_t>((last - first) * a.columns);
    return squared_distance(std::span(a.row(first).data(), values),
                            std::span(b.row(first).data(), values));
  });
}

Matrix<double> project(MatrixView<float> rows, MatrixView<double> map, const Work& work) {
  return project_of(ViewRows(rows), map, work);
}
Matrix<double> project(MatrixView<double> rows, MatrixView<double> map, const Work& work) {
  return project_of(ViewRows(rows), map, work);
}
Matrix<double> project(const RowSource& rows, MatrixView<double> map, const Work& work) {
  return project_of(SourceRows(rows), map, work);
}

}  // namespace orthant
