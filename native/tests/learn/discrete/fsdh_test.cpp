#include "learn/discrete/fsdh.h"

#include <gtest/gtest.h>

#include "learn/twins.h"

namespace orthant {
namespace {

using naive::Dense;

constexpr std::int64_t kAnchors = 19;
constexpr std::int64_t kBits = 16;

const testing::Settings kSmall = {{"bits", kBits}, {"anchors", kAnchors}, {"rounds", 3}};

// Everything explicit; checks after every block that the objective has not risen.
class Twin {
 public:
  Twin(const testing::TrainingSet& set, double nu) : nu_(nu), y_(set.weights(false)) {
    naive::DiscreteProblem start = testing::discrete_start(set, 1, kAnchors, kBits);
    phi_ = start.phi;
    b = start.b;
    word_step();
    feature_step();
    last_ = objective();
  }

  double round() {
    const Dense q = naive::plus(y_ * w_, nu_, phi_ * projection);
    for (std::size_t i = 0; i < b.rows(); ++i) {
      for (std::size_t k = 0; k < b.columns(); ++k) {
        if (q(i, k) != 0.0) b(i, k) = q(i, k) > 0.0 ? 1.0 : -1.0;
      }
    }
    expect_no_rise();
    word_step();
    expect_no_rise();
    feature_step();
    expect_no_rise();
    return last_;
  }

  Dense b;
  Dense projection;

 private:
  void word_step() {
    const Dense yt = naive::transposed(y_);
    w_ = naive::solve(naive::plus(yt * y_, 1.0, naive::identity(y_.columns())), yt * b);
  }

  void feature_step() {
    const Dense phit = naive::transposed(phi_);
    projection =
        naive::solve(naive::plus(phit * phi_, 1e-2, naive::identity(phi_.columns())), phit * b);
  }

  double objective() const {
    return naive::squared_norm(naive::plus(b, -1.0, y_ * w_)) + naive::squared_norm(w_) +
           nu_ * (naive::squared_norm(naive::plus(b, -1.0, phi_ * projection)) +
                  1e-2 * naive::squared_norm(projection));
  }

  void expect_no_rise() {
    const double now = objective();
    EXPECT_LE(now, last_ * (1.0 + 1e-12));
    last_ = now;
  }

  double nu_;
  Dense y_;
  Dense phi_;
  Dense w_;
  double last_ = 0.0;
};

void expect_twin(const testing::TrainingSet& set, double nu) {
  testing::Settings settings = kSmall;
  settings.emplace_back("nu", nu);
  const testing::Trained trained = testing::train("fsdh", set, settings);
  Twin twin(set, nu);
  ASSERT_GE(trained.objective.size(), 1U);
  for (const double objective : trained.objective) {
    const double expected = twin.round();
    EXPECT_NEAR(objective, expected, 1e-6 * expected);
  }
  EXPECT_LT(testing::projection_difference(trained.model->groups[0], twin.projection), 1e-5);
}

TEST(Fsdh, FollowsItsTwinWhichNeverRisesBlockByBlock) {
  for (const std::uint64_t seed : {1U, 2U}) expect_twin(testing::small_set(seed), 1e-5);
  expect_twin(testing::small_set(3), 2.0);
}

TEST(Fsdh, FollowsItsTwinWithSeveralLabelsARow) {
  expect_twin(testing::small_set(4, 120, true), 1e-5);
  expect_twin(testing::small_set(4, 120, true), 2.0);
}

// The words are the majorities of the first codes, and stay.
TEST(Fsdh, Oracle7WithoutTheFeatureTermTheCodesAreFixedAfterTheFirstRound) {
  const testing::TrainingSet set = testing::small_set(5);
  const testing::Trained one =
      testing::train("fsdh", set, {{"bits", kBits}, {"nu", 0.0}, {"rounds", 1}});
  const testing::Trained many =
      testing::train("fsdh", set, {{"bits", kBits}, {"nu", 0.0}, {"rounds", 50}});
  EXPECT_EQ(many.objective.size(), 2U) << "the second round changes nothing and is the last";
  const Matrix<float>& a = one.model->groups[0].projection;
  const Matrix<float>& b = many.model->groups[0].projection;
  EXPECT_TRUE(std::equal(a.data(), a.data() + a.rows() * a.columns(), b.data()));

  Twin twin(set, 0.0);
  const Dense start = twin.b;
  (void)twin.round();
  for (std::size_t k = 0; k < kBits; ++k) {
    std::vector<double> votes(4);
    for (std::size_t i = 0; i < 120; ++i) votes[i % 4] += start(i, k);
    for (std::size_t i = 0; i < 120; ++i) {
      if (votes[i % 4] == 0.0) continue;
      EXPECT_EQ(twin.b(i, k), votes[i % 4] > 0.0 ? 1.0 : -1.0);
    }
  }
}

TEST(Fsdh, ItsBitsAreVisualAndItEncodesNoNames) {
  const testing::Trained trained = testing::train("fsdh", testing::small_set(9), kSmall);
  ASSERT_EQ(trained.model->groups.size(), 1U);
  EXPECT_EQ(trained.model->groups[0].role, BitRole::visual);
  EXPECT_EQ(trained.model->semantics.dimension(), 0);
  EXPECT_NE(trained.model->provenance.find("\nanchors=19\n"), std::string::npos);
}

}  // namespace
}  // namespace orthant
