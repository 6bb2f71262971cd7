#include "learn/discrete/column_sampling.h"

#include <gtest/gtest.h>

#include "learn/discrete/balanced_cut.h"
#include "learn/discrete/discrete_codes.h"
#include "learn/discrete/naive_pairs.h"
#include "learn/feature_fit.h"
#include "learn/naive_data.h"
#include "testing/work.h"

namespace orthant {
namespace {

using naive::Dense;
using testing::uncancelled_work;

constexpr std::size_t kBits = 10;

// The steps with S and both residues explicit.
class Twin {
 public:
  Twin(const Labels& labels, double dissimilar, Dense codes)
      : b(std::move(codes)), s_(naive::similarities(labels, dissimilar)) {}

  void sampled_step(const std::vector<std::int64_t>& drawn) {
    Dense residue = naive::plus(Dense(s_.rows(), s_.rows()), kBits, s_);
    for (std::size_t k = 0; k < kBits; ++k) {
      Matrix<double> q(static_cast<std::int64_t>(drawn.size()),
                       static_cast<std::int64_t>(drawn.size()));
      std::vector<double> p(drawn.size());
      for (std::size_t o = 0; o < drawn.size(); ++o) {
        const auto i = static_cast<std::size_t>(drawn[o]);
        for (std::size_t e = 0; e < drawn.size(); ++e) {
          q(static_cast<std::int64_t>(o), static_cast<std::int64_t>(e)) =
              -2.0 * residue(i, static_cast<std::size_t>(drawn[e]));
        }
        for (std::size_t g = 0; g < s_.rows(); ++g) {
          if (!is_drawn(drawn, g)) p[o] -= 2.0 * residue(i, g) * b(g, k);
        }
      }
      const std::vector<float> bit = balanced_cut(q.view(), p, uncancelled_work());
      for (std::size_t o = 0; o < drawn.size(); ++o) {
        b(static_cast<std::size_t>(drawn[o]), k) = static_cast<double>(bit[o]);
      }
      for (std::size_t i = 0; i < s_.rows(); ++i) {
        for (std::size_t j = 0; j < s_.rows(); ++j) residue(i, j) -= b(i, k) * b(j, k);
      }
    }
  }

  void other_step(const std::vector<std::int64_t>& drawn) {
    for (std::size_t i = 0; i < s_.rows(); ++i) {
      if (is_drawn(drawn, i)) continue;
      for (std::size_t k = 0; k < kBits; ++k) {
        double vote = 0.0;
        for (const std::int64_t o : drawn) {
          vote += s_(i, static_cast<std::size_t>(o)) * b(static_cast<std::size_t>(o), k);
        }
        if (std::abs(vote) >= 1e-5) b(i, k) = vote > 0.0 ? 1.0 : -1.0;
      }
    }
  }

  double objective() const {
    const Dense residue = naive::plus(b * naive::transposed(b), -static_cast<double>(kBits), s_);
    return naive::squared_norm(residue) / static_cast<double>(s_.rows() * s_.rows());
  }

  Dense b;

 private:
  static bool is_drawn(const std::vector<std::int64_t>& drawn, std::size_t i) {
    return std::find(drawn.begin(), drawn.end(), static_cast<std::int64_t>(i)) != drawn.end();
  }
  Dense s_;
};

void expect_twin(const Labels& labels, double dissimilar, std::int64_t columns, int threads) {
  const Work work = uncancelled_work(threads);
  Rng rng(4);
  Matrix<float> start = random_signs(labels.rows(), kBits, rng);
  Twin twin(labels, dissimilar, Dense(start.view()));
  ColumnSampling codes(Similarity(labels), dissimilar, std::move(start), work);
  for (int round = 0; round < 3; ++round) {
    const std::vector<std::int64_t> drawn = draw_rows(labels.rows(), columns, rng);
    codes.sampled_step(drawn, work);
    twin.sampled_step(drawn);
    ASSERT_EQ(naive::largest_difference(Dense(codes.codes()), twin.b), 0.0) << round;
    codes.other_step(drawn, work);
    twin.other_step(drawn);
    ASSERT_EQ(naive::largest_difference(Dense(codes.codes()), twin.b), 0.0) << round;
    EXPECT_NEAR(codes.objective(work), twin.objective(), 1e-9 * twin.objective());
  }
}

// Values whose sums are exact in binary, so that the twins meet the same ties.
TEST(ColumnSampling, EqualsItsTwinWithAllPairsExplicit) {
  for (const double dissimilar : {-1.0, -0.25, 0.125}) {
    expect_twin(testing::small_set(1, 90).label_sets(), dissimilar, kBits, 1);
    expect_twin(testing::small_set(2, 90, true).label_sets(), dissimilar, kBits, 2);
  }
}

TEST(ColumnSampling, DrawsAnyNumberOfColumns) {
  const Labels labels = testing::small_set(3, 40, true).label_sets();
  for (const std::int64_t columns : {1, 7, 39, 40}) expect_twin(labels, -1.0, columns, 1);
}

}  // namespace
}  // namespace orthant
