#include "learn/gradient/greedy_hash.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "learn/gradient/loss_case.h"

namespace orthant {
namespace {

using testing::LossCase;

TEST(GreedyHash, TheOwnGradientsAreDerivatives) {
  for (const bool several : {false, true}) {
    LossCase<GreedyHashLoss> loss({{"alpha", 0.3}}, several);
    Matrix<double> ignored(9, 6);
    (void)loss.value_of_second(ignored);
    std::vector<Matrix<double>> gradients;  // each evaluation assigns them anew
    for (const Parameter& own : loss.loss.parameters()) gradients.push_back(own.gradient->clone());
    for (std::size_t p = 0; p < gradients.size(); ++p) {
      testing::expect_gradient(*loss.loss.parameters()[p].values, gradients[p],
                               [&] { return loss.value_of_second(ignored); });
    }
  }
}

// Straight through: with the outputs at the codes the classifier sees what sgn would give, so its
// derivative by the codes is the whole gradient, and the penalty's is zero.
TEST(GreedyHash, TheDerivativeOfTheClassifierPassesTheSignAsItIs) {
  LossCase<GreedyHashLoss> loss({{"alpha", 0.3}}, false);
  for (std::int64_t i = 0; i < 54; ++i) {
    loss.second.data()[i] = loss.second.data()[i] >= 0.0 ? 1.0 : -1.0;
  }
  Matrix<double> gradient(9, 6);
  const double value = loss.value_of_second(gradient);
  // A twin whose classifier takes the outputs as they are: softmax regression by hand.
  const std::vector<Parameter> own = loss.loss.parameters();
  const Matrix<double>& map = *own[0].values;
  const auto twin = [&] {
    double sum = 0.0;
    for (std::int64_t i = 0; i < 9; ++i) {
      double all = 0.0;
      double wanted = 0.0;
      for (std::int64_t c = 0; c < map.columns(); ++c) {
        double score = (*own[1].values)(0, c);
        for (std::int64_t k = 0; k < 6; ++k) score += loss.second(i, k) * map(k, c);
        all += std::exp(score);
        if (c == (17 + i) % 4) wanted = score;
      }
      sum += (std::log(all) - wanted) / 9.0;
    }
    return sum;
  };
  EXPECT_NEAR(value, twin(), 1e-12);
  const Matrix<double> kept = gradient.clone();
  testing::expect_gradient(loss.second, kept, twin);
}

TEST(GreedyHash, ThePenaltyIsCubic) {
  LossCase<GreedyHashLoss> with({{"alpha", 0.5}}, false);
  LossCase<GreedyHashLoss> without({{"alpha", 0}}, false);
  Matrix<double> a(9, 6);
  Matrix<double> b(9, 6);
  const double penalty = with.value_of_second(a) - without.value_of_second(b);
  double expected = 0.0;
  for (std::int64_t i = 0; i < 54; ++i) {
    const double off = std::abs(std::abs(with.second.data()[i]) - 1.0);
    expected += 0.5 * off * off * off / 54.0;
  }
  EXPECT_NEAR(penalty, expected, 1e-12);
  Matrix<double> gradient(9, 6);  // of the penalty alone
  for (std::int64_t i = 0; i < 54; ++i) gradient.data()[i] = a.data()[i] - b.data()[i];
  testing::expect_gradient(with.second, gradient, [&] {
    Matrix<double> ignored(9, 6);
    return with.value_of_second(ignored);
  });
}

}  // namespace
}  // namespace orthant
