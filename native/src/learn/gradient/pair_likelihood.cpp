#include "learn/gradient/pair_likelihood.h"

#include <algorithm>
#include <cmath>
#include <iterator>

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
  seen_.clear();
  is_seen_.assign(static_cast<std::size_t>(labels.rows()), 0);
  excluded_ = is_seen_;
}

void PairLikelihood::begin_epoch(std::int64_t epoch) {
  seen_.clear();
  std::fill(is_seen_.begin(), is_seen_.end(), 0);
  if (epoch > 0) see(trained_);
}

void PairLikelihood::see(std::span<const std::int64_t> rows) {
  for (const std::int64_t row : rows) {
    char& is_seen = is_seen_[static_cast<std::size_t>(row)];
    if (is_seen == 0) seen_.push_back(row);
    is_seen = 1;
  }
}

// Draws among all stored rows and rejects: listing those that are left would cost as much as the
// data have rows, for each batch.
std::vector<std::int64_t> PairLikelihood::draw_others(std::span<const std::int64_t> batch,
                                                      std::size_t count, Rng& rng) {
  const auto excluded = [&](std::int64_t row) -> char& {
    return excluded_[static_cast<std::size_t>(row)];
  };
  std::vector<std::int64_t> drawn;
  for (const std::int64_t row : batch) excluded(row) = 1;
  while (drawn.size() < count) {
    const std::int64_t row = seen_[static_cast<std::size_t>(rng.below(seen_.size()))];
    if (excluded(row) != 0) continue;
    excluded(row) = 1;
    drawn.push_back(row);
  }
  for (const std::int64_t row : batch) excluded(row) = 0;
  for (const std::int64_t row : drawn) excluded(row) = 0;
  return drawn;
}

std::vector<std::int64_t> PairLikelihood::all_others(std::span<const std::int64_t> batch) const {
  std::vector<char> inside(is_seen_.size(), 0);
  for (const std::int64_t row : batch) inside[static_cast<std::size_t>(row)] = 1;
  std::vector<std::int64_t> others;
  std::copy_if(seen_.begin(), seen_.end(), std::back_inserter(others),
               [&](std::int64_t row) { return inside[static_cast<std::size_t>(row)] == 0; });
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
  const auto inside =
      static_cast<std::size_t>(std::count_if(rows.begin(), rows.end(), [&](std::int64_t row) {
        return is_seen_[static_cast<std::size_t>(row)] != 0;
      }));
  const std::size_t outside = seen_.size() - inside;
  const auto most = columns_ > 0 ? static_cast<std::size_t>(columns_) : outside;
  const std::vector<std::int64_t> others =
      most < outside ? draw_others(rows, most, rng) : all_others(rows);
  const auto stand_for = static_cast<double>(outside);
  const Columns columns = couple(rows, outputs, others, stand_for);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::span<const double> row = outputs.row(static_cast<std::int64_t>(i));
    std::copy(row.begin(), row.end(), stored_.row(rows[i]).begin());
  }
  see(rows);
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
