#include "learn/zero_shot/presence_bits.h"

#include <gtest/gtest.h>

#include "learn/unsupervised/naive_rotation_search.h"
#include "learn/zero_shot/naive_presence.h"
#include "testing/work.h"

namespace orthant {
namespace {

using naive::Dense;
using naive::transposed;

constexpr std::size_t kRows = 60;
constexpr std::size_t kNames = 6;
constexpr std::size_t kEach = 5;  // each name counts as 5 rows: together half as much as all rows

// The rows, then each name as often as it counts.
Dense stacked(const naive::PresenceTwin& twin) {
  Dense s(kRows + kNames * kEach, twin.rows.columns());
  for (std::size_t i = 0; i < s.rows(); ++i) {
    for (std::size_t j = 0; j < s.columns(); ++j) {
      s(i, j) = i < kRows ? twin.rows(i, j) : twin.names((i - kRows) % kNames, j);
    }
  }
  return s;
}

TEST(PresenceBits, FollowTheirTwin) {
  Rng data(1);
  const Dense scores = naive::random(kRows, 4, data);
  const Dense coordinates = naive::random(4, 3, data);
  const Dense shares = naive::random(kNames, 4, data);
  const Work work = testing::uncancelled_work(2);
  const Matrix<double> given = naive::to_matrix<double>(scores);
  Rng rng(7);
  PresenceBits bits(Presence(given.view(), naive::to_matrix<double>(coordinates), 0.2, 0.5, work),
                    given.view(), naive::to_matrix<double>(shares).view(), 0.5, 10, rng, work);
  ASSERT_EQ(bits.rank(), 7);
  const Dense s = stacked(naive::presence_twin(scores, coordinates, shares, 0.2, 0.5));

  Rng own(7);
  Dense r = naive::drawn_rotation(7, 10, own);
  const Dense v = Dense(bits.lift().view()) * transposed(r);  // V, with the library's signs
  const Dense inner = transposed(v) * (transposed(s) * s) * v;
  for (std::size_t i = 0; i < 7; ++i) {
    for (std::size_t j = 0; j < i; ++j) EXPECT_NEAR(inner(i, j), 0.0, 1e-9 * inner(0, 0));
  }
  for (int round = 0; round < 3; ++round) {
    const double expected = naive::rotation_round(s * v, r);
    EXPECT_NEAR(bits.round(work), expected, 1e-6 * expected);
  }
  EXPECT_LT(naive::largest_difference(Dense(bits.lift().view()), v * r), 1e-8);
}

TEST(PresenceBits, WorkWithoutNames) {
  Rng data(2);
  const Matrix<double> scores = naive::to_matrix<double>(naive::random(40, 3, data));
  const Work work = testing::uncancelled_work();
  Rng rng(3);
  PresenceBits bits(
      Presence(scores.view(), naive::to_matrix<double>(naive::identity(3)), 0.1, 1.0, work),
      scores.view(), {}, 0.3, 4, rng, work);
  EXPECT_EQ(bits.rank(), 4);
  double last = bits.round(work);
  for (int round = 0; round < 10; ++round) {
    const double objective = bits.round(work);
    EXPECT_LE(objective, last * (1.0 + 1e-12));
    last = objective;
  }
}

TEST(PresenceBits, HaveNoRankWhereNoScoreIsAboveTheThreshold) {
  Rng rng(3);
  const Matrix<double> scores = naive::to_matrix<double>(naive::random(40, 3, rng));
  const Matrix<double> shares = naive::to_matrix<double>(naive::identity(3));
  const Work work = testing::uncancelled_work();
  Presence presence(scores.view(), Matrix<double>(3, 2), 20.0, 0.0, work);
  const PresenceBits bits(std::move(presence), scores.view(), shares.view(), 0.5, 10, rng, work);
  EXPECT_EQ(bits.rank(), 0);
}

}  // namespace
}  // namespace orthant
