#include "learn/discrete/column_sampling.h"

#include <cmath>
#include <utility>

#include "data/rows_of.h"
#include "data/sum_of_squares.h"
#include "learn/discrete/balanced_cut.h"
#include "linalg/tall.h"

namespace orthant {
namespace {

constexpr double kUndecided = 1e-5;
constexpr std::int64_t kBlock = 1024;

// Column sums of a, a row.
std::vector<double> column_sums(MatrixView<double> a) {
  std::vector<double> sums(static_cast<std::size_t>(a.columns));
  for (std::int64_t i = 0; i < a.rows; ++i) {
    for (std::int64_t j = 0; j < a.columns; ++j) sums[static_cast<std::size_t>(j)] += a(i, j);
  }
  return sums;
}

// near <- v 1 total^T + (1 - v) near: from Z to S.
void spread(double dissimilar, const std::vector<double>& total, Matrix<double>& near) {
  for (std::int64_t i = 0; i < near.rows(); ++i) {
    for (std::int64_t j = 0; j < near.columns(); ++j) {
      near(i, j) =
          dissimilar * total[static_cast<std::size_t>(j)] + (1.0 - dissimilar) * near(i, j);
    }
  }
}

// residue -= b b^T.
void subtract_bit(const std::vector<float>& b, Matrix<double>& residue) {
  for (std::int64_t i = 0; i < residue.rows(); ++i) {
    double* row = residue.row(i).data();
    const auto sign = static_cast<double>(b[static_cast<std::size_t>(i)]);
    for (std::size_t j = 0; j < b.size(); ++j) row[j] -= sign * static_cast<double>(b[j]);
  }
}

}  // namespace

ColumnSampling::ColumnSampling(Similarity similarity, double dissimilar, Matrix<float> codes,
                               const Work& work)
    : similarity_(std::move(similarity)), dissimilar_(dissimilar), codes_(std::move(codes)) {
  const auto n = static_cast<double>(codes_.rows());
  const double similar = similarity_.similar_pairs(work);
  squared_similarity_ = similar + dissimilar * dissimilar * (n * n - similar);
}

ColumnSampling::Sample ColumnSampling::take(const std::vector<std::int64_t>& drawn) const {
  Sample sample{{}, rows_of(codes(), drawn)};
  for (const std::int64_t row : drawn) sample.sets.push_back(similarity_.set_of(row));
  return sample;
}

Matrix<double> ColumnSampling::similarity_of(const Sample& sample, const Work& work) const {
  const auto m = static_cast<std::int64_t>(sample.sets.size());
  Matrix<double> s(m, m);
  for (std::int64_t i = 0; i < m; ++i) {
    work.poll();
    for (std::int64_t j = 0; j < m; ++j) {
      const bool similar = similarity_.similar(sample.sets[static_cast<std::size_t>(i)],
                                               sample.sets[static_cast<std::size_t>(j)]);
      s(i, j) = similar ? 1.0 : dissimilar_;
    }
  }
  return s;
}

Matrix<double> ColumnSampling::pull_of_others(const Sample& sample, const Work& work) const {
  Matrix<double> sums = similarity_.set_sums(codes(), work);
  for (std::size_t o = 0; o < sample.sets.size(); ++o) {
    const std::span<const float> code = sample.codes.row(static_cast<std::int64_t>(o));
    double* sum = sums.row(sample.sets[o]).data();
    for (std::size_t k = 0; k < code.size(); ++k) sum[k] -= static_cast<double>(code[k]);
  }
  Matrix<double> pull = similarity_.similar_sums(sample.sets, similarity_.all(), sums.view(), work);
  spread(dissimilar_, column_sums(sums.view()), pull);
  return pull;
}

void ColumnSampling::sampled_step(const std::vector<std::int64_t>& drawn, const Work& work) {
  const std::int64_t bits = codes_.columns();
  const auto m = static_cast<std::int64_t>(drawn.size());
  Sample sample = take(drawn);
  const Matrix<double> pull = pull_of_others(sample, work);
  Matrix<double> others = gram(codes(), work);  // B_G^T B_G
  const Matrix<double> own = gram(sample.codes.view(), work);
  for (std::int64_t i = 0; i < bits * bits; ++i) others.data()[i] -= own.data()[i];

  Matrix<double> residue = similarity_of(sample, work);  // r S_OO - sum over l < k
  for (std::int64_t i = 0; i < m * m; ++i) residue.data()[i] *= static_cast<double>(bits);
  Matrix<double> q(m, m);
  std::vector<double> p(static_cast<std::size_t>(m));
  for (std::int64_t k = 0; k < bits; ++k) {
    work.poll();
    for (std::int64_t i = 0; i < m * m; ++i) q.data()[i] = -2.0 * residue.data()[i];
    for (std::int64_t o = 0; o < m; ++o) {
      double value = static_cast<double>(bits) * pull(o, k);
      for (std::int64_t l = 0; l < k; ++l) {
        value -= static_cast<double>(sample.codes(o, l)) * others(l, k);
      }
      p[static_cast<std::size_t>(o)] = -2.0 * value;
    }
    const std::vector<float> bit = balanced_cut(q.view(), p, work);
    for (std::int64_t o = 0; o < m; ++o) sample.codes(o, k) = bit[static_cast<std::size_t>(o)];
    subtract_bit(bit, residue);
  }
  for (std::int64_t o = 0; o < m; ++o) {
    const std::span<const float> code = sample.codes.view().row(o);
    std::copy(code.begin(), code.end(), codes_.row(drawn[static_cast<std::size_t>(o)]).begin());
  }
}

void ColumnSampling::other_step(const std::vector<std::int64_t>& drawn, const Work& work) {
  const std::int64_t bits = codes_.columns();
  const Sample sample = take(drawn);
  const Matrix<double> own = double_block(sample.codes.view(), 0, sample.codes.rows(), 0, bits);
  Matrix<double> votes =  // per set: the rows of a set get the same
      similarity_.similar_sums(similarity_.all(), sample.sets, own.view(), work);
  spread(dissimilar_, column_sums(own.view()), votes);
  std::vector<bool> is_drawn(static_cast<std::size_t>(codes_.rows()));
  for (const std::int64_t row : drawn) is_drawn[static_cast<std::size_t>(row)] = true;
  work.for_each_block(codes_.rows(), kBlock, [&](std::int64_t first, std::int64_t last) {
    for (std::int64_t i = first; i < last; ++i) {
      if (is_drawn[static_cast<std::size_t>(i)]) continue;
      const double* vote = votes.row(similarity_.set_of(i)).data();
      for (std::int64_t k = 0; k < bits; ++k) {
        if (std::abs(vote[k]) >= kUndecided) codes_(i, k) = vote[k] > 0.0 ? 1.0F : -1.0F;
      }
    }
  });
}

double ColumnSampling::objective(const Work& work) const {
  const auto n = static_cast<double>(codes_.rows());
  const auto r = static_cast<double>(codes_.columns());
  const Matrix<double> sums = similarity_.set_sums(codes(), work);
  const Matrix<double> products = gram(codes(), work);
  const double own = sum_of_squares(
      std::span(products.data(), static_cast<std::size_t>(products.rows() * products.columns())));
  const double form = similarity_form(similarity_, dissimilar_, sums.view(), work);
  return (r * r * squared_similarity_ - 2.0 * r * form + own) / (n * n);
}

}  // namespace orthant
