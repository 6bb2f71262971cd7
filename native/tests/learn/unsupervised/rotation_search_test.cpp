#include "learn/unsupervised/rotation_search.h"

#include <gtest/gtest.h>

#include "learn/unsupervised/naive_rotation_search.h"
#include "testing/work.h"

namespace orthant {
namespace {

using naive::Dense;
using naive::to_matrix;
using naive::transposed;
using testing::uncancelled_work;

TEST(RotationSearch, FollowsItsTwin) {
  for (const std::int32_t bits : {6, 16}) {  // square, and a lift from 6 to 16
    Rng rng(1);
    const Dense v = naive::random(120, 6, rng);
    Rng drawn(2);
    Rng twin_drawn(2);
    RotationSearch search(to_matrix<double>(v), 0, 1.0, bits, drawn, uncancelled_work(2));
    Dense r = naive::drawn_rotation(6, static_cast<std::size_t>(bits), twin_drawn);
    EXPECT_LT(naive::largest_difference(Dense(search.rotation()), r), 1e-10);
    for (int round = 0; round < 3; ++round) {
      const double expected = naive::rotation_round(v, r);
      EXPECT_NEAR(search.round(uncancelled_work(2)), expected, 1e-6 * expected);
    }
    EXPECT_LT(naive::largest_difference(Dense(search.rotation()), r), 1e-8);
  }
}

// Oracle 10.
TEST(RotationSearch, Oracle10TheObjectiveNeverRisesAndRowsStayOrthonormal) {
  Rng rng(3);
  RotationSearch search(to_matrix<double>(naive::random(200, 8, rng)), 0, 1.0, 12, rng,
                        uncancelled_work());
  double last = HUGE_VAL;
  for (int round = 0; round < 50; ++round) {
    const double now = search.round(uncancelled_work());
    EXPECT_LE(now, last * (1.0 + 1e-12));
    last = now;
    const Dense r(search.rotation());
    EXPECT_LT(naive::largest_difference(r * transposed(r), naive::identity(8)), 1e-6);
  }
}

TEST(RotationSearch, AWeightCountsLikeCopiesOfTheRows) {
  Rng rng(4);
  const Dense v = naive::random(40, 5, rng);
  Dense copied(40 + 2 * 3, 5);  // the last 3 rows three times
  for (std::size_t i = 0; i < copied.rows(); ++i) {
    const std::size_t from = i < 40 ? i : 37 + (i - 40) % 3;
    for (std::size_t j = 0; j < 5; ++j) copied(i, j) = v(from, j);
  }
  Rng a(5);
  Rng b(5);
  RotationSearch weighted(to_matrix<double>(v), 3, 3.0, 8, a, uncancelled_work());
  RotationSearch plain(to_matrix<double>(copied), 0, 1.0, 8, b, uncancelled_work());
  for (int round = 0; round < 5; ++round) {
    const double expected = plain.round(uncancelled_work());
    EXPECT_NEAR(weighted.round(uncancelled_work()), expected, 1e-9 * expected);
  }
}

TEST(RotationSearch, ConvergesAndStaysThere) {
  Rng rng(6);
  RotationSearch search(to_matrix<double>(naive::random(30, 2, rng)), 0, 1.0, 2, rng,
                        uncancelled_work());
  double last = 0.0;
  int rounds = 0;
  while (!search.converged() && rounds++ < 500) last = search.round(uncancelled_work());
  ASSERT_TRUE(search.converged());
  EXPECT_NEAR(search.round(uncancelled_work()), last, 1e-12 * last);
}

}  // namespace
}  // namespace orthant
