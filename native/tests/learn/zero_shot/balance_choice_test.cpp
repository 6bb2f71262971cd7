#include "learn/zero_shot/balance_choice.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "data/rows_of.h"
#include "learn/discrete/class_targets.h"
#include "learn/feature_fit.h"
#include "learn/naive_data.h"
#include "learn/zero_shot/presence_bits.h"
#include "linalg/ridge.h"
#include "linalg/tall.h"
#include "testing/work.h"

namespace orthant {
namespace {

// A problem over the features themselves, which the struct keeps alive.
struct Given {
  Given(testing::TrainingSet training_set, std::int32_t seen, const Work& work)
      : set(std::move(training_set)),
        labels(set.label_sets()),
        squares(gram(set.features.view(), work)),
        sums(Matrix<double>::copy_of(
            ClassTargets(labels).class_sums(set.features.view(), work).view().block(0, seen))),
        coordinates(seen, seen),
        visual(set.features.rows(), 8) {
    for (std::int64_t c = 0; c < seen; ++c) {
      coordinates(c, c) = 1.0;
      classes.push_back(c);
    }
    for (std::int64_t i = 0; i < visual.rows() * 8; ++i) {
      visual.data()[i] = set.features(i / 8, i % 8) > 0.0F ? 1.0F : -1.0F;
    }
  }
  [[nodiscard]] BalanceProblem problem() const {
    return {set.features.view(), squares.view(), sums.view(),   &labels, classes,
            coordinates.view(),  visual.view(),  kSemanticBits, kRidge,  kMeaning};
  }

  static constexpr std::int32_t kSemanticBits = 8;
  static constexpr double kRidge = 0.1;
  static constexpr double kMeaning = 0.5;

  testing::TrainingSet set;
  Labels labels;
  Matrix<double> squares;
  Matrix<double> sums;
  Matrix<double> coordinates;
  Matrix<float> visual;
  std::vector<std::int64_t> classes;
};

std::vector<BalancePoint> curve_of(std::int32_t seen, int threads) {
  const Work work = testing::uncancelled_work(threads);
  testing::TrainingSet set = testing::small_set(5, 400);
  for (std::int32_t& label : set.labels) label %= seen;
  const Given given(std::move(set), seen, work);
  Rng rng(3);
  return balance_curve(given.problem(), rng, work);
}

TEST(BalanceChoice, MeasuresBothSidesTheSameAtAnyNumberOfThreads) {
  const std::vector<BalancePoint> one = curve_of(4, 1);
  const std::vector<BalancePoint> three = curve_of(4, 3);
  ASSERT_FALSE(one.empty());
  ASSERT_EQ(one.size(), three.size());
  for (std::size_t i = 0; i < one.size(); ++i) {
    EXPECT_EQ(one[i].zero_shot, three[i].zero_shot);
    EXPECT_EQ(one[i].seen, three[i].seen);
    EXPECT_GT(one[i].zero_shot, 0.25);  // chance: a quarter of the rows are relevant
    EXPECT_GT(one[i].seen, 0.25);
    EXPECT_LE(one[i].zero_shot, 1.0);
    EXPECT_LE(one[i].seen, 1.0);
  }
}

TEST(BalanceChoice, NeedsThreeSeenClasses) { EXPECT_TRUE(curve_of(2, 1).empty()); }

TEST(BalanceChoice, TakesTheBestZeroShotFigureThatKeepsTheSeenOne) {
  EXPECT_EQ(chosen_balance({{0.0, 0.2, 0.8}, {0.3, 0.3, 0.77}, {0.5, 0.4, 0.75}}), 0.3);
  EXPECT_EQ(chosen_balance({{0.0, 0.2, 0.8}, {0.3, 0.3, 0.77}, {0.5, 0.4, 0.77}}), 0.5);
  EXPECT_EQ(chosen_balance({{0.0, 0.2, 0.8}, {0.3, 0.1, 0.9}}), 0.3);
}

// The curve from its definition. Scores are fitted to the rows that a fold keeps and to no other;
// the regression and the bits of scores are the library's, which have twins of their own. Features
// are short binary fractions, so that sums of them, and sums less others, are the same to the bit.
class NaiveCurve {
 public:
  NaiveCurve(const Given& given, Rng& rng) : given_(given), rng_(&rng) {
    rows_ = draw_rows(given.labels.rows(), given.labels.rows(), rng);
    const auto classes = static_cast<std::int64_t>(given.classes.size());
    const std::vector<std::int64_t> order = draw_rows(classes, classes, rng);
    fold_of_class_.resize(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
      fold_of_class_[static_cast<std::size_t>(order[i])] = static_cast<std::int64_t>(i);
    }
  }

