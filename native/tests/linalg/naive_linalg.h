// Linear algebra in plain loops and doubles, without the library's: what tests compare with.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

#include "base/rng.h"
#include "data/matrix.h"

namespace orthant::naive {

class Dense {
 public:
  Dense() = default;
  Dense(std::size_t rows, std::size_t columns)
      : rows_(rows), columns_(columns), values_(rows * columns) {}
  template <typename T>
  explicit Dense(MatrixView<T> view)
      : Dense(static_cast<std::size_t>(view.rows), static_cast<std::size_t>(view.columns)) {
    for (std::size_t i = 0; i < values_.size(); ++i) values_[i] = static_cast<double>(view.data[i]);
  }

  [[nodiscard]] std::size_t rows() const { return rows_; }
  [[nodiscard]] std::size_t columns() const { return columns_; }
  [[nodiscard]] double& operator()(std::size_t i, std::size_t j) {
    return values_[i * columns_ + j];
  }
  [[nodiscard]] double operator()(std::size_t i, std::size_t j) const {
    return values_[i * columns_ + j];
  }

 private:
  std::size_t rows_ = 0;
  std::size_t columns_ = 0;
  std::vector<double> values_;
};

inline Dense transposed(const Dense& a) {
  Dense t(a.columns(), a.rows());
  for (std::size_t i = 0; i < a.rows(); ++i) {
    for (std::size_t j = 0; j < a.columns(); ++j) t(j, i) = a(i, j);
  }
  return t;
}

inline Dense operator*(const Dense& a, const Dense& b) {
  Dense c(a.rows(), b.columns());
  for (std::size_t i = 0; i < a.rows(); ++i) {
    for (std::size_t j = 0; j < b.columns(); ++j) {
      double sum = 0.0;
      for (std::size_t k = 0; k < a.columns(); ++k) sum += a(i, k) * b(k, j);
      c(i, j) = sum;
    }
  }
  return c;
}

// a + factor b
inline Dense plus(const Dense& a, double factor, const Dense& b) {
  Dense c = a;
  for (std::size_t i = 0; i < a.rows(); ++i) {
    for (std::size_t j = 0; j < a.columns(); ++j) c(i, j) += factor * b(i, j);
  }
  return c;
}

inline Dense identity(std::size_t side) {
  Dense result(side, side);
  for (std::size_t i = 0; i < side; ++i) result(i, i) = 1.0;
  return result;
}

inline double squared_norm(const Dense& a) {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.rows(); ++i) {
    for (std::size_t j = 0; j < a.columns(); ++j) sum += a(i, j) * a(i, j);
  }
  return sum;
}

inline double trace(const Dense& a) {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.rows(); ++i) sum += a(i, i);
  return sum;
}

inline double largest_difference(const Dense& a, const Dense& b) {
  double worst = a.rows() == b.rows() && a.columns() == b.columns() ? 0.0 : HUGE_VAL;
  for (std::size_t i = 0; i < a.rows() && worst < HUGE_VAL; ++i) {
    for (std::size_t j = 0; j < a.columns(); ++j) {
      worst = std::max(worst, std::abs(a(i, j) - b(i, j)));
    }
  }
  return worst;
}

// a^-1 b by Gaussian elimination with partial pivoting.
inline Dense solve(Dense a, Dense b) {
  for (std::size_t k = 0; k < a.rows(); ++k) {
    std::size_t pivot = k;
    for (std::size_t i = k + 1; i < a.rows(); ++i) {
      if (std::abs(a(i, k)) > std::abs(a(pivot, k))) pivot = i;
    }
    for (std::size_t j = 0; j < a.columns(); ++j) std::swap(a(k, j), a(pivot, j));
    for (std::size_t j = 0; j < b.columns(); ++j) std::swap(b(k, j), b(pivot, j));
    for (std::size_t i = 0; i < a.rows(); ++i) {
      if (i == k) continue;
      const double factor = a(i, k) / a(k, k);
      for (std::size_t j = k; j < a.columns(); ++j) a(i, j) -= factor * a(k, j);
      for (std::size_t j = 0; j < b.columns(); ++j) b(i, j) -= factor * b(k, j);
    }
  }
  for (std::size_t i = 0; i < b.rows(); ++i) {
    for (std::size_t j = 0; j < b.columns(); ++j) b(i, j) /= a(i, i);
  }
  return b;
}

// One-sided Jacobi (Hestenes): turns pairs of columns of `a` until all are orthogonal, and the
// columns of `v` along with them: a = (a's columns) v^T.
inline void orthogonalise_columns(Dense& a, Dense& v) {
  const auto dot = [&a](std::size_t p, std::size_t q) {
    double sum = 0.0;
    for (std::size_t i = 0; i < a.rows(); ++i) sum += a(i, p) * a(i, q);
    return sum;
  };
  for (int sweep = 0; sweep < 60; ++sweep) {
    for (std::size_t p = 0; p + 1 < a.columns(); ++p) {
      for (std::size_t q = p + 1; q < a.columns(); ++q) {
        const double pp = dot(p, p);
        const double qq = dot(q, q);
        const double pq = dot(p, q);
        if (std::abs(pq) <= 1e-16 * std::sqrt(pp * qq)) continue;
        const double zeta = (qq - pp) / (2.0 * pq);
        const double t = (zeta >= 0.0 ? 1.0 : -1.0) / (std::abs(zeta) + std::hypot(1.0, zeta));
        const double c = 1.0 / std::hypot(1.0, t);
        const double s = c * t;
        for (Dense* m : {&a, &v}) {
          for (std::size_t i = 0; i < m->rows(); ++i) {
            const double x = (*m)(i, p);
            const double y = (*m)(i, q);
            (*m)(i, p) = c * x - s * y;
            (*m)(i, q) = s * x + c * y;
          }
        }
      }
    }
  }
}

