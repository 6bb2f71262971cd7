#include "learn/discrete/class_targets.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "data/sum_of_squares.h"
#include "learn/discrete/sign_sums.h"
#include "linalg/blas.h"
#include "linalg/tall.h"

namespace orthant {
namespace {

constexpr std::int64_t kBlock = 256;
constexpr std::int64_t kColumns = 128;                        // of class_sums: a chunk of work
constexpr std::int64_t kBlockValues = std::int64_t{1} << 22;  // of squared_error: 32 MiB a thread

}  // namespace

ClassTargets::ClassTargets(const Labels& labels, Matrix<double> vectors, Combine combine)
    : labels_(&labels), vectors_(std::move(vectors)), combine_(combine) {}

ClassTargets::ClassTargets(const Labels& labels)
    : ClassTargets(labels, Matrix<double>(), Combine::sum) {}

double ClassTargets::weight(std::int64_t row) const noexcept {
  return combine_ == Combine::sum ? 1.0 : 1.0 / static_cast<double>(labels_->of(row).size());
}

void ClassTargets::add_row(MatrixView<double> per_class, std::int64_t row, double factor,
                           double* out) const {
  const double scale = factor * weight(row);
  for (const std::int32_t label : labels_->of(row)) {
    const double* from = per_class.row(label).data();
    for (std::int64_t j = 0; j < per_class.columns; ++j) out[j] += scale * from[j];
  }
}

void ClassTargets::subtract_target(std::int64_t row, double* out) const {
  if (!vectors_.empty()) return add_row(vectors_.view(), row, -1.0, out);
  for (const std::int32_t label : labels_->of(row)) out[label] -= weight(row);
}

Matrix<double> ClassTargets::class_sums(MatrixView<float> rows, const Work& work) const {
  Matrix<double> sums(labels_->classes(), rows.columns);
  add_class_sums(rows, 0, sums, work);
  return sums;
}

Matrix<double> ClassTargets::class_sums(const RowSource& rows, const Work& work) const {
  constexpr std::int64_t kPanelRows = 2048;
  constexpr std::int64_t kReadRows = 64;  // by a thread
  Matrix<double> sums(labels_->classes(), rows.columns());
  Matrix<float> panel(std::min(kPanelRows, rows.rows()), rows.columns());
  for (std::int64_t first = 0; first < rows.rows(); first += kPanelRows) {
    const std::int64_t count = std::min(kPanelRows, rows.rows() - first);
    work.for_each_block(count, kReadRows, [&](std::int64_t begin, std::int64_t end) {
      Matrix<float> scratch;
      const MatrixView<float> part = rows.block(first + begin, first + end, scratch);
      std::copy_n(part.data, part.rows * part.columns, panel.row(begin).data());
    });
    add_class_sums(panel.view().block(0, count), first, sums, work);
  }
  return sums;
}

// The rows are those from `from` on. Each sum takes them in their order, whatever the blocks.
void ClassTargets::add_class_sums(MatrixView<float> rows, std::int64_t from, Matrix<double>& sums,
                                  const Work& work) const {
  work.for_each_block(rows.columns, kColumns, [&](std::int64_t left, std::int64_t right) {
    for (std::int64_t i = 0; i < rows.rows; ++i) {
      if (i % 4096 == 0) work.poll();
      const double scale = weight(from + i);
      const float* row = rows.row(i).data();
      for (const std::int32_t label : labels_->of(from + i)) {
        double* sum = sums.row(label).data();
        for (std::int64_t j = left; j < right; ++j) sum[j] += scale * row[j];
      }
    }
  });
}

Matrix<double> ClassTargets::sign_sums(MatrixView<float> codes, const Work& work) const {
  bool ones = true;
  for (std::int64_t i = 0; i < rows() && ones; ++i) ones = weight(i) == 1.0;
  return ones ? sign_class_sums(codes, *labels_, work) : class_sums(codes, work);
}

Matrix<double> ClassTargets::vectors_times(MatrixView<double> map) const {
  return vectors_.empty() ? transposed(map) : multiply_transposed(vectors_.view(), map);
}

Matrix<double> ClassTargets::combined(MatrixView<double> sums) const {
  return vectors_.empty() ? transposed(sums) : transposed_multiply(sums, vectors_.view());
}

void ClassTargets::add_to_rows(MatrixView<double> per_class, Matrix<double>& out,
                               const Work& work) const {
  work.for_each_block(rows(), kBlock, [&](std::int64_t first, std::int64_t last) {
    add_to_rows(per_class, first, last, out.row(first).data());
  });
}

void ClassTargets::add_to_rows(MatrixView<double> per_class, std::int64_t first, std::int64_t last,
                               double* out) const {
  for (std::int64_t i = first; i < last; ++i, out += per_class.columns) {
    add_row(per_class, i, 1.0, out);
  }
}

double ClassTargets::squared_error(MatrixView<float> codes, MatrixView<double> map,
                                   const Work& work) const {
  const std::int64_t block_rows = std::clamp<std::int64_t>(kBlockValues / map.columns, 1, kBlock);
  return work.sum_over_blocks(rows(), block_rows, [&](std::int64_t first, std::int64_t last) {
    const Matrix<double> block = double_block(codes, first, last, 0, codes.columns);
    Matrix<double> error = multiply(block.view(), map);
    double sum = 0.0;
    for (std::int64_t i = first; i < last; ++i) {
      subtract_target(i, error.row(i - first).data());
      sum += sum_of_squares(error.view().row(i - first));
    }
    return sum;
  });
}

Matrix<double> unit_class_vectors(MatrixView<float> vectors) {
  Matrix<double> unit = double_block(vectors, 0, vectors.rows, 0, vectors.columns);
  scale_rows_to_unit(unit);
  return unit;
}

void scale_rows_to_unit(Matrix<double>& rows) {
  for (std::int64_t i = 0; i < rows.rows(); ++i) {
    const double squares = sum_of_squares(rows.view().row(i));
    if (squares == 0.0) continue;
    const double scale = 1.0 / std::sqrt(squares);
    for (double& value : rows.row(i)) value *= scale;
  }
}

}  // namespace orthant
