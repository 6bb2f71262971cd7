#include "learn/gradient/pair_likelihood.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "learn/gradient/loss_case.h"
#include "learn/gradient/shared_labels.h"

namespace orthant {
namespace {

using testing::normal_matrix;
using testing::uncancelled_work;

constexpr std::int64_t kRows = 40;
constexpr std::int64_t kBits = 5;

std::vector<std::int64_t> all_rows() {
  std::vector<std::int64_t> rows(kRows);
  std::iota(rows.begin(), rows.end(), std::int64_t{0});
  return rows;
}

double naive_similar(const Labels& labels, std::int64_t i, std::int64_t j) {
  for (const std::int32_t a : labels.of(i)) {
    for (const std::int32_t b : labels.of(j)) {
      if (a == b) return 1.0;
    }
  }
  return 0.0;
}

double naive_psi(const Matrix<double>& h, std::int64_t i, std::int64_t j) {
  double sum = 0.0;
  for (std::int64_t k = 0; k < h.columns(); ++k) sum += 0.5 * h(i, k) * h(j, k);
  return sum;
}

// Oracle 8: all ordered pairs, the diagonal included: (A - S) U, A = sigma(psi).
TEST(PairLikelihood, OverAllRowsTheDerivativeIsSigmoidMinusSimilarityTimesOutputs) {
  for (const bool several : {false, true}) {
    const testing::TrainingSet set = testing::small_set(3, kRows, several);
    const Labels labels = set.label_sets();
    PairLikelihood pairs;
    pairs.prepare(labels, all_rows(), 0, kBits);
    pairs.begin_epoch(0);
    Rng rng(1);
    Matrix<double> h = normal_matrix(kRows, kBits, 1.5, rng);
    Matrix<double> gradient(kRows, kBits);
    const double value = pairs.evaluate(all_rows(), h.view(), gradient, rng, uncancelled_work());
    double naive_value = 0.0;
    Matrix<double> naive_gradient(kRows, kBits);
    const double scale = 1.0 / static_cast<double>(kRows * kRows);
    for (std::int64_t i = 0; i < kRows; ++i) {
      for (std::int64_t j = 0; j < kRows; ++j) {
        const double psi = naive_psi(h, i, j);
        const double s = naive_similar(labels, i, j);
        naive_value += scale * (std::log(1.0 + std::exp(psi)) - s * psi);
        for (std::int64_t k = 0; k < kBits; ++k) {
          naive_gradient(i, k) += scale * (1.0 / (1.0 + std::exp(-psi)) - s) * h(j, k);
        }
      }
    }
    EXPECT_NEAR(value, naive_value, 1e-12);
    for (std::int64_t i = 0; i < kRows * kBits; ++i) {
      EXPECT_NEAR(gradient.data()[i], naive_gradient.data()[i], 1e-14);
    }
    Matrix<double> ignored(kRows, kBits);
    testing::expect_gradient(h, gradient, [&] {
      return pairs.evaluate(all_rows(), h.view(), ignored, rng, uncancelled_work());
    });
  }
}

struct Stored {
  explicit Stored(std::int64_t columns)
      : set(testing::small_set(4, kRows, true)), labels(set.label_sets()) {
    pairs.prepare(labels, rows, columns, kBits);
    pairs.begin_epoch(0);
    outputs = normal_matrix(kRows, kBits, 1.0, rng);
    Matrix<double> ignored(30, kBits);
    (void)pairs.evaluate(std::span(rows).first(30), outputs.view().block(0, 30), ignored, rng,
                         uncancelled_work());
  }
  // The mean, over draws, of the batch of rows 30 to 35 coupled with the 30 stored ones.
  double batch_value(Matrix<double>& gradient) {
    return pairs.evaluate(std::span(rows).subspan(30, 6), outputs.view().block(30, 36), gradient,
                          rng, uncancelled_work());
  }

  testing::TrainingSet set;
  Labels labels;
  std::vector<std::int64_t> rows = all_rows();
  Rng rng{9};
  PairLikelihood pairs;
  Matrix<double> outputs;
};

TEST(PairLikelihood, ABatchIsCoupledWithTheStoredRowsAndNotWithThoseNotSeen) {
  Stored stored(0);
  Matrix<double> gradient(6, kBits);
  const double value = stored.batch_value(gradient);
  double expected = 0.0;
  for (std::int64_t i = 30; i < 36; ++i) {
    for (std::int64_t j = 0; j < 36; ++j) {  // 36 to 39 have not been seen
      const double psi = naive_psi(stored.outputs, i, j);
      const double l = std::log(1.0 + std::exp(psi)) - naive_similar(stored.labels, i, j) * psi;
      expected += (j < 30 ? 2.0 : 1.0) * l / (6.0 * 36.0);  // both orders touch the batch
    }
  }
  EXPECT_NEAR(value, expected, 1e-12);
}

TEST(PairLikelihood, ASampleOfTheColumnsStandsForAll) {
  Stored all(0);
  Matrix<double> exact_gradient(6, kBits);
  const double exact = all.batch_value(exact_gradient);
  Stored sampled(8);
  constexpr int kDraws = 4000;
  double mean = 0.0;
  Matrix<double> gradient(6, kBits);  // summed over the draws
  for (int draw = 0; draw < kDraws; ++draw) mean += sampled.batch_value(gradient) / kDraws;
  EXPECT_NEAR(mean, exact, 0.01 * exact);
  double largest = 0.0;
  for (std::int64_t i = 0; i < 6 * kBits; ++i) {
    largest = std::max(largest, std::abs(exact_gradient.data()[i]));
  }
  for (std::int64_t i = 0; i < 6 * kBits; ++i) {
    EXPECT_NEAR(gradient.data()[i] / kDraws, exact_gradient.data()[i], 0.05 * largest);
  }
}

TEST(PairLikelihood, HugeOutputsDoNotOverflow) {
  Stored stored(0);
  for (std::int64_t i = 0; i < kRows * kBits; ++i) stored.outputs.data()[i] *= 1e6;
  Matrix<double> gradient(6, kBits);
  EXPECT_TRUE(std::isfinite(stored.batch_value(gradient)));
  for (std::int64_t i = 0; i < 6 * kBits; ++i) EXPECT_TRUE(std::isfinite(gradient.data()[i]));
}

TEST(PairLikelihood, ThreadsDoNotChangeTheValue) {
  Stored stored(0);
  const std::span<const std::int64_t> rows = std::span(stored.rows).first(36);
  const MatrixView<double> outputs = stored.outputs.view().block(0, 36);
  Matrix<double> one(36, kBits);
  Matrix<double> several(36, kBits);
  const double a = stored.pairs.evaluate(rows, outputs, one, stored.rng, uncancelled_work(1));
  const double b = stored.pairs.evaluate(rows, outputs, several, stored.rng, uncancelled_work(3));
  EXPECT_EQ(a, b);
  for (std::int64_t i = 0; i < 36 * kBits; ++i) EXPECT_EQ(one.data()[i], several.data()[i]);
}

TEST(PairLikelihood, ValidationChangesNothing) {
  Stored stored(0);
  const Matrix<double> before = Matrix<double>::copy_of(stored.pairs.stored());
  const double value =
      stored.pairs.validate(std::span(stored.rows).subspan(36, 4),
                            stored.outputs.view().block(36, 40), uncancelled_work());
  EXPECT_GT(value, 0.0);
  for (std::int64_t i = 0; i < kRows * kBits; ++i) {
    EXPECT_EQ(before.data()[i], stored.pairs.stored().data[i]);
  }
}

}  // namespace
}  // namespace orthant
