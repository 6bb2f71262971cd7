#include "learn/gradient/pair_likelihood.h"

#include <algorithm>
#include <cmath>

#include "learn/feature_fit.h"
#include "learn/gradient/shared_labels.h"
#include "linalg/blas.h"

namespace orthant {
namespace {

constexpr std::int64_t kBlock = 32;

// Replaces inner[j] = 2 psi_j by weight (sigma(psi_j) - s_j) and returns weight * sum of l_j.
double couple_row(std::span<double> inner, const double* similar, double weight) noexcept {
  double linear = 0.0;
  double logarithms = 0.0;
  double product = 1.0;  // of at most 512 factors from 1 to 2: one logarithm for all of them
  for (std::size_t j = 0; j < inner.size(); ++j) {
    const double psi = 0.5 * inner[j];
    const double e = std::exp(-std::abs(psi));
    linear += std::max(psi, 0.0) - similar[j] * psi;
    product *= 1.0 + e;
    if (j % 512 == 511) {
      logarithms += std::log(product);
      product = 1.0;
    }
    inner[j] = weight * ((psi >= 0.0 ? 1.0 : e) / (1.0 + e) - similar[j]);
  }
  return weight * (linear + logarithms + std::log(product));
}

}  // namespace

void PairLikelihood::prepare(const Labels& labels, std::span<const std::int64_t> rows,
                             std::int64_t columns, std::int64_t bits) {
  labels_ = &labels;
  trained_.assign(rows.begin(), rows.end());
  columns_ = columns;
  stored_ = Matrix<double>(labels.rows(), bits);
}

void PairLikelihood::begin_epoch(std::int64_t epoch) {
  all_seen_ = epoch > 0;
  seen_.clear();
  if (all_seen_) seen_ = trained_;
}

std::vector<std::int64_t> PairLikelihood::stored_but(std::span<const std::int64_t> batch) const {
  std::vector<char> inside(static_cast<std::size_t>(stored_.rows()), 0);
  for (const std::int64_t row : batch) inside[static_cast<std::size_t>(row)] = 1;
  std::vector<std::int64_t> others;
  for (const std::int64_t row : seen_) {
    if (inside[static_cast<std::size_t>(row)] == 0) others.push_back(row);
  }
  return others;
}

PairLikelihood::Columns PairLikelihood::couple(std::span<const std::int64_t> batch,
                                               MatrixView<double> outputs,
                                               std::span<const std::int64_t> others,
                                               double stand_for) const {
  Columns columns;
  columns.rows.assign(batch.begin(), batch.end());
  columns.rows.insert(columns.rows.end(), others.begin(), others.end());
  columns.outputs = Matrix<double>(static_cast<std::int64_t>(columns.rows.size()), outputs.columns);
  for (std::size_t j = 0; j < columns.rows.size(); ++j) {
    const std::span<const double> from = j < batch.size()
                                             ? outputs.row(static_cast<std::int64_t>(j))
                                             : stored_.view().row(columns.rows[j]);
    std::copy(from.begin(), from.end(), columns.outputs.row(static_cast<std::int64_t>(j)).begin());
  }
  if (!others.empty()) columns.weight = stand_for / static_cast<double>(others.size());
  columns.count = static_cast<double>(batch.size()) + stand_for;
  return columns;
}

// Pairs inside the batch count in both orders by being visited twice; pairs that leave it are
// visited once, hence the factor 2 for their values. The derivative by h_i is the same for both.
double PairLikelihood::sum(const Columns& columns, std::int64_t batch, Matrix<double>* gradient,
                           const Work& work) const {
  const std::int64_t bits = columns.outputs.columns();
  const auto inside = static_cast<std::size_t>(batch);
  const double scale = 1.0 / (static_cast<double>(batch) * columns.count);
  const MatrixView<double> all = columns.outputs.view();
  return work.sum_over_blocks(batch, kBlock, [&](std::int64_t first, std::int64_t last) {
    SharedLabels shared(*labels_);
    std::vector<double> similar(columns.rows.size());
    Matrix<double> inner(last - first, all.rows);
    multiply_transposed_into(all.block(first, last), all, inner.data());
    double value = 0.0;
    for (std::int64_t i = first; i < last; ++i) {
      shared.with(columns.rows[static_cast<std::size_t>(i)], columns.rows, similar.data());
      const std::span<double> row = inner.row(i - first);
      value += couple_row(row.first(inside), similar.data(), scale);
      value +=
          2.0 * couple_row(row.subspan(inside), similar.data() + inside, scale * columns.weight);
    }
    if (gradient == nullptr) return value;
    const Matrix<double> derivative = multiply(inner.view(), all);
    for (std::int64_t i = first; i < last; ++i) {
      for (std::int64_t k = 0; k < bits; ++k) (*gradient)(i, k) += derivative(i - first, k);
    }
    return value;
  });
}

double PairLikelihood::evaluate(std::span<const std::int64_t> rows, MatrixView<double> outputs,
                                Matrix<double>& gradient, Rng& rng, const Work& work) {
  std::vector<std::int64_t> others = stored_but(rows);
  const auto stand_for = static_cast<double>(others.size());
  const auto count = static_cast<std::int64_t>(others.size());
  if (columns_ > 0 && columns_ < count) {
    std::vector<std::int64_t> drawn = draw_rows(count, columns_, rng);
    for (std::int64_t& at : drawn) at = others[static_cast<std::size_t>(at)];
    others = std::move(drawn);
  }
  const Columns columns = couple(rows, outputs, others, stand_for);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::span<const double> row = outputs.row(static_cast<std::int64_t>(i));
    std::copy(row.begin(), row.end(), stored_.row(rows[i]).begin());
  }
  if (!all_seen_) seen_.insert(seen_.end(), rows.begin(), rows.end());
  return sum(columns, outputs.rows, &gradient, work);
}

// The rows trained on are in random order: the first of them are a sample.
double PairLikelihood::validate(std::span<const std::int64_t> rows, MatrixView<double> outputs,
                                const Work& work) const {
  std::span<const std::int64_t> others(seen_);
  const auto stand_for = static_cast<double>(others.size());
  if (columns_ > 0) {
    others = others.first(std::min(others.size(), static_cast<std::size_t>(columns_)));
  }
  return sum(couple(rows, outputs, others, stand_for), outputs.rows, nullptr, work);
}

void PairLikelihood::visit(State& state) { state.field("stored outputs", stored_); }

}  // namespace orthant