  void measure(std::int64_t fold, std::vector<BalancePoint>& curve) {
    std::vector<std::int64_t> learned;
    std::vector<std::int64_t> held_out;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const bool turn = static_cast<std::int64_t>(i % fold_of_class_.size()) == fold;
      if (turn) held_out.push_back(rows_[i]);
      if (!turn && !of_held_out_class(rows_[i], fold)) learned.push_back(rows_[i]);
    }
    std::vector<std::int64_t> kept;
    for (const std::int64_t c : given_.classes) {
      if (fold_of_class_[static_cast<std::size_t>(c)] != fold) kept.push_back(c);
    }
    const Work work = testing::uncancelled_work();
    const Matrix<double> map = fit(learned, kept, work);
    const MatrixView<float> phi = given_.set.features.view();
    const Matrix<double> scores = project(rows_of(phi, learned).view(), map.view(), work);
    const Matrix<double> others = project(rows_of(phi, held_out).view(), map.view(), work);
    for (BalancePoint& point : curve) {
      Presence presence(scores.view(), rows_of(given_.coordinates.view(), kept), point.balance,
                        Given::kMeaning, work);
      PresenceBits bits(std::move(presence), scores.view(), {}, 0.0, Given::kSemanticBits, *rng_,
                        work);
      for (int round = 0; round < 10 && !bits.converged(); ++round) (void)bits.round(work);
      const Dense z(bits.presence().of_scores(others.view(), work).view());
      judge(held_out, z * Dense(bits.lift().view()), fold, point);
    }
  }

 private:
  using Dense = naive::Dense;

