#include "learn/discrete/latent_factors.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "data/rows_of.h"
#include "data/sum_of_squares.h"
#include "linalg/blas.h"
#include "linalg/ridge.h"
#include "linalg/tall.h"

namespace orthant {
namespace {

constexpr std::int64_t kBlock = 64;
constexpr double kLeastShare = 1.0 / 64.0;

double sigmoid(double t) noexcept { return 1.0 / (1.0 + std::exp(-t)); }

// log(1 + e^t) without overflow.
double softplus(double t) noexcept { return std::max(t, 0.0) + std::log1p(std::exp(-std::abs(t))); }

// (U_O^T U_O / 8 + I / beta)^-1
Matrix<double> inverse_curvature(MatrixView<double> drawn, double beta) {
  Matrix<double> curvature = transposed_multiply(drawn, drawn);
  Matrix<double> identity(curvature.rows(), curvature.rows());
  for (std::int64_t i = 0; i < curvature.rows(); ++i) {
    for (std::int64_t j = 0; j < curvature.rows(); ++j) curvature(i, j) /= 8.0;
    identity(i, i) = 1.0;
  }
  return solve_ridge(std::move(curvature), 1.0 / beta, "beta", std::move(identity));
}

}  // namespace

Matrix<std::uint8_t> LatentFactors::similar_to(const std::vector<std::int64_t>& columns) const {
  Matrix<std::uint8_t> z(similarity_.sets(), static_cast<std::int64_t>(columns.size()));
  for (std::int32_t set = 0; set < similarity_.sets(); ++set) {
    for (std::size_t j = 0; j < columns.size(); ++j) {
      const bool similar = similarity_.similar(set, similarity_.set_of(columns[j]));
      z(set, static_cast<std::int64_t>(j)) = similar ? 1 : 0;
    }
  }
  return z;
}

Matrix<double> LatentFactors::step(const std::vector<std::int64_t>& drawn, const Work& work) const {
  const std::int64_t bits = factors_.columns();
  Matrix<double> step(factors_.rows(), bits);
  const Matrix<double> own = rows_of(factors(), drawn);
  const Matrix<std::uint8_t> z = similar_to(drawn);
  const Matrix<double> inverse = inverse_curvature(own.view(), beta_);
  work.for_each_block(factors_.rows(), kBlock, [&](std::int64_t first, std::int64_t last) {
    const MatrixView<double> block = factors_.view().block(first, last);
    Matrix<double> pull = multiply_transposed(block, own.view());  // 2 t_iO, then z - sigmoid(t)
    for (std::int64_t i = first; i < last; ++i) {
      const std::uint8_t* similar = z.row(similarity_.set_of(i)).data();
      double* row = pull.row(i - first).data();
      for (std::int64_t j = 0; j < pull.columns(); ++j) row[j] = similar[j] - sigmoid(row[j] / 2);
    }
    Matrix<double> gradient = multiply(pull.view(), own.view());
    for (std::int64_t i = 0; i < block.rows * bits; ++i) {
      gradient.data()[i] -= block.data[i] / beta_;
    }
    multiply_into(gradient.view(), inverse.view(), step.row(first).data());
  });
  for (const std::int64_t row : drawn) std::ranges::fill(step.row(row), 0.0);  // these stay
  return step;
}

void LatentFactors::add(const Matrix<double>& step, double share) {
  for (std::int64_t i = 0; i < factors_.rows() * factors_.columns(); ++i) {
    factors_.data()[i] += share * step.data()[i];
  }
}

double LatentFactors::descend(const Matrix<double>& step, const std::vector<std::int64_t>& columns,
                              double before, const Work& work) {
  const Matrix<double> start = factors_.clone();
  for (double share = 1.0; share >= kLeastShare; share /= 2.0) {
    add(step, share);
    const double after = objective(columns, work);
    if (after < before) return after;
    std::copy_n(start.data(), start.rows() * start.columns(), factors_.data());
  }
  return before;
}

double LatentFactors::objective(const std::vector<std::int64_t>& columns, const Work& work) const {
  const auto n = static_cast<double>(factors_.rows());
  const Matrix<double> own = rows_of(factors(), columns);
  const Matrix<std::uint8_t> z = similar_to(columns);
  const double loss =
      work.sum_over_blocks(factors_.rows(), kBlock, [&](std::int64_t first, std::int64_t last) {
        const Matrix<double> products =
            multiply_transposed(factors_.view().block(first, last), own.view());
        double sum = 0.0;
        for (std::int64_t i = first; i < last; ++i) {
          const std::uint8_t* similar = z.row(similarity_.set_of(i)).data();
          const double* row = products.row(i - first).data();
          for (std::int64_t j = 0; j < products.columns(); ++j) {
            sum += softplus(row[j] / 2) - similar[j] * row[j] / 2;
          }
        }
        return sum;
      });
  const double norm = sum_of_squares(
      std::span(factors_.data(), static_cast<std::size_t>(factors_.rows() * factors_.columns())));
  return loss / (n * static_cast<double>(columns.size())) + norm / (2.0 * beta_ * n * n);
}

Matrix<float> LatentFactors::signs() const {
  Matrix<float> codes(factors_.rows(), factors_.columns());
  for (std::int64_t i = 0; i < codes.rows() * codes.columns(); ++i) {
    codes.data()[i] = factors_.data()[i] > 0.0 ? 1.0F : -1.0F;
  }
  return codes;
}

}  // namespace orthant
