#include "learn/discrete/greedy_kernel_bits.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "data/sum_of_squares.h"
#include "linalg/blas.h"
#include "linalg/tall.h"

namespace orthant {
namespace {

constexpr std::int64_t kBlock = 256;
constexpr double kNull = 1e-10;  // eigenvalues of K^T K below this share of the largest are zero
constexpr int kDoublings = 50;   // of the curvature that a gradient step assumes

double squared_norm(const Matrix<double>& a) noexcept {
  return sum_of_squares(
      std::span<const double>(a.data(), static_cast<std::size_t>(a.rows() * a.columns())));
}

// T with T^T N T = I for N = K^T K of l rows: eigenvectors over the roots of their eigenvalues.
// Kernels are at most 1, in float: what K holds of rounding alone gives eigenvalues below l e-14.
Matrix<double> whitening_of(Matrix<double> normal, std::int64_t rows) {
  const SymmetricEigen eigen = symmetric_eigen(std::move(normal));
  const double least = std::max(kNull * eigen.values[0], 1e-12 * static_cast<double>(rows));
  std::int64_t rank = 0;
  for (const double value : eigen.values) rank += value > least ? 1 : 0;
  Matrix<double> whitening(eigen.vectors.columns(), rank);
  for (std::int64_t j = 0; j < rank; ++j) {
    const double scale = 1.0 / std::sqrt(eigen.values[static_cast<std::size_t>(j)]);
    for (std::int64_t i = 0; i < whitening.rows(); ++i) {
      whitening(i, j) = scale * eigen.vectors(j, i);
    }
  }
  return whitening;
}

// rows v. The lanes let the compiler use vectors.
Matrix<double> times(MatrixView<float> rows, MatrixView<double> v, const Work& work) {
  constexpr std::int64_t kLanes = 8;
  Matrix<double> out(rows.rows, 1);
  work.for_each_block(rows.rows, kBlock, [&](std::int64_t first, std::int64_t last) {
    for (std::int64_t i = first; i < last; ++i) {
      const float* row = rows.row(i).data();
      std::array<double, kLanes> sums{};
      std::int64_t j = 0;
      for (; j + kLanes <= rows.columns; j += kLanes) {
        for (std::int64_t lane = 0; lane < kLanes; ++lane) {
          sums[static_cast<std::size_t>(lane)] +=
              static_cast<double>(row[j + lane]) * v.data[j + lane];
        }
      }
      double sum = 0.0;
      for (; j < rows.columns; ++j) sum += static_cast<double>(row[j]) * v.data[j];
      for (const double lane : sums) sum += lane;
      out(i, 0) = sum;
    }
  });
  return out;
}

// rows^T v: a block's share on its own, the shares in order.
Matrix<double> transposed_times(MatrixView<float> rows, MatrixView<double> v, const Work& work) {
  Matrix<double> shares((rows.rows + kBlock - 1) / kBlock, rows.columns);
  work.for_each_block(rows.rows, kBlock, [&](std::int64_t first, std::int64_t last) {
    double* share = shares.row(first / kBlock).data();
    for (std::int64_t i = first; i < last; ++i) {
      const float* row = rows.row(i).data();
      const double weight = v(i, 0);
      for (std::int64_t j = 0; j < rows.columns; ++j) {
        share[j] += weight * static_cast<double>(row[j]);
      }
    }
  });
  Matrix<double> out(rows.columns, 1);
  for (std::int64_t b = 0; b < shares.rows(); ++b) {
    for (std::int64_t j = 0; j < rows.columns; ++j) out(j, 0) += shares(b, j);
  }
  return out;
}

// a + factor (a - b)
Matrix<double> beyond(const Matrix<double>& a, const Matrix<double>& b, double factor) {
  Matrix<double> out = a.clone();
  for (std::int64_t i = 0; i < a.rows(); ++i) out(i, 0) += factor * (a(i, 0) - b(i, 0));
  return out;
}

}  // namespace

GreedyKernelBits::GreedyKernelBits(Matrix<float> kernel, Similarity similarity, std::int64_t bits,
                                   Limits limits, const Work& work)
    : kernel_(std::move(kernel)),
      similarity_(std::move(similarity)),
      limits_(limits),
      whitening_(whitening_of(gram(kernel_.view(), work), kernel_.rows())),
      directions_(kernel_.columns(), bits),
      codes_(kernel_.rows(), bits) {
  work.poll();
  // S = 2 Z - 1 1^T, and 1^T K = 0 but for rounding: K^T S K = 2 sum over a ~ b of K_a K_b^T.
  const Matrix<double> sums =
      multiply(similarity_.set_sums(kernel_.view(), work).view(), whitening_.view());
  const Matrix<double> near =
      similarity_.similar_sums(similarity_.all(), similarity_.all(), sums.view(), work);
  similar_kernels_ = transposed_multiply(sums.view(), near.view());
  for (std::int64_t i = 0; i < similar_kernels_.rows() * similar_kernels_.columns(); ++i) {
    similar_kernels_.data()[i] *= 2.0;
  }
}

Matrix<double> GreedyKernelBits::spectral_start(const Work& work) const {
  if (whitening_.columns() == 0) return {kernel_.columns(), 1};  // all rows are alike
  const Matrix<double> chosen =                                  // T^T K^T Y
      transposed_multiply(whitening_.view(), cross(kernel_.view(), codes(), work).view());
  Matrix<double> residue = multiply_transposed(chosen.view(), chosen.view());
  const auto bits = static_cast<double>(codes_.columns());
  for (std::int64_t i = 0; i < residue.rows() * residue.columns(); ++i) {
    residue.data()[i] = bits * similar_kernels_.data()[i] - residue.data()[i];
  }
  work.poll();
  const SymmetricEigen eigen = symmetric_eigen(std::move(residue));
  const MatrixView<double> top = eigen.vectors.view().block(0, 1);
  Matrix<double> a = multiply_transposed(whitening_.view(), top);
  const double scale = std::sqrt(static_cast<double>(kernel_.rows()));
  for (std::int64_t i = 0; i < a.rows(); ++i) a(i, 0) *= scale;
  return a;
}

Matrix<double> GreedyKernelBits::residue_times(MatrixView<float> y, const Work& work) const {
  const Matrix<double> sums = similarity_.set_sums(y, work);
  const Matrix<double> near =
      similarity_.similar_sums(similarity_.all(), similarity_.all(), sums.view(), work);
  double total = 0.0;
  for (std::int64_t a = 0; a < sums.rows(); ++a) total += sums(a, 0);
  Matrix<double> exact(y.rows, 1);
  for (std::int64_t i = 0; i < y.rows; ++i) exact(i, 0) = static_cast<double>(y(i, 0));
  const Matrix<double> along = transposed_times(codes(), exact.view(), work);  // Y^T y
  Matrix<double> product = times(codes(), along.view(), work);
  const auto bits = static_cast<double>(codes_.columns());
  for (std::int64_t i = 0; i < product.rows(); ++i) {
    product(i, 0) = bits * (2.0 * near(similarity_.set_of(i), 0) - total) - product(i, 0);
  }
  return product;
}

double GreedyKernelBits::agreement(MatrixView<float> y, const Work& work) const {
  const Matrix<double> product = residue_times(y, work);
  double sum = 0.0;
  for (std::int64_t i = 0; i < y.rows; ++i) sum += static_cast<double>(y(i, 0)) * product(i, 0);
  return sum;
}

double GreedyKernelBits::smooth_cost(MatrixView<double> a, Matrix<double>* gradient,
                                     const Work& work) const {
  const Matrix<double> z = times(kernel_.view(), a, work);
  Matrix<float> f(z.rows(), 1);
  for (std::int64_t i = 0; i < z.rows(); ++i) f(i, 0) = static_cast<float>(std::tanh(z(i, 0) / 2));
  Matrix<double> slope = residue_times(f.view(), work);
  double cost = 0.0;
  for (std::int64_t i = 0; i < z.rows(); ++i) {
    const auto value = static_cast<double>(f(i, 0));
    cost -= value * slope(i, 0);
    slope(i, 0) *= -(1.0 - value * value);  // f' = (1 - f^2) / 2, and R counts twice
  }
  if (gradient != nullptr) *gradient = transposed_times(kernel_.view(), slope.view(), work);
  return cost;
}

Matrix<double> GreedyKernelBits::refined(const Matrix<double>& start, const Work& work) const {
  const auto rows = static_cast<double>(kernel_.rows());
  Matrix<double> before = start.clone();
  Matrix<double> now = start.clone();
  double cost = smooth_cost(now.view(), nullptr, work);
  double curvature = 1.0;
  double momentum = 1.0;
  double momentum_before = 0.0;
  for (std::int64_t step = 0; step < limits_.steps; ++step) {
    const Matrix<double> ahead = beyond(now, before, (momentum_before - 1.0) / momentum);
    Matrix<double> gradient;
    const double ahead_cost = smooth_cost(ahead.view(), &gradient, work);
    const double slope = squared_norm(gradient);
    Matrix<double> next;
    double next_cost = 0.0;
    int doublings = 0;
    for (; doublings <= kDoublings; ++doublings) {
      next = ahead.clone();
      for (std::int64_t i = 0; i < next.rows(); ++i) next(i, 0) -= gradient(i, 0) / curvature;
      next_cost = smooth_cost(next.view(), nullptr, work);
      if (next_cost <= ahead_cost - slope / (2.0 * curvature)) break;
      curvature *= 2.0;
    }
    if (doublings > kDoublings) break;  // no step goes down: a flat place
    before = std::exchange(now, std::move(next));
    momentum = (1.0 + std::sqrt(1.0 + 4.0 * std::pow(momentum_before = momentum, 2))) / 2.0;
    if (std::abs(std::exchange(cost, next_cost) - next_cost) <= limits_.tolerance * rows) break;
  }
  return now;
}

Matrix<float> GreedyKernelBits::signs(MatrixView<double> a, const Work& work) const {
  const Matrix<double> z = times(kernel_.view(), a, work);
  Matrix<float> y(z.rows(), 1);
  for (std::int64_t i = 0; i < z.rows(); ++i) y(i, 0) = z(i, 0) > 0.0 ? 1.0F : -1.0F;
  return y;
}

void GreedyKernelBits::add_bit(std::int64_t k, const Work& work) {
  Matrix<double> a = spectral_start(work);
  Matrix<float> y = signs(a.view(), work);
  Matrix<double> other = refined(a, work);
  Matrix<float> other_y = signs(other.view(), work);
  if (agreement(other_y.view(), work) > agreement(y.view(), work)) {
    a = std::move(other);
    y = std::move(other_y);
  }
  for (std::int64_t i = 0; i < a.rows(); ++i) directions_(i, k) = a(i, 0);
  for (std::int64_t i = 0; i < y.rows(); ++i) codes_(i, k) = y(i, 0);
}

double GreedyKernelBits::objective(const Work& work) const {
  const auto l = static_cast<double>(kernel_.rows());
  const auto r = static_cast<double>(codes_.columns());
  const Matrix<double> sums = similarity_.set_sums(codes(), work);
  const double own = squared_norm(gram(codes(), work));
  return r * r + (own - 2.0 * r * similarity_form(similarity_, -1.0, sums.view(), work)) / (l * l);
}

}  // namespace orthant
