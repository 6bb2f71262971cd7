#include "learn/gradient/similarity_codes.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "learn/feature_fit.h"
#include "linalg/blas.h"

namespace orthant {
namespace {

constexpr double kLeastChange = 1e-6;  // of an entry in [-1, 1]

std::vector<std::int32_t> sorted_set(std::span<const std::int32_t> labels) {
  std::vector<std::int32_t> set(labels.begin(), labels.end());
  std::sort(set.begin(), set.end());
  return set;
}

bool share_one(const std::vector<std::int32_t>& a, const std::vector<std::int32_t>& b) {
  return std::any_of(a.begin(), a.end(), [&](std::int32_t label) {
    return std::binary_search(b.begin(), b.end(), label);
  });
}

}  // namespace

SimilarityCodes::SimilarityCodes(const Labels& labels, std::span<const std::int64_t> rows,
                                 std::int64_t bits, Rng& rng, const Work& work)
    : bits_(bits),
      relaxed_(labels.rows(), bits),
      gram_(bits, bits),
      total_(static_cast<std::size_t>(bits)) {
  for (std::int64_t i = 0; i < labels.rows() * bits; ++i) {
    relaxed_.data()[i] = 2.0 * rng.uniform() - 1.0;
  }
  group_rows(labels, rows, rng);
  link_groups();
  sums_ = Matrix<double>(static_cast<std::int64_t>(sets_.size()), bits);
  for (const std::int64_t row : fitted_) {
    if (row % 1024 == 0) work.poll();
    add_row(row, 1.0);
  }
}

void SimilarityCodes::group_rows(const Labels& labels, std::span<const std::int64_t> rows,
                                 Rng& rng) {
  std::map<std::vector<std::int32_t>, std::int64_t> numbers;
  for (std::int64_t row = 0; row < labels.rows(); ++row) {
    const auto next = static_cast<std::int64_t>(numbers.size());
    const auto [at, is_new] = numbers.try_emplace(sorted_set(labels.of(row)), next);
    if (is_new) sets_.push_back(at->first);
    group_of_.push_back(at->second);
  }
  const auto groups = static_cast<std::int64_t>(sets_.size());
  std::vector<bool> fitted(sets_.size());
  for (const std::int64_t group : draw_rows(groups, std::min(groups, kMostGroups), rng)) {
    fitted[static_cast<std::size_t>(group)] = true;
  }
  std::vector<bool> is_fitted(group_of_.size());
  for (const std::int64_t row : rows) {
    const auto i = static_cast<std::size_t>(row);
    is_fitted[i] = fitted[static_cast<std::size_t>(group_of_[i])];
  }
  for (std::int64_t row = 0; row < labels.rows(); ++row) {
    (is_fitted[static_cast<std::size_t>(row)] ? fitted_ : others_).push_back(row);
  }
}

void SimilarityCodes::link_groups() {
  std::vector<std::int64_t> targets;  // the groups that have fitted rows
  for (const std::int64_t row : fitted_) {
    targets.push_back(group_of_[static_cast<std::size_t>(row)]);
  }
  std::sort(targets.begin(), targets.end());
  targets.erase(std::unique(targets.begin(), targets.end()), targets.end());
  for (const std::vector<std::int32_t>& set : sets_) {
    std::vector<std::int64_t>& similar = similar_.emplace_back();
    for (const std::int64_t target : targets) {
      if (share_one(set, sets_[static_cast<std::size_t>(target)])) similar.push_back(target);
    }
  }
}

void SimilarityCodes::add_row(std::int64_t row, double factor) {
  const std::span<const double> h = relaxed_.view().row(row);
  const std::span<double> sum = sums_.row(group_of_[static_cast<std::size_t>(row)]);
  for (std::size_t k = 0; k < h.size(); ++k) {
    const double scaled = factor * h[k];
    double* gram = gram_.row(static_cast<std::int64_t>(k)).data();
    for (std::size_t m = 0; m < h.size(); ++m) gram[m] += scaled * h[m];
    sum[k] += scaled;
    total_[k] += scaled;
  }
}

bool SimilarityCodes::improve(std::int64_t row) {
  std::vector<double> wanted(total_.size());  // sum_l S_il h_l
  for (std::size_t k = 0; k < wanted.size(); ++k) wanted[k] = -total_[k];
  for (const std::int64_t group :
       similar_[static_cast<std::size_t>(group_of_[static_cast<std::size_t>(row)])]) {
    const std::span<const double> sum = sums_.view().row(group);
    for (std::size_t k = 0; k < wanted.size(); ++k) wanted[k] += 2.0 * sum[k];
  }
  const auto r = static_cast<double>(bits_);
  const std::span<double> h = relaxed_.row(row);
  bool changed = false;
  for (std::size_t k = 0; k < h.size(); ++k) {
    const std::span<const double> gram = gram_.view().row(static_cast<std::int64_t>(k));
    if (!(gram[k] > 0.0)) continue;  // no row to compare with
    const double fitted = std::inner_product(gram.begin(), gram.end(), h.begin(), 0.0);
    const double best = (wanted[k] - (fitted - gram[k] * h[k]) / r) / (gram[k] / r);
    const double value = std::clamp(best, -1.0, 1.0);
    changed |= std::abs(value - h[k]) > kLeastChange;
    h[k] = value;
  }
  return changed;
}

bool SimilarityCodes::sweep(const Work& work) {
  bool changed = false;
  for (std::size_t i = 0; i < fitted_.size(); ++i) {
    if (i % 256 == 0) work.poll();
    add_row(fitted_[i], -1.0);
    changed |= improve(fitted_[i]);
    add_row(fitted_[i], 1.0);
  }
  return changed;
}

void SimilarityCodes::fit_others(std::int64_t sweeps, const Work& work) {
  work.for_each_block(static_cast<std::int64_t>(others_.size()), 256,
                      [&](std::int64_t first, std::int64_t last) {
                        for (std::int64_t i = first; i < last; ++i) {
                          const std::int64_t row = others_[static_cast<std::size_t>(i)];
                          for (std::int64_t sweep = 0; sweep < sweeps && improve(row); ++sweep) {
                          }
                        }
                      });
}

double SimilarityCodes::objective() const {
  double sum = 0.0;
  for (const std::int64_t i : fitted_) {
    for (const std::int64_t l : fitted_) {
      if (i == l) continue;
      const auto h = relaxed_.view().row(i);
      const double product =
          std::inner_product(h.begin(), h.end(), relaxed_.view().row(l).begin(), 0.0);
      const bool similar =
          share_one(sets_[static_cast<std::size_t>(group_of_[static_cast<std::size_t>(i)])],
                    sets_[static_cast<std::size_t>(group_of_[static_cast<std::size_t>(l)])]);
      const double error = (similar ? 1.0 : -1.0) - product / static_cast<double>(bits_);
      sum += error * error;
    }
  }
  return sum;
}

Matrix<float> SimilarityCodes::codes() const {
  Matrix<float> codes(relaxed_.rows(), bits_);
  for (std::int64_t i = 0; i < codes.rows() * bits_; ++i) {
    codes.data()[i] = relaxed_.data()[i] < 0.0 ? -1.0F : 1.0F;
  }
  return codes;
}

}  // namespace orthant
