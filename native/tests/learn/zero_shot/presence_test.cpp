#include "learn/zero_shot/presence.h"

#include <gtest/gtest.h>

#include "learn/zero_shot/naive_presence.h"
#include "testing/work.h"

namespace orthant {
namespace {

using naive::Dense;

constexpr double kThreshold = 0.35;

struct Case {
  Matrix<double> scores;
  Matrix<double> coordinates;
  Matrix<double> shares;  // of names
};

Case draw(std::uint64_t seed) {
  Rng rng(seed);
  Case drawn{naive::to_matrix<double>(naive::random(600, 5, rng)),
             naive::to_matrix<double>(naive::random(5, 4, rng)),
             naive::to_matrix<double>(naive::random(7, 5, rng))};
  for (std::int64_t i = 0; i < 600 * 5; ++i) drawn.scores.data()[i] *= 0.5;
  return drawn;
}

Presence fit(const Case& drawn, int threads = 1) {
  return {drawn.scores.view(), drawn.coordinates.clone(), kThreshold, 0.5,
          testing::uncancelled_work(threads)};
}

TEST(Presence, FollowsItsTwin) {
  const Case drawn = draw(1);
  Presence presence = fit(drawn, 3);
  const naive::PresenceTwin twin =
      naive::presence_twin(Dense(drawn.scores.view()), Dense(drawn.coordinates.view()),
                           Dense(drawn.shares.view()), kThreshold, 0.5);
  const Matrix<double> rows = presence.of_scores(drawn.scores.view(), testing::uncancelled_work(2));
  EXPECT_LT(naive::largest_difference(Dense(rows.view()), twin.rows), 1e-12);
  const Matrix<double> names = presence.of_names(drawn.shares.view());
  EXPECT_LT(naive::largest_difference(Dense(names.view()), twin.names), 1e-12);
}

TEST(Presence, WithoutMeaningOnlyPresenceIsLeft) {
  const Case drawn = draw(2);
  const Presence presence(drawn.scores.view(), drawn.coordinates.clone(), kThreshold, 0.0,
                          testing::uncancelled_work());
  const Matrix<double> z = presence.of_scores(drawn.scores.view(), testing::uncancelled_work());
  for (std::int64_t i = 0; i < z.rows(); ++i) {
    for (std::int64_t j = 5; j < z.columns(); ++j) EXPECT_EQ(z(i, j), 0.0);
  }
}

// What a model computes with float layers: map layers(vector) + offset.
void expect_layers(const std::vector<Layer>& layers, const Matrix<float>& map,
                   const AlignedBuffer<float>& offset, MatrixView<double> vectors,
                   const Dense& expected) {
  for (std::int64_t i = 0; i < vectors.rows; ++i) {
    std::vector<double> h(vectors.row(i).begin(), vectors.row(i).end());
    for (const Layer& layer : layers) h = layer.apply(h);
    ASSERT_EQ(static_cast<std::int64_t>(h.size()), map.columns());
    for (std::int64_t bit = 0; bit < map.rows(); ++bit) {
      double value = offset[static_cast<std::size_t>(bit)];
      for (std::size_t j = 0; j < h.size(); ++j) value += map.row(bit)[j] * h[j];
      EXPECT_NEAR(value, expected(static_cast<std::size_t>(i), static_cast<std::size_t>(bit)),
                  2e-5);
    }
  }
}

TEST(Presence, TheLayersOfAModelGiveTheSame) {
  const Case drawn = draw(3);
  Presence presence = fit(drawn);
  Rng rng(4);
  const Matrix<double> lift = naive::to_matrix<double>(naive::random(9, 6, rng));
  const Matrix<double> rows = presence.of_scores(drawn.scores.view(), testing::uncancelled_work());
  const Matrix<double> names = presence.of_names(drawn.shares.view());
  Matrix<double> identity(5, 5);
  for (std::int64_t i = 0; i < 5; ++i) identity(i, i) = 1.0;
  expect_layers(presence.row_layers(identity.view()), presence.row_map(lift.view()),
                presence.row_offset(lift.view()), drawn.scores.view(),
                Dense(rows.view()) * Dense(lift.view()));
  expect_layers(presence.name_layers(identity.view()), presence.name_map(lift.view()),
                presence.name_offset(lift.view()), drawn.shares.view(),
                Dense(names.view()) * Dense(lift.view()));
}

}  // namespace
}  // namespace orthant
