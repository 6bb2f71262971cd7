#include "learn/discrete/class_similarity.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

namespace orthant {
namespace {

constexpr std::int64_t kBlock = 256;
constexpr std::int64_t kColumns = 64;  // a chunk of work

double weight(const Labels& labels, std::int64_t row) noexcept {
  return 1.0 / std::sqrt(static_cast<double>(labels.of(row).size()));
}

// ||L^T L||^2: L^T L has an entry for each pair of labels that some row has.
double squared_joint_weights(const Labels& labels) {
  std::map<std::pair<std::int32_t, std::int32_t>, double> joint;
  for (std::int64_t i = 0; i < labels.rows(); ++i) {
    const double share = 1.0 / static_cast<double>(labels.of(i).size());
    for (const std::int32_t a : labels.of(i)) {
      for (const std::int32_t b : labels.of(i)) joint[{a, b}] += share;
    }
  }
  double sum = 0.0;
  for (const auto& [pair, value] : joint) sum += value * value;
  return sum;
}

struct Sums {
  Matrix<double> of_classes;  // L^T rows
  Matrix<double> of_all;      // 1^T rows
};

template <typename T>
Sums sums_of(const Labels& labels, MatrixView<T> rows, const Work& work) {
  Sums sums{Matrix<double>(labels.classes(), rows.columns), Matrix<double>(1, rows.columns)};
  work.for_each_block(rows.columns, kColumns, [&](std::int64_t left, std::int64_t right) {
    double* all = sums.of_all.data();
    for (std::int64_t i = 0; i < rows.rows; ++i) {
      if (i % 4096 == 0) work.poll();
      const T* row = rows.row(i).data();
      const double scale = weight(labels, i);
      for (std::int64_t j = left; j < right; ++j) all[j] += row[j];
      for (const std::int32_t label : labels.of(i)) {
        double* sum = sums.of_classes.row(label).data();
        for (std::int64_t j = left; j < right; ++j) sum[j] += scale * row[j];
      }
    }
  });
  return sums;
}

template <typename T>
void add(const Labels& labels, MatrixView<T> rows, double factor, Matrix<double>& out,
         const Work& work) {
  const Sums sums = sums_of(labels, rows, work);
  const std::int64_t columns = rows.columns;
  work.for_each_block(rows.rows, kBlock, [&](std::int64_t first, std::int64_t last) {
    for (std::int64_t i = first; i < last; ++i) {
      double* to = out.row(i).data();
      for (std::int64_t j = 0; j < columns; ++j) to[j] -= factor * sums.of_all.data()[j];
      const double scale = 2.0 * factor * weight(labels, i);
      for (const std::int32_t label : labels.of(i)) {
        const double* from = sums.of_classes.row(label).data();
        for (std::int64_t j = 0; j < columns; ++j) to[j] += scale * from[j];
      }
    }
  });
}

double dot(const Matrix<double>& a, const Matrix<double>& b) {
  double sum = 0.0;
  for (std::int64_t i = 0; i < a.rows() * a.columns(); ++i) sum += a.data()[i] * b.data()[i];
  return sum;
}

}  // namespace

ClassSimilarity::ClassSimilarity(const Labels& labels) : labels_(&labels) {
  // ||2 L L^T - 1 1^T||^2 = 4 ||L^T L||^2 - 4 ||L^T 1||^2 + n^2
  std::vector<double> sums(static_cast<std::size_t>(labels.classes()));
  for (std::int64_t i = 0; i < labels.rows(); ++i) {
    const double scale = weight(labels, i);
    for (const std::int32_t label : labels.of(i)) sums[static_cast<std::size_t>(label)] += scale;
  }
  double of_sums = 0.0;
  for (const double sum : sums) of_sums += sum * sum;
  const auto n = static_cast<double>(labels.rows());
  squared_norm_ = 4.0 * squared_joint_weights(labels) - 4.0 * of_sums + n * n;
}

void ClassSimilarity::add_product(MatrixView<float> rows, double factor, Matrix<double>& out,
                                  const Work& work) const {
  add(*labels_, rows, factor, out, work);
}

void ClassSimilarity::add_product(MatrixView<double> rows, double factor, Matrix<double>& out,
                                  const Work& work) const {
  add(*labels_, rows, factor, out, work);
}

double ClassSimilarity::inner_product(MatrixView<float> a, MatrixView<double> b,
                                      const Work& work) const {
  const Sums of_a = sums_of(*labels_, a, work);
  const Sums of_b = sums_of(*labels_, b, work);
  return 2.0 * dot(of_a.of_classes, of_b.of_classes) - dot(of_a.of_all, of_b.of_all);
}

}  // namespace orthant
