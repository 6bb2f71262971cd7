#include "learn/zero_shot/presence_bits.h"

#include <algorithm>
#include <utility>

#include "learn/zero_shot/joint_directions.h"
#include "linalg/blas.h"
#include "linalg/tall.h"

namespace orthant {
namespace {

bool is_zero(const Matrix<double>& a) noexcept {
  return std::all_of(a.data(), a.data() + a.rows() * a.columns(),
                     [](double value) { return value == 0.0; });
}

}  // namespace

PresenceBits::PresenceBits(Presence presence, MatrixView<double> scores, MatrixView<double> shares,
                           double name_weight, std::int32_t bits, Rng& rng, const Work& work)
    : presence_(std::move(presence)) {
  const Matrix<double> rows = presence_.of_scores(scores, work);
  const Matrix<double> names =
      shares.rows > 0 ? presence_.of_names(shares) : Matrix<double>(0, rows.columns());
  if (is_zero(rows) && is_zero(names)) return;
  const double each = shares.rows > 0 ? name_weight * static_cast<double>(rows.rows()) /
                                            static_cast<double>(shares.rows)
                                      : 1.0;
  directions_ = leading_directions(rows, names, each, bits, work);
  const Matrix<double> map = transposed(directions_.view());
  Matrix<double> lifted(rows.rows() + names.rows(), directions_.rows());
  const Matrix<double> of_rows = project(rows.view(), map.view(), work);
  std::copy_n(of_rows.data(), of_rows.rows() * of_rows.columns(), lifted.data());
  if (names.rows() > 0) multiply_into(names.view(), map.view(), lifted.row(rows.rows()).data());
  search_ = RotationSearch(std::move(lifted), names.rows(), each, bits, rng, work);
}

Matrix<double> PresenceBits::lift() const {
  return transposed_multiply(directions_.view(), search_.rotation());
}

}  // namespace orthant