  [[nodiscard]] bool of_held_out_class(std::int64_t row, std::int64_t fold) const {
    const auto labels = given_.labels.of(row);
    return std::any_of(labels.begin(), labels.end(), [&](std::int32_t label) {
      return fold_of_class_[static_cast<std::size_t>(label)] == fold;
    });
  }
  [[nodiscard]] Matrix<double> fit(const std::vector<std::int64_t>& rows,
                                   const std::vector<std::int64_t>& kept, const Work& work) const {
    const Matrix<float> phi = rows_of(given_.set.features.view(), rows);
    Matrix<double> y(phi.rows(), static_cast<std::int64_t>(kept.size()));
    for (std::size_t i = 0; i < rows.size(); ++i) {
      for (std::size_t c = 0; c < kept.size(); ++c) {
        const auto labels = given_.labels.of(rows[i]);
        y(static_cast<std::int64_t>(i), static_cast<std::int64_t>(c)) =
            static_cast<double>(std::count(labels.begin(), labels.end(), kept[c]));
      }
    }
    return solve_ridge(gram(phi.view(), work), Given::kRidge, "ridge",
                       cross(phi.view(), y.view(), work));
  }
  [[nodiscard]] bool related(std::int64_t a, std::int64_t b) const {
    const auto labels = given_.labels.of(b);
    return std::ranges::any_of(given_.labels.of(a), [&](std::int32_t label) {
      return std::find(labels.begin(), labels.end(), label) != labels.end();
    });
  }
  // Of the bits of row i and row j among those held out.
  [[nodiscard]] std::int64_t distance(const std::vector<std::int64_t>& rows, const Dense& semantic,
                                      std::size_t i, std::size_t j) const {
    std::int64_t differing = 0;
    for (std::size_t k = 0; k < semantic.columns(); ++k) {
      differing += (semantic(i, k) > 0.0) != (semantic(j, k) > 0.0) ? 1 : 0;
    }
    for (std::int64_t k = 0; k < given_.visual.columns(); ++k) {
      differing += given_.visual(rows[i], k) != given_.visual(rows[j], k) ? 1 : 0;
    }
    return differing;
  }
  // The expected precision at a related row, over all orders of the rows as far as it is.
  [[nodiscard]] double precision_at(const std::vector<std::int64_t>& rows, const Dense& semantic,
                                    std::size_t query, std::size_t at) const {
    double nearer[2] = {0.0, 0.0};  // rows, related rows
    double level[2] = {0.0, 0.0};
    for (std::size_t j = 0; j < rows.size(); ++j) {
      const std::int64_t farther =
          distance(rows, semantic, query, j) - distance(rows, semantic, query, at);
      if (j == query || farther > 0) continue;
      double* counts = farther < 0 ? nearer : level;
      counts[0] += 1.0;
      counts[1] += related(rows[query], rows[j]) ? 1.0 : 0.0;
    }
    double sum = 0.0;
    for (double before = 0.0; before < level[0]; before += 1.0) {
      const double hits = level[0] > 1.0 ? before * (level[1] - 1.0) / (level[0] - 1.0) : 0.0;
      sum += (nearer[1] + hits + 1.0) / (nearer[0] + before + 1.0);
    }
    return sum / level[0];
  }
  // Adds this fold's share of the two means.
  void judge(const std::vector<std::int64_t>& rows, const Dense& semantic, std::int64_t fold,
             BalancePoint& point) const {
    double sums[2] = {0.0, 0.0};
    double queries[2] = {0.0, 0.0};
    for (std::size_t i = 0; i < rows.size(); ++i) {
      double precision = 0.0;
      double relevant = 0.0;
      for (std::size_t j = 0; j < rows.size(); ++j) {
        if (i == j || !related(rows[i], rows[j])) continue;
        precision += precision_at(rows, semantic, i, j);
        relevant += 1.0;
      }
      if (relevant == 0.0) continue;
      const std::size_t unseen = of_held_out_class(rows[i], fold) ? 1U : 0U;
      sums[unseen] += precision / relevant;
      queries[unseen] += 1.0;
    }
    const auto folds = static_cast<double>(fold_of_class_.size());
    if (queries[0] > 0.0) point.seen += sums[0] / queries[0] / folds;
    if (queries[1] > 0.0) point.zero_shot += sums[1] / queries[1] / folds;
  }

  const Given& given_;
  Rng* rng_;
  std::vector<std::int64_t> rows_;
  std::vector<std::int64_t> fold_of_class_;  // 4 classes: a fold each
};

// Rows that are removed must be taken off the sums, and those of held-out classes be no one's.
TEST(BalanceChoice, IsTheCurveOfFitsToTheRowsThatAreKept) {
  for (const bool several : {false, true}) {
    const Work work = testing::uncancelled_work();
    testing::TrainingSet set = testing::small_set(6, 60, several);
    for (float* x = set.features.data(); x != set.features.data() + 60 * 12; ++x) {
      *x = std::round(*x * 8.0F) / 8.0F;
    }
    const Given given(std::move(set), 4, work);
    Rng rng(3);
    const std::vector<BalancePoint> curve = balance_curve(given.problem(), rng, work);
    std::vector<BalancePoint> expected;
    for (const BalancePoint& point : curve) expected.push_back({point.balance, 0.0, 0.0});
    Rng same(3);
    NaiveCurve naive(given, same);
    for (std::int64_t fold = 0; fold < 4; ++fold) naive.measure(fold, expected);
    ASSERT_EQ(curve.size(), 10U);
    for (std::size_t i = 0; i < curve.size(); ++i) {
      EXPECT_NEAR(curve[i].zero_shot, expected[i].zero_shot, 1e-12) << curve[i].balance;
      EXPECT_NEAR(curve[i].seen, expected[i].seen, 1e-12) << curve[i].balance;
    }
  }
}

}  // namespace
}  // namespace orthant
