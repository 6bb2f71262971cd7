#include "learn/zero_shot/balance_choice.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <utility>

#include "data/rows_of.h"
#include "learn/feature_fit.h"
#include "learn/zero_shot/held_out_ranking.h"
#include "learn/zero_shot/presence_bits.h"
#include "linalg/ridge.h"
#include "linalg/tall.h"

namespace orthant {
namespace {

constexpr std::array kGrid = {0.0, 0.1, 0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7};
constexpr std::int64_t kMostFolds = 5;
constexpr std::size_t kMostSearched = 2000;
constexpr std::size_t kMostRanked = 2000;
constexpr int kRounds = 10;

using Numbers = std::vector<std::int64_t>;

struct Deal {
  std::int64_t folds = 0;
  std::vector<std::int64_t> of_class;  // by place in `seen`
  Numbers rows;                        // all rows, in random order; row i is of fold i % folds
};

struct Fold {
  Numbers kept;              // places in `seen`
  Numbers learned;           // rows
  Numbers removed;           // all others
  Numbers ranked;            // those of the removed rows that are encoded
  std::vector<bool> unseen;  // by place in `ranked`
};

std::vector<std::int64_t> places_of(const BalanceProblem& problem) {
  std::vector<std::int64_t> places(static_cast<std::size_t>(problem.labels->classes()), -1);
  for (std::size_t i = 0; i < problem.seen.size(); ++i) {
    places[static_cast<std::size_t>(problem.seen[i])] = static_cast<std::int64_t>(i);
  }
  return places;
}

Deal deal(const BalanceProblem& problem, Rng& rng) {
  const auto classes = static_cast<std::int64_t>(problem.seen.size());
  Deal dealt{std::min(kMostFolds, classes), std::vector<std::int64_t>(problem.seen.size()),
             draw_rows(problem.phi.rows, problem.phi.rows, rng)};
  const Numbers order = draw_rows(classes, classes, rng);
  for (std::size_t i = 0; i < order.size(); ++i) {
    dealt.of_class[static_cast<std::size_t>(order[i])] = static_cast<std::int64_t>(i) % dealt.folds;
  }
  return dealt;
}

Fold fold_of(const BalanceProblem& problem, const Deal& dealt,
             const std::vector<std::int64_t>& places, std::int64_t number) {
  Fold fold;
  for (std::size_t c = 0; c < dealt.of_class.size(); ++c) {
    if (dealt.of_class[c] != number) fold.kept.push_back(static_cast<std::int64_t>(c));
  }
  for (std::size_t i = 0; i < dealt.rows.size(); ++i) {
    const std::int64_t row = dealt.rows[i];
    const bool turn = static_cast<std::int64_t>(i) % dealt.folds == number;
    const bool unseen = std::ranges::any_of(problem.labels->of(row), [&](std::int32_t label) {
      const std::int64_t place = places[static_cast<std::size_t>(label)];
      return dealt.of_class[static_cast<std::size_t>(place)] == number;
    });
    (turn || unseen ? fold.removed : fold.learned).push_back(row);
    if (!turn || fold.ranked.size() >= kMostRanked) continue;
    fold.ranked.push_back(row);
    fold.unseen.push_back(unseen);
  }
  return fold;
}

// W of the rows learned from, for the classes kept: m x kept.
Matrix<double> score_map(const BalanceProblem& problem, const Fold& fold,
                         const std::vector<std::int64_t>& places, const Work& work) {
  const Matrix<float> removed = rows_of(problem.phi, fold.removed);
  Matrix<double> squares = Matrix<double>::copy_of(problem.gram);
  const Matrix<double> of_removed = gram(removed.view(), work);
  for (std::int64_t i = 0; i < squares.rows() * squares.columns(); ++i) {
    squares.data()[i] -= of_removed.data()[i];
  }
  Matrix<double> sums = Matrix<double>::copy_of(problem.class_sums);
  for (std::size_t i = 0; i < fold.removed.size(); ++i) {
    const auto phi = removed.row(static_cast<std::int64_t>(i));
    for (const std::int32_t label : problem.labels->of(fold.removed[i])) {
      double* sum = sums.row(places[static_cast<std::size_t>(label)]).data();
      for (const float value : phi) *sum++ -= value;
    }
  }
  const Matrix<double> kept = rows_of(sums.view(), fold.kept);
  return solve_ridge(std::move(squares), problem.ridge, "ridge", transposed(kept.view()));
}

PackedCodes codes_of(MatrixView<double> semantic, MatrixView<float> visual) {
  const auto bits = static_cast<std::int32_t>(semantic.columns + visual.columns);
  PackedCodes codes(semantic.rows, bits);
  for (std::int64_t i = 0; i < semantic.rows; ++i) {
    const auto set = [word = codes.row(i)](std::int64_t bit, bool value) {
      word[bit / 64] |= static_cast<std::uint64_t>(value) << (bit % 64);
    };
    for (std::int64_t j = 0; j < semantic.columns; ++j) set(j, semantic(i, j) > 0.0);
    for (std::int64_t j = 0; j < visual.columns; ++j) {
      set(semantic.columns + j, visual(i, j) > 0.0F);
    }
  }
  return codes;
}

// The mean over the queries that have relevant rows.
double mean_of(const std::vector<double>& precision, const std::vector<bool>& unseen, bool which) {
  double sum = 0.0;
  std::int64_t count = 0;
  for (std::size_t i = 0; i < precision.size(); ++i) {
    if (unseen[i] != which || std::isnan(precision[i])) continue;
    sum += precision[i];
    ++count;
  }
  return count > 0 ? sum / static_cast<double>(count) : 0.0;
}

void measure(const BalanceProblem& problem, const Fold& fold, MatrixView<double> map,
             std::vector<BalancePoint>& points, Rng& rng, const Work& work) {
  const auto searched = std::span(fold.learned).first(std::min(fold.learned.size(), kMostSearched));
  const Matrix<double> learned = project(rows_of(problem.phi, searched).view(), map, work);
  const Matrix<double> ranked = project(rows_of(problem.phi, fold.ranked).view(), map, work);
  const Matrix<float> visual = rows_of(problem.visual, fold.ranked);
  const Matrix<double> coordinates = rows_of(problem.coordinates, fold.kept);
  for (BalancePoint& point : points) {
    Presence presence(learned.view(), coordinates.clone(), point.balance, problem.meaning, work);
    PresenceBits bits(std::move(presence), learned.view(), {}, 0.0, problem.semantic_bits, rng,
                      work);
    if (bits.rank() == 0) continue;  // no score above the balance, and no meaning: no figures
    for (int round = 0; round < kRounds && !bits.converged(); ++round) (void)bits.round(work);
    const Matrix<double> z = bits.presence().of_scores(ranked.view(), work);
    const Matrix<double> semantic = project(z.view(), bits.lift().view(), work);
    const std::vector<double> precision = leave_one_out_precision(
        codes_of(semantic.view(), visual.view()), *problem.labels, fold.ranked, work);
    point.zero_shot += mean_of(precision, fold.unseen, true);
    point.seen += mean_of(precision, fold.unseen, false);
  }
}

}  // namespace

std::vector<BalancePoint> balance_curve(const BalanceProblem& problem, Rng& rng, const Work& work) {
  if (problem.seen.size() < 3) return {};  // a fold would have one class to learn from
  std::vector<BalancePoint> points;
  for (const double balance : kGrid) points.push_back({balance, 0.0, 0.0});
  const Deal dealt = deal(problem, rng);
  const std::vector<std::int64_t> places = places_of(problem);
  std::int64_t measured = 0;
  for (std::int64_t number = 0; number < dealt.folds; ++number) {
    const Fold fold = fold_of(problem, dealt, places, number);
    if (fold.learned.size() < 2 || fold.ranked.size() < 2) continue;
    const Matrix<double> map = score_map(problem, fold, places, work);
    measure(problem, fold, map.view(), points, rng, work);
    ++measured;
  }
  if (measured == 0) return {};
  for (BalancePoint& point : points) {
    point.zero_shot /= static_cast<double>(measured);
    point.seen /= static_cast<double>(measured);
  }
  return points;
}

double chosen_balance(const std::vector<BalancePoint>& points) {
  double best_seen = 0.0;
  for (const BalancePoint& point : points) best_seen = std::max(best_seen, point.seen);
  const BalancePoint* chosen = nullptr;
  for (const BalancePoint& point : points) {
    if (point.seen < kSeenKept * best_seen) continue;
    if (chosen == nullptr || point.zero_shot > chosen->zero_shot) chosen = &point;
  }
  return chosen->balance;
}

}  // namespace orthant
