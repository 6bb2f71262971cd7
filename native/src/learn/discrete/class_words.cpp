#include "learn/discrete/class_words.h"

#include <algorithm>
#include <span>
#include <string>
#include <utility>

#include "base/error.h"
#include "data/sum_of_squares.h"

namespace orthant {
namespace {

constexpr std::int64_t kBlock = 256;

bool one_label_a_row(const Labels& labels) {
  for (std::int64_t i = 0; i < labels.rows(); ++i) {
    if (labels.of(i).size() != 1) return false;
  }
  return true;
}

// Y^T Y: how many rows have both labels.
Matrix<double> joint_counts(const Labels& labels) {
  Matrix<double> counts(labels.classes(), labels.classes());
  for (std::int64_t i = 0; i < labels.rows(); ++i) {
    for (const std::int32_t a : labels.of(i)) {
      for (const std::int32_t b : labels.of(i)) counts(a, b) += 1.0;
    }
  }
  return counts;
}

}  // namespace

ClassWords::ClassWords(const Labels& labels, double lambda, const char* option)
    : targets_(labels), lambda_(lambda) {
  if (one_label_a_row(labels)) {
    counts_.resize(static_cast<std::size_t>(labels.classes()));
    for (std::int64_t i = 0; i < labels.rows(); ++i) {
      counts_[static_cast<std::size_t>(labels.of(i).front())] += 1.0;
    }
    return;
  }
  if (labels.classes() > kMostClasses) {
    refuse("rows with several labels from " + std::to_string(labels.classes()) +
           " classes: this method factors a matrix of the classes and takes at most " +
           std::to_string(kMostClasses) + "; use sdh or scdh");
  }
  solver_.emplace(joint_counts(labels), lambda, option);
}

void ClassWords::fit(MatrixView<float> codes, const Work& work) {
  words_ = targets_.class_sums(codes, work);
  if (solver_) {
    words_ = solver_->solve(std::move(words_));
    return;
  }
  for (std::int64_t c = 0; c < words_.rows(); ++c) {
    const double weight = 1.0 / (counts_[static_cast<std::size_t>(c)] + lambda_);
    for (double& value : words_.row(c)) value *= weight;
  }
}

void ClassWords::of_rows(std::int64_t first, std::int64_t last, double* out) const {
  std::fill_n(out, (last - first) * words_.columns(), 0.0);
  targets_.add_to_rows(words_.view(), first, last, out);
}

double ClassWords::objective(MatrixView<float> codes, const Work& work) const {
  const double error =
      work.sum_over_blocks(codes.rows, kBlock, [&](std::int64_t first, std::int64_t last) {
        Matrix<double> words(last - first, codes.columns);
        of_rows(first, last, words.data());
        const auto values = static_cast<std::size_t>(words.rows() * words.columns());
        return squared_distance(std::span(codes.row(first).data(), values),
                                std::span<const double>(words.data(), values));
      });
  const auto values = static_cast<std::size_t>(words_.rows() * words_.columns());
  return error + lambda_ * sum_of_squares(std::span(words_.data(), values));
}

}  // namespace orthant
