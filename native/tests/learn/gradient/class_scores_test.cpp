#include "learn/gradient/class_scores.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "learn/naive_data.h"
#include "linalg/blas.h"
#include "testing/work.h"

namespace orthant {
namespace {

using testing::small_set;
using testing::TrainingSet;
using testing::uncancelled_work;

constexpr std::int64_t kRows = 40;
constexpr std::int64_t kColumns = 6;
constexpr std::int64_t kClasses = 3;

struct Case {
  Matrix<double> rows;  // not centred
  Labels labels;
};

// The last row has two classes.
Case random_case() {
  Rng rng(5);
  Case made{Matrix<double>(kRows, kColumns), {}};
  std::vector<std::int64_t> offsets = {0};
  std::vector<std::int32_t> labels;
  for (std::int64_t i = 0; i < kRows; ++i) {
    labels.push_back(static_cast<std::int32_t>(i % kClasses));
    if (i + 1 == kRows) labels.push_back(1);
    offsets.push_back(static_cast<std::int64_t>(labels.size()));
    for (std::int64_t j = 0; j < kColumns; ++j) {
      made.rows(i, j) = rng.normal() + (i % kClasses == j ? 1.0 : 0.0);
    }
  }
  made.labels = Labels(std::move(labels), std::move(offsets), static_cast<std::int32_t>(kClasses));
  return made;
}

Matrix<float> centred_floats(const Matrix<double>& rows) {
  Matrix<float> centred(rows.rows(), rows.columns());
  for (std::int64_t j = 0; j < rows.columns(); ++j) {
    double mean = 0.0;
    for (std::int64_t i = 0; i < rows.rows(); ++i) {
      mean += rows(i, j) / static_cast<double>(rows.rows());
    }
    for (std::int64_t i = 0; i < rows.rows(); ++i) {
      centred(i, j) = static_cast<float>(rows(i, j) - mean);
    }
  }
  return centred;
}

// The score of row `out` by the definition: means and a ridge solution of the other rows alone,
// given as the score less the mean of the class over all rows.
std::vector<double> naive_score(const Case& given, std::int64_t out, double ridge) {
  std::vector<double> mean(kColumns);
  std::vector<double> share(kClasses);
  std::vector<double> share_of_all(kClasses);
  Matrix<double> targets(kRows, kClasses);
  for (std::int64_t i = 0; i < kRows; ++i) {
    for (const std::int32_t c : given.labels.of(i)) {
      targets(i, c) = 1.0;
      share_of_all[static_cast<std::size_t>(c)] += 1.0 / kRows;
      if (i != out) share[static_cast<std::size_t>(c)] += 1.0 / (kRows - 1);
    }
    for (std::size_t j = 0; j < kColumns && i != out; ++j) {
      mean[j] += given.rows.row(i)[j] / (kRows - 1);
    }
  }
  Matrix<double> x(kRows, kColumns);  // the row left out stays zero
  Matrix<double> t(kRows, kClasses);
  for (std::int64_t i = 0; i < kRows; ++i) {
    if (i == out) continue;
    for (std::size_t j = 0; j < kColumns; ++j) x.row(i)[j] = given.rows.row(i)[j] - mean[j];
    for (std::size_t c = 0; c < kClasses; ++c) t.row(i)[c] = targets.row(i)[c] - share[c];
  }
  Matrix<double> normal = transposed_multiply(x.view(), x.view());
  for (std::int64_t j = 0; j < kColumns; ++j) normal(j, j) += ridge;
  Matrix<double> solution = transposed_multiply(x.view(), t.view());
  EXPECT_TRUE(factor_cholesky(normal));
  solve_cholesky(normal, solution);
  std::vector<double> scores(kClasses);
  for (std::size_t c = 0; c < kClasses; ++c) {
    scores[c] = share[c] - share_of_all[c];
    for (std::size_t j = 0; j < kColumns; ++j) {
      scores[c] +=
          (given.rows.row(out)[j] - mean[j]) * solution.row(static_cast<std::int64_t>(j))[c];
    }
  }
  return scores;
}

TEST(ClassScores, LeftOutScoresAreThoseOfAFitToTheOtherRows) {
  const Case given = random_case();
  const ClassScores scores =
      fit_class_scores(centred_floats(given.rows).view(), given.labels, uncancelled_work());
  ASSERT_GT(scores.ridge, 0.0);
  for (std::int64_t i = 0; i < kRows; ++i) {
    const std::vector<double> naive = naive_score(given, i, scores.ridge);
    for (std::size_t c = 0; c < kClasses; ++c) {
      EXPECT_NEAR(scores.left_out.row(i)[c], naive[c], 1e-5) << "row " << i;
    }
  }
}

TEST(ClassScores, TheMapIsTheRidgeSolution) {
  const Case given = random_case();
  const Matrix<float> centred = centred_floats(given.rows);
  const ClassScores scores = fit_class_scores(centred.view(), given.labels, uncancelled_work());
  Matrix<double> x(kRows, kColumns);
  Matrix<double> t(kRows, kClasses);
  for (std::int64_t i = 0; i < kRows * kColumns; ++i) x.data()[i] = centred.data()[i];
  for (std::int64_t i = 0; i < kRows; ++i) {
    for (const std::int32_t c : given.labels.of(i)) t(i, c) = 1.0;
  }
  Matrix<double> normal = transposed_multiply(x.view(), x.view());
  for (std::int64_t j = 0; j < kColumns; ++j) normal(j, j) += scores.ridge;
  Matrix<double> expected = transposed_multiply(x.view(), t.view());
  ASSERT_TRUE(factor_cholesky(normal));
  solve_cholesky(normal, expected);
  for (std::int64_t i = 0; i < kColumns * kClasses; ++i) {
    EXPECT_NEAR(scores.map.data()[i], expected.data()[i], 1e-6);
  }
}

double squared_error(const Case& given, double ridge) {
  double sum = 0.0;
  std::vector<double> share(kClasses);
  for (std::int64_t i = 0; i < kRows; ++i) {
    for (const std::int32_t c : given.labels.of(i))
      share[static_cast<std::size_t>(c)] += 1.0 / kRows;
  }
  for (std::int64_t i = 0; i < kRows; ++i) {
    std::vector<double> miss = naive_score(given, i, ridge);
    for (std::size_t c = 0; c < kClasses; ++c) miss[c] += share[c];
    for (const std::int32_t c : given.labels.of(i)) miss[static_cast<std::size_t>(c)] -= 1.0;
    for (const double value : miss) sum += value * value;
  }
  return sum;
}

TEST(ClassScores, TheRidgeErrsLeastOnRowsLeftOut) {
  const Case given = random_case();
  const double ridge =
      fit_class_scores(centred_floats(given.rows).view(), given.labels, uncancelled_work()).ridge;
  const double error = squared_error(given, ridge);
  for (const double factor : {1e-3, 0.1, std::sqrt(0.1), std::sqrt(10.0), 10.0}) {
    EXPECT_LT(error, squared_error(given, factor * ridge)) << factor;
  }
}

TEST(ClassScores, OfRowsThatAreAllAlikeAreZero) {
  const Case given = random_case();
  const Matrix<float> alike(kRows, kColumns);
  const ClassScores scores = fit_class_scores(alike.view(), given.labels, uncancelled_work());
  EXPECT_EQ(scores.ridge, 0.0);
  for (std::int64_t i = 0; i < kRows * kClasses; ++i) EXPECT_EQ(scores.left_out.data()[i], 0.0);
  for (std::int64_t i = 0; i < kColumns * kClasses; ++i) EXPECT_EQ(scores.map.data()[i], 0.0);
}

// Whole runs: with more features than rows, whitened or not, with hidden layers or none.
TEST(ClassScores, TrainTheNetworkAndAreFoldedIntoTheModel) {
  const TrainingSet set = small_set(61, 160);
  for (const testing::Settings& form :
       {testing::Settings{{"anchors", 100}, {"hidden-layers", 0}},
        testing::Settings{{"whiten", 0.3}, {"hidden-layers", 1}, {"hidden-width", 12}}}) {
    testing::Settings settings = {{"bits", 16},           {"rounds", 20},      {"batch", 40},
                                  {"whiten", 0},          {"weight-decay", 0}, {"class-scores", 1},
                                  {"learning-rate", 0.03}};
    settings.insert(settings.end(), form.begin(), form.end());
    const testing::Trained one = testing::train("mihash", set, settings);
    EXPECT_LT(one.objective.back(), one.objective.front());
    EXPECT_EQ(one.model->defect(), "");
    EXPECT_NE(one.model->provenance.find("ridge="), std::string::npos);
    settings.emplace_back("threads", 3);
    const testing::Trained three = testing::train("mihash", set, settings);
    EXPECT_EQ(one.objective, three.objective);
    const Matrix<float>& a = one.model->groups[0].projection;
    const Matrix<float>& b = three.model->groups[0].projection;
    for (std::int64_t i = 0; i < a.rows() * a.columns(); ++i) EXPECT_EQ(a.data()[i], b.data()[i]);
  }
}

TEST(ClassScores, ARunContinuesFromACheckpointToTheSameModel) {
  const TrainingSet set = small_set(62, 80);
  const testing::Settings settings = {{"bits", 8},   {"rounds", 4}, {"anchors", 30},
                                      {"whiten", 0}, {"batch", 20}, {"class-scores", 1}};
  const testing::Trained whole = testing::train("mihash", set, settings);
  TrainingRun first("mihash");
  testing::apply(settings, first);
  testing::give(set, first);
  (void)first.step();
  TrainingRun second("mihash");
  testing::apply(settings, second);
  testing::give(set, second);
  EXPECT_TRUE(second.resume(first.checkpoint()));
  while (second.step()) {
  }
  const auto model = second.finish();
  const Matrix<float>& a = whole.model->groups[0].projection;
  const Matrix<float>& b = model->groups[0].projection;
  for (std::int64_t i = 0; i < a.rows() * a.columns(); ++i) EXPECT_EQ(a.data()[i], b.data()[i]);
}

}  // namespace
}  // namespace orthant
