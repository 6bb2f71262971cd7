#include "learn/discrete/code_fit.h"

#include <cmath>
#include <utility>
#include <vector>

#include "learn/discrete/discrete_codes.h"
#include "learn/feature_fit.h"
#include "linalg/ridge.h"
#include "linalg/tall.h"

namespace orthant {
namespace {

// 1 / deviation of each column of centred rows; 1 for a constant one.
std::vector<double> scales_of(const Matrix<double>& gram, std::int64_t rows) {
  std::vector<double> scales(static_cast<std::size_t>(gram.rows()), 1.0);
  for (std::int64_t j = 0; j < gram.rows(); ++j) {
    const double variance = gram(j, j) / static_cast<double>(rows);
    if (variance > 0.0) scales[static_cast<std::size_t>(j)] = 1.0 / std::sqrt(variance);
  }
  return scales;
}

void scale_rows(const std::vector<double>& scales, Matrix<double>& a) {
  for (std::int64_t i = 0; i < a.rows(); ++i) {
    for (double& value : a.row(i)) value *= scales[static_cast<std::size_t>(i)];
  }
}

}  // namespace

void CodeFit::prepare(MatrixView<float> rows, bool unit_rows, std::int64_t anchors, Rng& rng,
                      const Work& work) {
  rows_ = rows;
  features_ = anchors > 0 ? fit_anchors(rows, unit_rows, anchors, rng, work)
                          : fit_linear(rows, unit_rows, work);
}

void CodeFit::fit(MatrixView<float> codes, double ridge, const Work& work) {
  const Matrix<float> phi = map_rows(features_, rows_, work);
  Matrix<double> normal = gram(phi.view(), work);
  Matrix<double> right = cross(phi.view(), codes, work);
  if (features_.anchors.rows() > 0) {
    projection_ = solve_ridge(std::move(normal), ridge, "ridge", std::move(right));
    return;
  }
  const std::vector<double> scales = scales_of(normal, rows_.rows);
  for (std::int64_t i = 0; i < normal.rows(); ++i) {
    for (std::int64_t j = 0; j < normal.columns(); ++j) {
      normal(i, j) *= scales[static_cast<std::size_t>(i)] * scales[static_cast<std::size_t>(j)];
    }
  }
  scale_rows(scales, right);
  projection_ = solve_ridge(std::move(normal), ridge, "ridge", std::move(right));
  scale_rows(scales, projection_);
}

void CodeFit::visit(std::int64_t bits, State& state) {
  if (projection_.empty()) projection_ = Matrix<double>(features_.columns(), bits);
  state.field("projection", projection_);
}

void CodeFit::finish(HashModel& model) const {
  add_visual_bits(features_, projection_.view(), model);
}

}  // namespace orthant
