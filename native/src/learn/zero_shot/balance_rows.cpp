#include "learn/zero_shot/balance_rows.h"

#include <algorithm>
#include <span>

#include "data/rows_of.h"
#include "learn/discrete/class_targets.h"
#include "learn/feature_fit.h"
#include "linalg/tall.h"

namespace orthant {
namespace {

// The rows of these ascending numbers, or all of them, in memory.
Matrix<float> read(const PhiRows& phi, const std::vector<std::int64_t>& numbers, const Work& work) {
  constexpr std::int64_t kBlock = 64;
  const bool all = numbers.empty();
  const std::int64_t count = all ? phi.rows() : static_cast<std::int64_t>(numbers.size());
  Matrix<float> result(count, phi.columns());
  work.for_each_block(phi.rows(), kBlock, [&](std::int64_t first, std::int64_t last) {
    const auto from = std::ranges::lower_bound(numbers, first);
    const auto to = std::ranges::lower_bound(numbers, last);
    if (!all && from == to) return;
    Matrix<float> scratch;
    const MatrixView<float> block = phi.block(first, last, scratch);
    if (all) {
      std::copy_n(block.data, block.rows * block.columns, result.row(first).data());
      return;
    }
    for (auto number = from; number != to; ++number) {
      std::ranges::copy(block.row(*number - first), result.row(number - numbers.begin()).begin());
    }
  });
  return result;
}

Labels labels_of(const Labels& labels, const std::vector<std::int64_t>& numbers) {
  std::vector<std::int32_t> values;
  std::vector<std::int64_t> offsets = {0};
  for (const std::int64_t number : numbers) {
    const std::span<const std::int32_t> of = labels.of(number);
    values.insert(values.end(), of.begin(), of.end());
    offsets.push_back(static_cast<std::int64_t>(values.size()));
  }
  return {std::move(values), std::move(offsets), labels.classes()};
}

}  // namespace

BalanceRows::BalanceRows(const PhiRows& phi, const Labels& labels, MatrixView<double> gram,
                         MatrixView<double> class_sums, const std::vector<std::int64_t>& seen,
                         Rng& rng, const Work& work, std::int64_t most)
    : rows_(phi.rows()), phi_(phi.view()), gram_(gram), class_sums_(class_sums), labels_(&labels) {
  if (rows_ > most) {
    draw(phi, labels, seen, most, rng, work);
  } else if (!phi.stored()) {
    own_phi_ = read(phi, drawn_, work);
    phi_ = own_phi_.view();
  }
}

void BalanceRows::draw(const PhiRows& phi, const Labels& labels,
                       const std::vector<std::int64_t>& seen, std::int64_t most, Rng& rng,
                       const Work& work) {
  drawn_ = draw_rows(rows_, most, rng);
  std::ranges::sort(drawn_);
  own_phi_ = read(phi, drawn_, work);
  own_labels_ = labels_of(labels, drawn_);
  own_gram_ = orthant::gram(own_phi_.view(), work);
  const Matrix<double> sums = ClassTargets(own_labels_).class_sums(own_phi_.view(), work);
  own_class_sums_ = rows_of(sums.view(), seen);
  phi_ = own_phi_.view();
  labels_ = &own_labels_;
  gram_ = own_gram_.view();
  class_sums_ = own_class_sums_.view();
}

Matrix<float> BalanceRows::of(MatrixView<float> rows) const {
  return drawn_.empty() ? Matrix<float>::copy_of(rows.block(0, rows_)) : rows_of(rows, drawn_);
}

}  // namespace orthant