// Makes column `column` of `u` a unit vector orthogonal to the columns in `others`.
inline void complete_column(Dense& u, std::size_t column, const std::vector<std::size_t>& others) {
  for (std::size_t axis = 0; axis < u.rows(); ++axis) {
    std::vector<double> candidate(u.rows());
    candidate[axis] = 1.0;
    for (int twice = 0; twice < 2; ++twice) {
      for (const std::size_t other : others) {
        double dot = 0.0;
        for (std::size_t i = 0; i < u.rows(); ++i) dot += candidate[i] * u(i, other);
        for (std::size_t i = 0; i < u.rows(); ++i) candidate[i] -= dot * u(i, other);
      }
    }
    double norm = 0.0;
    for (const double value : candidate) norm += value * value;
    if (norm < 0.5 / static_cast<double>(u.rows())) continue;
    for (std::size_t i = 0; i < u.rows(); ++i) u(i, column) = candidate[i] / std::sqrt(norm);
    return;
  }
}

// U V^T of the singular value decomposition of m (q x r, q <= r).
inline Dense nearest_rotation(const Dense& m) {
  Dense u =
      transposed(m);  // r x q: its columns become r-dimensional singular vectors, times values
  Dense v = identity(u.columns());
  orthogonalise_columns(u, v);
  std::vector<double> lengths(u.columns());
  for (std::size_t j = 0; j < u.columns(); ++j) {
    double sum = 0.0;
    for (std::size_t i = 0; i < u.rows(); ++i) sum += u(i, j) * u(i, j);
    lengths[j] = std::sqrt(sum);
  }
  const double largest = *std::max_element(lengths.begin(), lengths.end());
  std::vector<std::size_t> done;
  for (std::size_t j = 0; j < u.columns(); ++j) {
    if (lengths[j] <= 1e-12 * largest) continue;
    for (std::size_t i = 0; i < u.rows(); ++i) u(i, j) /= lengths[j];
    done.push_back(j);
  }
  for (std::size_t j = 0; j < u.columns(); ++j) {
    if (lengths[j] > 1e-12 * largest) continue;
    complete_column(u, j, done);
    done.push_back(j);
  }
  return v * transposed(u);
}

struct Eigen {
  std::vector<double> values;  // falling
  Dense vectors;               // a row each
};

// Of a symmetric matrix without negative eigenvalues: its singular values and vectors.
inline Eigen eigen_of_gram(const Dense& gram) {
  Dense a = gram;
  Dense v = identity(a.rows());
  orthogonalise_columns(a, v);
  std::vector<std::pair<double, std::size_t>> order;
  for (std::size_t j = 0; j < a.columns(); ++j) {
    double sum = 0.0;
    for (std::size_t i = 0; i < a.rows(); ++i) sum += a(i, j) * a(i, j);
    order.emplace_back(-std::sqrt(sum), j);
  }
  std::sort(order.begin(), order.end());
  Eigen eigen{{}, Dense(a.rows(), a.columns())};
  for (std::size_t k = 0; k < order.size(); ++k) {
    eigen.values.push_back(-order[k].first);
    for (std::size_t i = 0; i < a.rows(); ++i) eigen.vectors(k, i) = v(i, order[k].second);
  }
  return eigen;
}

// The first `count` rows of `vectors`, each with the sign that it has in `model`.
inline Dense with_signs_of(const Dense& vectors, const Dense& model) {
  Dense result(model.rows(), model.columns());
  for (std::size_t k = 0; k < model.rows(); ++k) {
    double dot = 0.0;
    for (std::size_t i = 0; i < model.columns(); ++i) dot += vectors(k, i) * model(k, i);
    for (std::size_t i = 0; i < model.columns(); ++i) {
      result(k, i) = dot < 0.0 ? -vectors(k, i) : vectors(k, i);
    }
  }
  return result;
}

inline Dense random(std::size_t rows, std::size_t columns, Rng& rng) {
  Dense result(rows, columns);
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t j = 0; j < columns; ++j) result(i, j) = rng.normal();
  }
  return result;
}

template <typename T>
Matrix<T> to_matrix(const Dense& a) {
  Matrix<T> result(static_cast<std::int64_t>(a.rows()), static_cast<std::int64_t>(a.columns()));
  for (std::size_t i = 0; i < a.rows(); ++i) {
    for (std::size_t j = 0; j < a.columns(); ++j) {
      result(static_cast<std::int64_t>(i), static_cast<std::int64_t>(j)) = static_cast<T>(a(i, j));
    }
  }
  return result;
}

}  // namespace orthant::naive
