#include "learn/discrete/similarity.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace orthant {
namespace {

constexpr std::int64_t kColumns = 128;  // of set_sums: a chunk of work
constexpr std::int64_t kSets = 64;      // of what goes through pairs of sets

std::vector<std::int64_t> all_rows(const Labels& labels) {
  std::vector<std::int64_t> rows(static_cast<std::size_t>(labels.rows()));
  std::iota(rows.begin(), rows.end(), std::int64_t{0});
  return rows;
}

}  // namespace

Similarity::Similarity(const Labels& labels) : Similarity(labels, all_rows(labels)) {}

Similarity::Similarity(const Labels& labels, std::span<const std::int64_t> rows)
    : marks_decide_(labels.classes() <= 64) {
  std::map<std::vector<std::int32_t>, std::int32_t> numbers;
  set_of_.reserve(rows.size());
  for (const std::int64_t row : rows) {
    std::vector<std::int32_t> set(labels.of(row).begin(), labels.of(row).end());
    std::sort(set.begin(), set.end());
    const auto [known, added] = numbers.emplace(std::move(set), count_);
    if (added) {
      sets_.push_back(known->first);
      sizes_.push_back(0);
      ++count_;
    }
    set_of_.push_back(known->second);
    ++sizes_[static_cast<std::size_t>(known->second)];
  }
  for (const std::vector<std::int32_t>& set : sets_) {
    std::uint64_t marks = 0;
    for (const std::int32_t label : set) marks |= std::uint64_t{1} << (label % 64);
    marks_.push_back(marks);
  }
  all_.resize(sets_.size());
  std::iota(all_.begin(), all_.end(), 0);
}

bool Similarity::similar(std::int32_t a, std::int32_t b) const noexcept {
  const auto first = static_cast<std::size_t>(a);
  const auto second = static_cast<std::size_t>(b);
  if ((marks_[first] & marks_[second]) == 0) return false;
  if (marks_decide_ || a == b) return true;
  auto left = sets_[first].begin();
  auto right = sets_[second].begin();
  while (left != sets_[first].end() && right != sets_[second].end()) {
    if (*left == *right) return true;
    if (*left < *right) {
      ++left;
    } else {
      ++right;
    }
  }
  return false;
}

double Similarity::similar_pairs(const Work& work) const {
  return work.sum_over_blocks(count_, kSets, [&](std::int64_t first, std::int64_t last) {
    double pairs = 0.0;
    for (std::int64_t a = first; a < last; ++a) {
      const auto size = static_cast<double>(sizes_[static_cast<std::size_t>(a)]);
      pairs += size * size;
      for (auto b = static_cast<std::int32_t>(a) + 1; b < count_; ++b) {
        if (!similar(static_cast<std::int32_t>(a), b)) continue;
        pairs += 2.0 * size * static_cast<double>(sizes_[static_cast<std::size_t>(b)]);
      }
    }
    return pairs;
  });
}

Matrix<double> Similarity::set_sums(MatrixView<float> x, const Work& work) const {
  Matrix<double> sums(count_, x.columns);
  work.for_each_block(x.columns, kColumns, [&](std::int64_t left, std::int64_t right) {
    for (std::int64_t i = 0; i < x.rows; ++i) {
      if (i % 4096 == 0) work.poll();
      const float* row = x.row(i).data();
      double* sum = sums.row(set_of(i)).data();
      for (std::int64_t j = left; j < right; ++j) sum[j] += static_cast<double>(row[j]);
    }
  });
  return sums;
}

Matrix<double> Similarity::similar_sums(std::span<const std::int32_t> targets,
                                        std::span<const std::int32_t> sources,
                                        MatrixView<double> sums, const Work& work) const {
  Matrix<double> out(static_cast<std::int64_t>(targets.size()), sums.columns);
  work.for_each_block(out.rows(), kSets, [&](std::int64_t first, std::int64_t last) {
    for (std::int64_t t = first; t < last; ++t) {
      double* to = out.row(t).data();
      for (std::size_t s = 0; s < sources.size(); ++s) {
        if (!similar(targets[static_cast<std::size_t>(t)], sources[s])) continue;
        const double* from = sums.row(static_cast<std::int64_t>(s)).data();
        for (std::int64_t j = 0; j < sums.columns; ++j) to[j] += from[j];
      }
    }
  });
  return out;
}

double similarity_form(const Similarity& similarity, double dissimilar, MatrixView<double> set_sums,
                       const Work& work) {
  const Matrix<double> near =
      similarity.similar_sums(similarity.all(), similarity.all(), set_sums, work);
  std::vector<double> total(static_cast<std::size_t>(set_sums.columns));
  double form = 0.0;
  for (std::int64_t a = 0; a < set_sums.rows; ++a) {
    for (std::int64_t j = 0; j < set_sums.columns; ++j) {
      total[static_cast<std::size_t>(j)] += set_sums(a, j);
      form += (1.0 - dissimilar) * set_sums(a, j) * near(a, j);
    }
  }
  for (const double sum : total) form += dissimilar * sum * sum;
  return form;
}

}  // namespace orthant
