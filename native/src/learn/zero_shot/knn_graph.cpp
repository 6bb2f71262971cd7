#include "learn/zero_shot/knn_graph.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "data/sum_of_squares.h"
#include "linalg/blas.h"
#include "linalg/tall.h"

namespace orthant {
namespace {

constexpr std::int64_t kQueries = 128;
constexpr std::int64_t kBase = 512;

using Neighbour = std::pair<double, std::int64_t>;  // squared distance, row

std::vector<double> squares_of(const Matrix<double>& block) {
  std::vector<double> squares;
  for (std::int64_t i = 0; i < block.rows(); ++i) {
    squares.push_back(sum_of_squares(block.row(i)));
  }
  return squares;
}

// Squared distances between two blocks of rows, clamped at 0.
Matrix<double> distances(const Matrix<double>& a, const Matrix<double>& b) {
  Matrix<double> result = multiply_transposed(a.view(), b.view());
  const std::vector<double> a_squares = squares_of(a);
  const std::vector<double> b_squares = squares_of(b);
  for (std::int64_t i = 0; i < a.rows(); ++i) {
    for (std::int64_t j = 0; j < b.rows(); ++j) {
      const double squares =
          a_squares[static_cast<std::size_t>(i)] + b_squares[static_cast<std::size_t>(j)];
      result(i, j) = std::max(0.0, squares - 2.0 * result(i, j));
    }
  }
  return result;
}

// Keeps the `count` least, in order.
void keep(std::vector<Neighbour>& best, std::size_t count, Neighbour candidate) {
  if (best.size() == count) {
    if (count == 0 || candidate >= best.back()) return;
    best.pop_back();
  }
  best.insert(std::upper_bound(best.begin(), best.end(), candidate), candidate);
}

void find_neighbours(MatrixView<float> rows, std::int64_t first, std::int64_t last,
                     std::size_t count, std::vector<std::vector<Neighbour>>& best,
                     const Work& work) {
  const Matrix<double> queries = double_block(rows, first, last, 0, rows.columns);
  for (std::int64_t left = 0; left < rows.rows; left += kBase) {
    work.poll();
    const std::int64_t right = std::min(rows.rows, left + kBase);
    const Matrix<double> base = double_block(rows, left, right, 0, rows.columns);
    const Matrix<double> squares = distances(queries, base);
    for (std::int64_t i = first; i < last; ++i) {
      for (std::int64_t j = left; j < right; ++j) {
        if (i == j) continue;
        keep(best[static_cast<std::size_t>(i)], count, {squares(i - first, j - left), j});
      }
    }
  }
}

double mean_distance(MatrixView<float> rows, const Work& work) {
  const std::int64_t count = std::min<std::int64_t>(rows.rows, 1000);
  Matrix<float> sample(count, rows.columns);
  for (std::int64_t s = 0; s < count; ++s) {
    const std::span<const float> row = rows.row(s * rows.rows / count);
    std::copy(row.begin(), row.end(), sample.row(s).begin());
  }
  const Matrix<double> all = double_block(sample.view(), 0, count, 0, rows.columns);
  const double sum =
      work.sum_over_blocks(count, kQueries, [&](std::int64_t first, std::int64_t last) {
        const Matrix<double> block = double_block(sample.view(), first, last, 0, rows.columns);
        const Matrix<double> squares = distances(block, all);
        double total = 0.0;
        for (std::int64_t i = 0; i < squares.rows(); ++i) {
          for (const double square : squares.row(i)) total += std::sqrt(square);
        }
        return total;
      });
  return sum / (static_cast<double>(count) * static_cast<double>(count));
}

}  // namespace

KnnGraph::KnnGraph(MatrixView<float> rows, std::int64_t neighbours, const Work& work)
    : edges_(static_cast<std::size_t>(rows.rows)) {
  const auto count = static_cast<std::size_t>(std::min(neighbours, rows.rows - 1));
  std::vector<std::vector<Neighbour>> best(edges_.size());
  work.for_each_block(rows.rows, kQueries, [&](std::int64_t first, std::int64_t last) {
    find_neighbours(rows, first, last, count, best, work);
  });
  const double t = mean_distance(rows, work);
  const double scale = t > 0.0 ? -1.0 / (2.0 * t * t) : 0.0;
  for (std::size_t i = 0; i < best.size(); ++i) {
    for (const auto& [square, j] : best[i]) {
      const double affinity = std::exp(square * scale);
      edges_[i].push_back({j, affinity});
      edges_[static_cast<std::size_t>(j)].push_back({static_cast<std::int64_t>(i), affinity});
    }
  }
  std::vector<double> degrees;
  for (std::vector<Edge>& row : edges_) {  // mutual neighbours stand in it twice
    const auto by_row = [](const Edge& a, const Edge& b) { return a.row < b.row; };
    const auto same = [](const Edge& a, const Edge& b) { return a.row == b.row; };
    std::stable_sort(row.begin(), row.end(), by_row);
    row.erase(std::unique(row.begin(), row.end(), same), row.end());
    double degree = 0.0;
    for (const Edge& edge : row) degree += edge.weight;
    degrees.push_back(degree);
  }
  for (std::size_t i = 0; i < edges_.size(); ++i) {
    for (Edge& edge : edges_[i]) {
      const double degree = degrees[i] * degrees[static_cast<std::size_t>(edge.row)];
      edge.weight = degree > 0.0 ? edge.weight / std::sqrt(degree) : 0.0;
    }
  }
}

template <typename T>
Matrix<double> KnnGraph::times(MatrixView<T> x, const Work& work) const {
  Matrix<double> result(x.rows, x.columns);
  work.for_each_block(x.rows, kQueries, [&](std::int64_t first, std::int64_t last) {
    for (std::int64_t i = first; i < last; ++i) {
      double* out = result.row(i).data();
      for (std::int64_t k = 0; k < x.columns; ++k) out[k] = static_cast<double>(x(i, k));
      for (const Edge& edge : edges_[static_cast<std::size_t>(i)]) {
        const T* other = x.row(edge.row).data();
        for (std::int64_t k = 0; k < x.columns; ++k) {
          out[k] -= edge.weight * static_cast<double>(other[k]);
        }
      }
    }
  });
  return result;
}

Matrix<double> KnnGraph::laplacian_times(MatrixView<float> x, const Work& work) const {
  return times(x, work);
}
Matrix<double> KnnGraph::laplacian_times(MatrixView<double> x, const Work& work) const {
  return times(x, work);
}

}  // namespace orthant
