#include "learn/gradient/similarity_codes.h"

#include <gtest/gtest.h>

#include <numeric>

#include "learn/naive_data.h"
#include "testing/work.h"

namespace orthant {
namespace {

constexpr std::int64_t kBits = 6;

std::vector<std::int64_t> first_rows(std::int64_t count) {
  std::vector<std::int64_t> rows(static_cast<std::size_t>(count));
  std::iota(rows.begin(), rows.end(), std::int64_t{0});
  return rows;
}

bool share_one(const Labels& labels, std::int64_t i, std::int64_t l) {
  const auto a = labels.of(i);
  const auto b = labels.of(l);
  return std::find_first_of(a.begin(), a.end(), b.begin(), b.end()) != a.end();
}

double naive_objective(const Labels& labels, const Matrix<double>& h, std::int64_t rows) {
  double sum = 0.0;
  for (std::int64_t i = 0; i < rows; ++i) {
    for (std::int64_t l = 0; l < rows; ++l) {
      if (i == l) continue;
      double product = 0.0;
      for (std::int64_t k = 0; k < kBits; ++k) product += h(i, k) * h(l, k);
      sum += std::pow((share_one(labels, i, l) ? 1.0 : -1.0) - product / kBits, 2);
    }
  }
  return sum;
}

TEST(SimilarityCodes, FallSweepBySweepAndReachABestEntry) {
  for (const bool several : {false, true}) {
    const testing::TrainingSet set = testing::small_set(1, 60, several);
    const Labels labels = set.label_sets();
    const Work work = testing::uncancelled_work();
    Rng rng(3);
    SimilarityCodes stage(labels, first_rows(60), kBits, rng, work);
    double last = naive_objective(labels, stage.relaxed(), 60);
    EXPECT_NEAR(stage.objective(), last, 1e-9 * last);
    const double first = last;
    bool changed = true;
    for (int sweep = 0; sweep < 500 && changed; ++sweep) {
      changed = stage.sweep(work);
      const double objective = naive_objective(labels, stage.relaxed(), 60);
      EXPECT_LE(objective, last * (1.0 + 1e-12));
      last = objective;
    }
    EXPECT_LT(last, 0.5 * first);
    EXPECT_FALSE(changed);
    // No entry can be improved by itself.
    Matrix<double> h = stage.relaxed().clone();
    for (std::int64_t at = 0; at < 60 * kBits; at += 7) {
      const double kept = h.data()[at];
      for (const double step : {-0.05, 0.05}) {
        h.data()[at] = std::clamp(kept + step, -1.0, 1.0);
        EXPECT_GE(naive_objective(labels, h, 60), last * (1.0 - 1e-6));
      }
      h.data()[at] = kept;
    }
  }
}

TEST(SimilarityCodes, TellClassesApart) {
  const testing::TrainingSet set = testing::small_set(2, 80);
  const Work work = testing::uncancelled_work();
  Rng rng(4);
  SimilarityCodes stage(set.label_sets(), first_rows(50), 16, rng, work);
  for (int sweep = 0; sweep < 30 && stage.sweep(work); ++sweep) {
  }
  stage.fit_others(30, work);  // rows 50 to 79 as well
  const Matrix<float> codes = stage.codes();
  for (std::int64_t i = 0; i < 80; ++i) {
    for (std::int64_t l = 0; l < 80; ++l) {
      double product = 0.0;
      for (std::int64_t k = 0; k < 16; ++k) product += codes(i, k) * codes(l, k);
      if (i % 4 == l % 4) {
        EXPECT_GE(product, 12.0) << i << " " << l;
      } else {
        EXPECT_LE(product, 4.0) << i << " " << l;
      }
    }
  }
}

TEST(SimilarityCodes, FitTheRowsOfADrawnPartOfManyLabelSets) {
  // 1,500 classes of two rows: more groups than are fitted to each other.
  std::vector<std::int32_t> labels;
  std::vector<std::int64_t> offsets = {0};
  for (std::int32_t i = 0; i < 3000; ++i) {
    labels.push_back(i / 2);
    offsets.push_back(i + 1);
  }
  const Work work = testing::uncancelled_work();
  Rng rng(5);
  SimilarityCodes stage(Labels(labels, offsets, 1500), first_rows(3000), kBits, rng, work);
  const double first = stage.objective();
  stage.sweep(work);
  EXPECT_LT(stage.objective(), first);
  stage.fit_others(5, work);
  const Matrix<float> codes = stage.codes();
  for (std::int64_t i = 0; i < 3000 * kBits; ++i) ASSERT_EQ(std::abs(codes.data()[i]), 1.0F);
}

}  // namespace
}  // namespace orthant
