// Rows of float features that need not be in memory: whoever uses them asks for one block after the
// other. Immutable; any number of threads, each with a scratch of its own.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <utility>

#include "data/matrix.h"

namespace orthant {

class RowSource {
 public:
  RowSource(std::int64_t rows, std::int64_t columns) : rows_(rows), columns_(columns) {}
  virtual ~RowSource() = default;
  RowSource(const RowSource&) = delete;
  RowSource& operator=(const RowSource&) = delete;

  [[nodiscard]] std::int64_t rows() const noexcept { return rows_; }
  [[nodiscard]] std::int64_t columns() const noexcept { return columns_; }

  // The rows [first, last): where they lie, or brought into `scratch`, which grows as needed. The
  // same bits every time. Throws Error where they cannot be had.
  [[nodiscard]] virtual MatrixView<float> block(std::int64_t first, std::int64_t last,
                                                Matrix<float>& scratch) const = 0;

  // rows^T rows, if it was computed before and kept; else null. Belongs to the source.
  [[nodiscard]] virtual const Matrix<double>* known_gram() const noexcept { return nullptr; }

 protected:
  // `scratch` with room for the rows; what it holds is not meant.
  [[nodiscard]] MatrixView<float> room_in(Matrix<float>& scratch, std::int64_t count) const {
    if (scratch.rows() < count || scratch.columns() != columns_) {
      scratch = Matrix<float>();  // before the new one is made
      scratch = Matrix<float>(count, columns_);
    }
    return scratch.view().block(0, count);
  }

 private:
  std::int64_t rows_;
  std::int64_t columns_;
};

// The rows of one source below those of another, of as many columns.
class StackedRows final : public RowSource {
 public:
  StackedRows(std::shared_ptr<const RowSource> upper, std::shared_ptr<const RowSource> lower)
      : RowSource(upper->rows() + lower->rows(), upper->columns()),
        upper_(std::move(upper)),
        lower_(std::move(lower)) {}

  [[nodiscard]] MatrixView<float> block(std::int64_t first, std::int64_t last,
                                        Matrix<float>& scratch) const override {
    const std::int64_t above = upper_->rows();
    if (last <= above) return upper_->block(first, last, scratch);
    if (first >= above) return lower_->block(first - above, last - above, scratch);
    const MatrixView<float> room = room_in(scratch, last - first);
    Matrix<float> part;
    copy(upper_->block(first, above, part), scratch.data());
    copy(lower_->block(0, last - above, part), scratch.row(above - first).data());
    return room;
  }

 private:
  static void copy(MatrixView<float> rows, float* to) {
    std::copy_n(rows.data, rows.rows * rows.columns, to);
  }

  std::shared_ptr<const RowSource> upper_;
  std::shared_ptr<const RowSource> lower_;
};

// Rows in memory, borrowed or owned.
class MatrixRows final : public RowSource {
 public:
  explicit MatrixRows(MatrixView<float> borrowed)
      : RowSource(borrowed.rows, borrowed.columns), view_(borrowed) {}
  explicit MatrixRows(Matrix<float> owned)
      : RowSource(owned.rows(), owned.columns()), owned_(std::move(owned)), view_(owned_.view()) {}

  [[nodiscard]] MatrixView<float> block(std::int64_t first, std::int64_t last,
                                        Matrix<float>& /*scratch*/) const override {
    return view_.block(first, last);
  }

 private:
  Matrix<float> owned_;
  MatrixView<float> view_;
};

}  // namespace orthant
